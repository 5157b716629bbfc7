import { DAY, MINUTE, type UtcMs } from '../clock.ts';
import { type Call, pageToAccount } from '../oncall/call.ts';
import { climb } from '../oncall/climb.ts';
import { type EscalationStart, firstStep } from '../oncall/escalation.ts';
import { TIMER_KINDS } from '../timers/types.ts';
import { accept as acceptChange } from './accept.ts';
import { type Change, type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import type { Command, Rejection } from './commands.ts';
import { ownerToAsk } from './reminder.ts';
import type { Fact, TimelineFact } from './timeline.ts';
import { type Incident, type IncidentState, isMoreUrgent } from './types.ts';

/** Snoozing for less is a click too many, for more is forgetting. */
export const MIN_SNOOZE = MINUTE;
export const MAX_SNOOZE = 30 * DAY;

export type Decision = { ok: true; change: Change } | { ok: false; rejection: Rejection };

/**
 * The lifecycle of an incident, whole: what a command does to it, or why it does nothing.
 * Pure: no I/O and no clock of its own, so that the whole state table is tested as a table.
 */
export function decide(incident: Incident, command: Command, context: DecisionContext): Decision {
  switch (command.type) {
    case 'acknowledge':
      return acknowledge(incident, context);
    case 'resolve':
      return resolve(incident, command.note, context);
    case 'reopen':
      return reopen(incident, context);
    case 'snooze':
      return snooze(incident, command.until, context);
    case 'wake':
      return wake(incident, context);
    case 'escalate':
      return escalate(incident, command.dueAt ?? context.now, context);
    case 'page':
      return page(incident, command.call, context);
    case 'page_failed':
      return note(incident, { kind: 'page_failed', name: command.name, code: command.code }, context);
    case 'check_sla':
      return accept(incident, context, {}, [], NO_TIMERS); // what has passed is noted with any change
    case 'remind':
      return remind(incident, context);
    case 'confirm':
      return confirm(incident, context);
    case 'take_back':
      return takeBack(incident, context);
    case 'repeat_alert':
      return repeatAlert(incident, command, context);
    case 'note':
      return addNote(incident, command.text, context);
  }
}

function acknowledge(incident: Incident, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'ACKNOWLEDGED') return reject({ reason: 'already_acknowledged', by: state.by, at: state.at });
  if (state.status === 'RESOLVED') return reject({ reason: 'already_resolved', by: state.by, at: state.at });
  return accept(
    incident,
    context,
    {
      state: { status: 'ACKNOWLEDGED', by: context.actor, at: context.now },
      firstAcknowledgedAt: incident.firstAcknowledgedAt ?? context.now,
    },
    [{ kind: 'acknowledged' }],
    { set: [], cancel: ['escalate', 'wake'] },
  );
}

function resolve(incident: Incident, note: string | null, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'already_resolved', by: state.by, at: state.at });
  return accept(
    incident,
    context,
    { state: { status: 'RESOLVED', by: context.actor, at: context.now, note } },
    [{ kind: 'resolved', note }],
    { set: [], cancel: [...TIMER_KINDS] },
  );
}

function reopen(incident: Incident, context: DecisionContext): Decision {
  const { status } = incident.state;
  if (status === 'OPEN') return reject({ reason: 'already_open' });
  return restart(incident, context, [{ kind: 'reopened', from: status }]);
}

function snooze(incident: Incident, until: UtcMs, context: DecisionContext): Decision {
  if (incident.state.status === 'RESOLVED') return reject({ reason: 'not_while', status: 'RESOLVED' });
  const min = context.now + MIN_SNOOZE;
  const max = context.now + MAX_SNOOZE;
  if (!(until >= min && until <= max)) return reject({ reason: 'snooze_out_of_range', min, max });
  return accept(
    incident,
    context,
    { state: { status: 'SNOOZED', by: context.actor, at: context.now, until } },
    [{ kind: 'snoozed', until }],
    { set: [{ kind: 'wake', dueAt: until }], cancel: ['escalate'] },
  );
}

function wake(incident: Incident, context: DecisionContext): Decision {
  if (incident.state.status !== 'SNOOZED') return reject({ reason: 'not_snoozed' });
  return restart(incident, context, [{ kind: 'woke' }]);
}

