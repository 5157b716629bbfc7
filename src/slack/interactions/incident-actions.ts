import type { AskedCommand } from '../../incidents/commands.ts';
import type { Incident, Status } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { MARK_PRIVATE } from '../../words/privacy.ts';
import { takeOver } from './assign.ts';
import type { IncidentFormKind } from './refusal.ts';

/** Something that people can do with an incident, by the menus and the list of actions. */
export interface IncidentAction {
  readonly key: string;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  isPossible(incident: Incident): boolean;
  /** Done at once, as whoever asks; or asked for in a form. */
  readonly does: ((slackUserId: string) => AskedCommand) | IncidentFormKind;
}

const is =
  (...statuses: Status[]) =>
  ({ state }: Incident) =>
    statuses.includes(state.status);

/** All of them, in the order in which they are listed. */
export const INCIDENT_ACTIONS: readonly IncidentAction[] = [
  {
    key: 'acknowledge',
    label: 'Acknowledge',
    hint: 'It becomes yours, and its escalation stops.',
    isPossible: is('OPEN', 'SNOOZED'),
    does: () => ({ type: 'acknowledge' }),
  },
  {
    key: 'take_over',
    label: 'Take over',
    hint: 'It becomes yours, and whoever has it now is told.',
    isPossible: is('ACKNOWLEDGED'),
    does: takeOver,
  },
  {
    key: 'assign',
    label: 'Assign…',
    hint: 'It becomes somebody else’s. They get it as a direct message.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'assign',
  },
  {
    key: 'note',
    label: 'Add a note…',
    hint: 'What you write goes into its timeline.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'),
    does: 'note',
  },
  {
    key: 'role',
    label: 'Roles…',
    hint: 'Who leads, who tells others, who writes things down.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'role',
  },
  {
    key: 'tasks',
    label: 'Tasks…',
    hint: 'What is to be done, by whom and by when.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'),
    does: 'tasks',
  },
  {
    key: 'update',
    label: 'Send an update…',
    hint: 'Tells stakeholders how far it is: status channels, and whoever follows it.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'),
    does: 'update',
  },
  {
    key: 'follow',
    label: 'Follow',
    hint: 'Its updates come to you as direct messages.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'),
    does: 'follow',
  },
  {
    key: 'resolve',
    label: 'Resolve…',
    hint: 'It is over. A note can say what helped.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'resolve',
  },
  {
    key: 'snooze',
    label: 'Snooze until…',
    hint: 'It is silent until a time that you pick.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'snooze',
  },
  {
    key: 'wake',
    label: REOPEN_LABELS.SNOOZED,
    hint: 'Its snooze is over: it is open again and escalates from the first step.',
    isPossible: is('SNOOZED'),
    does: () => ({ type: 'wake' }),
  },
  {
    key: 'reopen',
    label: REOPEN_LABELS.RESOLVED,
    hint: 'The problem is back: it is open again and escalates from the first step.',
    isPossible: is('RESOLVED'),
    does: () => ({ type: 'reopen' }),
  },
  {
    key: 'urgency',
    label: 'Change urgency…',
    hint: 'Can change who is paged, what is due and which channel shows it.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'urgency',
  },
  {
    key: 'edit',
    label: 'Edit…',
    hint: 'Title, service, description. Another service means its channel, policy and SLA.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'edit',
  },
  {
    key: 'merge',
    label: 'Merge into another…',
    hint: 'Both are the same problem: alerts, timeline and whoever was paged move to the other one.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: 'merge',
  },
  {
    key: 'undo_merge',
    label: REOPEN_LABELS.MERGED,
    hint: 'It is an incident of its own again. Possible while nothing else has happened.',
    isPossible: is('MERGED'),
    does: () => ({ type: 'undo_merge' }),
  },
  {
    key: 'link',
    label: 'Link related…',
    hint: 'The page of each links to the other one. Nothing else changes.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'),
    does: 'link',
  },
  {
    key: 'unlink',
    label: 'Remove a link…',
    hint: 'The two show no link to each other any more.',
    isPossible: (incident) => incident.related.length > 0 && !is('MERGED')(incident),
    does: 'unlink',
  },
  {
    key: 'escalate',
    label: 'Escalate now',
    hint: 'Calls the next step of its escalation policy.',
    isPossible: (incident) => incident.escalation !== null && is('OPEN', 'ACKNOWLEDGED')(incident),
    does: () => ({ type: 'escalate' }),
  },
  {
    key: 'restart_escalation',
    label: 'Restart escalation',
    hint: 'Begins at the first step again, with the policy as it is now.',
    isPossible: (incident) => incident.escalation !== null && is('OPEN')(incident),
    does: () => ({ type: 'restart_escalation' }),
  },
  {
    key: 'hand_back',
    label: REOPEN_LABELS.ACKNOWLEDGED,
    hint: 'It is nobody’s then: open again, and escalated from the first step.',
    isPossible: is('ACKNOWLEDGED'),
    does: 'hand_back',
  },
  {
    key: 'runbook',
    label: 'Runbooks…',
    hint: 'What is to be done, step by step: begin one, see how far they are, retry or skip a step.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'),
    does: 'runbook',
  },
  {
    key: 'channel',
    label: 'Make a channel',
    hint: 'It gets a channel of its own, and whoever has it or is called to it is invited.',
    isPossible: is('OPEN', 'ACKNOWLEDGED', 'SNOOZED'),
    does: () => ({ type: 'request_channel' }),
  },
  {
    key: 'mark_private',
    label: `${MARK_PRIVATE}…`,
    hint: 'It moves to a private channel, for good.',
    isPossible: () => true,
    does: 'mark_private',
  },
];

export function possibleActions(incident: Incident): IncidentAction[] {
  return INCIDENT_ACTIONS.filter(({ isPossible }) => isPossible(incident));
}
