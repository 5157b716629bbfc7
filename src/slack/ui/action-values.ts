import { parseIncidentKey } from '../../incidents/types.ts';
import { SNOOZE_CHOICES } from '../../words/incident.ts';
import { cut } from './escape.ts';

/*
 * What buttons and menus carry, and how listeners read it back: "42" for an incident, a storm or a page, "42:15m" and
 * "42:custom" for a choice of the Snooze menu, "42:ack" for a choice of a storm's row, "7:2" for a page of a storm.
 */

export const CUSTOM_SNOOZE = 'custom';

/** The Snooze menu, in its order; `ms` is null for Custom…, which opens a modal. */
export const SNOOZE_MENU = [...SNOOZE_CHOICES, { key: CUSTOM_SNOOZE, label: 'Custom…', ms: null }] as const;

export interface SnoozeChoice {
  number: number;
  /** How long from now, in milliseconds; null asks for the modal. */
  ms: number | null;
}

export function incidentValue(number: number): string {
  return String(number);
}

/** The incident of a button; null for a value that is not ours. */
export function readIncidentValue(value: string | undefined): number | null {
  return value === undefined ? null : parseIncidentKey(value);
}

export function snoozeValue(number: number, key: string): string {
  return `${number}:${key}`;
}

/** What was chosen in a Snooze menu; null for a value that is not ours. */
export function readSnoozeValue(value: string | undefined): SnoozeChoice | null {
  const [incident, key] = value?.split(':') ?? [];
  const number = readIncidentValue(incident);
  const choice = SNOOZE_MENU.find((one) => one.key === key);
  return number === null || !choice ? null : { number, ms: choice.ms };
}

/** What the ⋯ menu of an incident offers, by the command that it gives; reopening has a name for each status. */
export const MORE_CHOICES = [
  { type: 'escalate', label: 'Escalate now' },
  { type: 'restart_escalation', label: 'Restart escalation' },
  { type: 'reopen', label: 'Reopen' },
] as const;
type MoreChoice = (typeof MORE_CHOICES)[number]['type'];

export function moreValue(number: number, type: MoreChoice): string {
  return `${number}:${type}`;
}

/** What was chosen in a ⋯ menu; null for a value that is not ours. */
export function readMoreValue(value: string | undefined): { number: number; type: MoreChoice } | null {
  const [incident, type] = value?.split(':') ?? [];
  const number = readIncidentValue(incident);
  const choice = MORE_CHOICES.find((one) => one.type === type);
  return number === null || !choice ? null : { number, type: choice.type };
}

/** What somebody wanted whom OpsKnight did not know: a request that is on disk, or a form that was not opened. */
export type Wanted =
  | { kind: 'request'; id: number }
  | { kind: 'resolve' | 'snooze'; number: number }
  | { kind: 'create'; title: string }
  | { kind: 'override' };

const NOTHING_WANTED = 'link_me';

export function linkValue(wanted: Wanted | null): string {
  if (!wanted) return NOTHING_WANTED;
  switch (wanted.kind) {
    case 'request':
      return `request:${wanted.id}`;
    case 'create':
      return `create:${cut(wanted.title, MAX_WANTED)}`;
    case 'override':
      return wanted.kind;
    default:
      return `${wanted.kind}:${wanted.number}`;
  }
}

/** A button's value takes 2,000 characters (https://docs.slack.dev/reference/block-kit/block-elements/button-element). */
const MAX_WANTED = 1_500;

/** What pressing "Link me" is to lead to; null for nothing, and for a value that is not ours. */
export function readLinkValue(value: string | undefined): Wanted | null {
  const [kind = '', ...others] = (value ?? '').split(':');
  const rest = others.join(':');
  if (kind === 'create') return { kind, title: rest };
  if (kind === 'override') return { kind };
  const number = readIncidentValue(rest);
  if (number === null) return null;
  if (kind === 'request') return { kind, id: number };
  return kind === 'resolve' || kind === 'snooze' ? { kind, number } : null;
}

export function pageValue(page: number): string {
  return String(page);
}

/** The page (from 1) that a Previous or Next button leads to; the first for a value that is not ours. */
export function readPageValue(value: string | undefined): number {
  return value !== undefined && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 1;
}

/** What can be chosen for one incident of a storm; "1h" and "custom" are choices of the Snooze menu. */
export const STORM_CHOICES = ['ack', 'resolve', '1h', CUSTOM_SNOOZE, 'reopen', 'view'] as const;
export type StormChoice = (typeof STORM_CHOICES)[number];

export function stormChoiceValue(number: number, choice: StormChoice): string {
  return `${number}:${choice}`;
}

/** What was chosen in a storm's row; null for a value that is not ours. */
export function readStormChoice(value: string | undefined): { number: number; choice: StormChoice } | null {
  const [incident, key] = value?.split(':') ?? [];
  const number = readIncidentValue(incident);
  const choice = STORM_CHOICES.find((one) => one === key);
  return number === null || !choice ? null : { number, choice };
}

export function stormValue(stormId: number): string {
  return String(stormId);
}

/** The storm of a button, and the page it leads to, from 1; null for a value that is not ours. */
export function readStormValue(value: string | undefined): { stormId: number; page: number } | null {
  const [storm = '', page] = value?.split(':') ?? [];
  return /^[1-9]\d{0,14}$/.test(storm) ? { stormId: Number(storm), page: readPageValue(page) } : null;
}
