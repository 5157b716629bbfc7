import { HOUR, MINUTE } from '../../clock.ts';
import { parseIncidentKey } from '../../incidents/types.ts';

/*
 * What buttons and menus carry, and how listeners read it back: "42" for an incident or a page, "42:15m" and
 * "42:custom" for a choice of the Snooze menu.
 */

export const CUSTOM_SNOOZE = 'custom';

/** The Snooze menu, in its order; `ms` is null for Custom…, which opens a modal. */
export const SNOOZE_CHOICES = [
  { key: '15m', label: '15 minutes', ms: 15 * MINUTE },
  { key: '30m', label: '30 minutes', ms: 30 * MINUTE },
  { key: '1h', label: '1 hour', ms: HOUR },
  { key: '4h', label: '4 hours', ms: 4 * HOUR },
  { key: CUSTOM_SNOOZE, label: 'Custom…', ms: null },
] as const;

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
  const choice = SNOOZE_CHOICES.find((one) => one.key === key);
  return number === null || !choice ? null : { number, ms: choice.ms };
}

export function pageValue(page: number): string {
  return String(page);
}

/** The page (from 1) that a Previous or Next button leads to; the first for a value that is not ours. */
export function readPageValue(value: string | undefined): number {
  return value !== undefined && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 1;
}
