import type { SlackMessage } from '../../notifications/message.ts';
import type { Refusal } from '../../people/permissions.ts';
import { refusalWords } from '../../words/people.ts';
import { actions, button, message } from '../cards/blocks.ts';
import { cut } from '../cards/mrkdwn.ts';
import { notice } from '../cards/replies.ts';
import { readIncidentValue } from './interaction.ts';

export const LINK_ME = 'link_me';

/** Forms about one incident. */
export const INCIDENT_FORMS = [
  'resolve',
  'snooze',
  'assign',
  'note',
  'role',
  'tasks',
  'update',
  'follow',
  'runbook',
  'hand_back',
  'urgency',
  'edit',
  'mark_private',
  'merge',
  'link',
  'unlink',
] as const;
export type IncidentFormKind = (typeof INCIDENT_FORMS)[number];

/** What somebody wanted whom OpsKnight did not know: a request that is on disk, or a form that was not opened. */
export type Wanted =
  | { kind: 'request'; id: number }
  | { kind: IncidentFormKind; number: number }
  | { kind: 'create'; title: string }
  | { kind: 'override' };

/** A button's value takes 2,000 characters (https://docs.slack.dev/reference/block-kit/block-elements/button-element). */
const MAX_WANTED = 1_500;

/** Why a person may not act, and what would help. `wanted`: what is done when they have become known. */
export function refused(refusal: Refusal, wanted: Wanted | null = null): SlackMessage {
  const words = `${refusalWords(refusal, 'slack')} Nothing was changed.`;
  if (refusal !== 'unmapped') return notice(words);
  return message(words, actions(button(LINK_ME, 'Link me', linkValue(wanted))));
}

export function linkValue(wanted: Wanted | null): string {
  if (!wanted) return LINK_ME; // nothing to be done then
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

/** What pressing "Link me" is to lead to; null for nothing, and for a value that is not ours. */
export function readLinkValue(value: string | undefined): Wanted | null {
  const [kind = '', ...others] = (value ?? '').split(':');
  const rest = others.join(':');
  if (kind === 'create') return { kind, title: rest };
  if (kind === 'override') return { kind };
  const number = readIncidentValue(rest);
  if (number === null) return null;
  if (kind === 'request') return { kind, id: number };
  const form = INCIDENT_FORMS.find((one) => one === kind);
  return form ? { kind: form, number } : null;
}