/** A timer climbs only an OPEN incident; a person may also call for the next step of an acknowledged one. */
function escalate(incident: Incident, dueAt: UtcMs, context: DecisionContext): Decision {
  const { status } = incident.state;
  const allowed = status === 'OPEN' || (status === 'ACKNOWLEDGED' && context.actor.kind === 'person');
  if (!allowed) return reject({ reason: 'not_while', status });
  if (!context.policy || !incident.escalation) return reject({ reason: 'nothing_to_escalate' });

  const start = { position: incident.escalation, dueAt };
  const { taken, next } = climb(context.policy, start, context.now, context.book);
  const timers: TimerChange =
    next && status === 'OPEN'
      ? { set: [{ kind: 'escalate', dueAt: next.dueAt }], cancel: [] }
      : { set: [], cancel: ['escalate'] };
  const facts = taken.map(({ position, call }): TimelineFact => ({ kind: 'escalated', ...position, ...call }));
  return accept(incident, context, { escalation: next?.position ?? null }, facts, timers);
}

function page(incident: Incident, call: Call, context: DecisionContext): Decision {
  const { status } = incident.state;
  if (status === 'RESOLVED') return reject({ reason: 'not_while', status });
  return note(incident, { kind: 'paged', ...call }, context);
}

function remind(incident: Incident, context: DecisionContext): Decision {
  const owner = ownerToAsk(incident);
  if (!owner || context.reminder === null) return reject({ reason: 'nothing_to_ask' });
  const { now, reminder, book } = context;
  const question: TimelineFact = { kind: 'reminded', owner: pageToAccount(owner, book), quiet: reminder };
  const timers: TimerChange = { set: [{ kind: 'take_back', dueAt: now + reminder }], cancel: ['remind'] };
  return accept(incident, context, {}, [question], timers);
}

function confirm(incident: Incident, context: DecisionContext): Decision {
  if (incident.state.status !== 'ACKNOWLEDGED') return reject({ reason: 'not_acknowledged' });
  return note(incident, { kind: 'confirmed' }, context);
}

function takeBack(incident: Incident, context: DecisionContext): Decision {
  if (!ownerToAsk(incident) || context.reminder === null) return reject({ reason: 'nothing_to_ask' });
  return restart(incident, context, [{ kind: 'reopened', from: 'ACKNOWLEDGED' }]);
}

/** Counts the alert; urgency may only rise, and a snoozed incident stays silent unless it rises to HIGH. */
function repeatAlert(
  incident: Incident,
  command: Extract<Command, { type: 'repeat_alert' }>,
  context: DecisionContext,
): Decision {
  const { status } = incident.state;
  if (status === 'RESOLVED') return reject({ reason: 'not_while', status });

  const rises = isMoreUrgent(command.urgency, incident.urgency);
  const alertCount = incident.alertCount + 1;
  const counted = { alertCount, lastAlertAt: context.now, urgency: rises ? command.urgency : incident.urgency };
  const facts: Fact[] = [{ kind: 'alert_repeated', title: command.title }];
  if (rises) facts.push({ kind: 'urgency_raised', from: incident.urgency, to: command.urgency });
  if (status === 'SNOOZED' && rises && command.urgency === 'HIGH') {
    return restart(incident, context, [...facts, { kind: 'woke' }], counted);
  }
  return accept(incident, context, counted, facts, NO_TIMERS);
}

function addNote(incident: Incident, text: string, context: DecisionContext): Decision {
  const trimmed = text.trim();
  if (trimmed === '') return reject({ reason: 'empty_note' });
  return note(incident, { kind: 'note_added', text: trimmed }, context);
}

/** Something that happened and changes nothing else. */
function note(incident: Incident, fact: TimelineFact, context: DecisionContext): Decision {
  return accept(incident, context, {}, [fact], NO_TIMERS);
}

/** OPEN again, with escalation from the first step. */
function restart(
  incident: Incident,
  context: DecisionContext,
  facts: Fact[],
  changes: Partial<Incident> = {},
): Decision {
  const start = startEscalation(context);
  const state: IncidentState = { status: 'OPEN' };
  return accept(incident, context, { ...changes, state, escalation: start.escalation }, facts, {
    set: start.timers.set,
    cancel: ['wake', ...start.timers.cancel],
  });
}

/** Where escalation of an incident that has just become OPEN begins: its position and its timer. */
export function startEscalation(context: Pick<DecisionContext, 'policy' | 'now'>): {
  escalation: Incident['escalation'];
  timers: TimerChange;
} {
  const first: EscalationStart | null = context.policy ? firstStep(context.policy) : null;
  if (!first) return { escalation: null, timers: { set: [], cancel: ['escalate'] } };
  return {
    escalation: first.position,
    timers: { set: [{ kind: 'escalate', dueAt: context.now + first.after }], cancel: [] },
  };
}

function accept(...decided: Parameters<typeof acceptChange>): Decision {
  return { ok: true, change: acceptChange(...decided) };
}

function reject(rejection: Rejection): Decision {
  return { ok: false, rejection };
}
