import { DAY, MINUTE, type UtcMs } from '../lib/clock.ts';
import { type Call, pageToAccount } from '../oncall/call.ts';
import { type Climb, climb } from '../oncall/climb.ts';
import { callIn } from '../oncall/directory-in.ts';
import type { Escalation } from '../oncall/escalation.ts';
import { joinAlert, repeatAlert, resolveAlert } from './alert-commands.ts';
import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, reject } from './decision.ts';
import { edit } from './edit.ts';
import { heldUntil, lookAgainAt, startEscalation } from './escalation.ts';
import { endFlapping, resolveUnlessFlapping } from './flapping.ts';
import { maintenanceUntil } from './maintenance.ts';
import { addMessage, editMessage, withdrawMessage } from './messages.ts';
import { archiveChannel, keepChannel, noteChannel, requestChannel, useChannel } from './own-channel.ts';
import { acknowledge, assign, loser } from './ownership.ts';
import { markPrivate } from './privacy.ts';
import { ownerToAsk } from './reminder.ts';
import { resolve } from './resolve.ts';
import { restart } from './restart.ts';
import { acceptRole, assignRole, declineRole, endRole } from './roles.ts';
import { answerRunbook, resumeRunbookStep, runRunbook } from './runbooks.ts';
import { addTask, changeTask, remindOfTasks, settleTask } from './tasks.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';
import { remindOfUpdate, updateStatus } from './updates.ts';
import { setUrgency } from './urgency.ts';

/** Snoozing for less is a click too many, for more is forgetting. */
export const MIN_SNOOZE = MINUTE;
export const MAX_SNOOZE = 30 * DAY;

/**
 * The lifecycle of an incident, whole: what a command does to it, or why it does nothing.
 * Pure: no I/O and no clock of its own, so that the whole state table is tested as a table.
 */
export function decide(incident: Incident, command: Command, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'MERGED' && !HEARD_LATE.has(command.type)) return reject({ reason: 'merged', into: state.into });
  switch (command.type) {
    case 'acknowledge':
      return acknowledge(incident, context);
    case 'assign':
      return assign(incident, command.to, context);
    case 'assign_role':
      return assignRole(incident, command, context);
    case 'accept_role':
      return acceptRole(incident, command.role, context);
    case 'decline_role':
      return declineRole(incident, command.role, context);
    case 'end_role':
      return endRole(incident, command.role, context);
    case 'update_status':
      return updateStatus(incident, command, context);
    case 'remind_of_update':
      return remindOfUpdate(incident, context);
    case 'add_task':
      return addTask(incident, command, context);
    case 'change_task':
      return changeTask(incident, command, context);
    case 'finish_task':
    case 'reopen_task':
      return settleTask(incident, command.id, command.type === 'finish_task', context);
    case 'remind_of_tasks':
      return remindOfTasks(incident, context);
    case 'resolve':
      return resolve(incident, command.note, context);
    case 'reopen':
      return reopen(incident, context);
    case 'hand_back':
      return incident.state.status === 'ACKNOWLEDGED'
        ? reopen(incident, context)
        : reject({ reason: 'not_acknowledged' });
    case 'snooze':
      return snooze(incident, command.until, context);
    case 'wake':
      return wake(incident, context);
    case 'escalate':
      return escalate(incident, command.dueAt ?? context.now, context);
    case 'restart_escalation':
      return restartEscalation(incident, context);
    case 'page':
      return page(incident, command.call, context);
    case 'page_failed':
      return pageFailed(incident, command, context);
    case 'note_contact':
      return noteContact(incident, command, context);
    case 'request_channel':
      return requestChannel(incident, command, context);
    case 'run_runbook':
      return runRunbook(incident, command.name, context);
    case 'answer_runbook':
      return answerRunbook(incident, command, context);
    case 'resume_runbook_step':
      return resumeRunbookStep(incident, command, context);
    case 'note_channel':
      return noteChannel(incident, command, context);
    case 'use_channel':
      return useChannel(incident, command, context);
    case 'archive_channel':
      return archiveChannel(incident, context);
    case 'keep_channel':
      return keepChannel(incident, context);
    case 'check_sla':
      return accept(incident, context, {}, [], NO_TIMERS); // what has passed is noted with any change
    case 'show_delayed':
      return showDelayed(incident, context);
    case 'resolve_silent':
      return resolveSilent(incident, command.heardFor, context);
    case 'check_dependency':
      return checkDependency(incident, context);
    case 'end_maintenance':
      return endMaintenance(incident, context);
    case 'remind':
      return remind(incident, context);
    case 'confirm':
      return confirm(incident, context);
    case 'take_back':
      return takeBack(incident, context);
    case 'repeat_alert':
      return repeatAlert(incident, command, context);
    case 'join_alert':
      return joinAlert(incident, command, context);
    case 'end_flapping':
      return endFlapping(incident, command.heardFor, context);
    case 'resolve_alert':
      return resolveAlert(incident, command.held ?? null, context);
    case 'set_urgency':
      return setUrgency(incident, command.urgency, context);
    case 'edit':
      return edit(incident, command, context);
    case 'mark_private':
      return markPrivate(incident, command, context);
    case 'note':
      return addNote(incident, command.text, context);
    case 'add_message':
      return addMessage(incident, command.message, context);
    case 'edit_message':
      return editMessage(incident, command, context);
    case 'withdraw_message':
      return withdrawMessage(incident, command, context);
  }
}

/** What comes of messages that were on their way when it was merged, what becomes of its channel and its tasks, and what its thread says. */
const HEARD_LATE: ReadonlySet<Command['type']> = new Set([
  'page_failed',
  'note_contact',
  'note_channel',
  'archive_channel',
  'keep_channel',
  'change_task',
  'finish_task',
  'reopen_task',
  'remind_of_tasks',
  'add_message',
  'edit_message',
  'withdraw_message',
]);

function reopen(incident: Incident, context: DecisionContext): Decision {
  const { status } = incident.state;
  if (status === 'OPEN') return reject({ reason: 'already_open' });
  const owner = loser(incident, context);
  return restart(incident, context, [{ kind: 'reopened', from: status, ...(owner && { owner }) }]);
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

/** However late the clock gets to it, the incident is open again since its snooze was over. */
function wake(incident: Incident, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status !== 'SNOOZED') return reject({ reason: 'not_snoozed' });
  return restart(incident, context, [{ kind: 'woke' }], {}, Math.min(context.now, state.until));
}

/** A timer climbs only an OPEN incident; a person may also call for the next step of an acknowledged one. */
function escalate(incident: Incident, dueAt: UtcMs, context: DecisionContext): Decision {
  const { status } = incident.state;
  const allowed = status === 'OPEN' || (status === 'ACKNOWLEDGED' && context.actor.kind === 'person');
  if (!allowed) return reject({ reason: 'not_while', status });
  const { escalation } = incident;
  if (!escalation) return reject({ reason: 'nothing_to_escalate' });

  const maintenance = context.actor.kind === 'clock' ? maintenanceUntil(context.maintenance, context.now) : null;
  if (maintenance !== null) {
    const { timers, facts } = heldUntil(maintenance);
    return accept(incident, context, { escalation: { ...escalation, isHeld: true } }, facts, timers);
  }
  const { cycle, step, policy, isHeld } = escalation;
  const climbed = climb(policy, { position: { cycle, step }, dueAt }, context.now, context.directory);
  const { taken, next } = climbed;
  const timers: TimerChange =
    next && status === 'OPEN' && !isHeld
      ? { set: [{ kind: 'escalate', dueAt: next.dueAt }], cancel: [] }
      : { set: [], cancel: ['escalate'] };
  const facts = taken.map(({ position, call }): TimelineFact => ({ kind: 'escalated', ...position, ...call }));
  return accept(incident, context, { escalation: afterwards(escalation, climbed) }, facts, timers);
}

function afterwards(before: Escalation, { taken, next }: Climb): Escalation | null {
  if (!next) return null;
  const reached = taken.flatMap(({ call }) => [
    ...[...call.paged, ...(call.contacted ?? [])].map(({ target }) => target),
    ...call.channels,
  ]);
  return { ...before, ...next.position, reached };
}

function restartEscalation(incident: Incident, context: DecisionContext): Decision {
  const { status } = incident.state;
  if (status !== 'OPEN') return reject({ reason: 'not_while', status });
  const started = startEscalation(context, incident.urgency, context.now, context.actor.kind === 'person');
  if (!started.escalation) return reject({ reason: 'nothing_to_escalate' });
  const { escalation, timers } = started;
  const facts: TimelineFact[] = escalation.isHeld ? started.facts : [{ kind: 'escalation_restarted' }];
  return accept(incident, context, { escalation }, facts, timers);
}

function page(incident: Incident, call: Call, context: DecisionContext): Decision {
  const { status } = incident.state;
  if (status === 'RESOLVED') return reject({ reason: 'not_while', status });
  return note(incident, { kind: 'paged', ...callIn(context.directory, call) }, context);
}

/** Whom Slack refuses is a gap, unless something else may still reach them. */
function pageFailed(
  incident: Incident,
  { target, name, code }: Extract<Command, { type: 'page_failed' }>,
  context: DecisionContext,
): Decision {
  const fact = { kind: 'page_failed', name, code, target } as const;
  if (context.mayBeReached(target, null)) return note(incident, fact, context);
  return unreached(incident, target, fact, context);
}

/** Somebody was reached past Slack; or was not, and is a gap once nothing else is left to reach them by. */
function noteContact(
  incident: Incident,
  { fact, target, eventId }: Extract<Command, { type: 'note_contact' }>,
  context: DecisionContext,
): Decision {
  const isGap = fact.kind === 'contact_failed' && !context.mayBeReached(target, eventId);
  return isGap ? unreached(incident, target, fact, context) : note(incident, fact, context);
}

/**
 * Whoever can't be reached is a gap: when nobody is left whom the step before has reached, the next step comes at once.
 * The next round keeps its time, so that a policy whose people are all gone keeps its pace.
 */
function unreached(incident: Incident, target: string, fact: TimelineFact, context: DecisionContext): Decision {
  const { escalation, state } = incident;
  if (!escalation?.reached.includes(target)) return note(incident, fact, context);
  const reached = escalation.reached.filter((one) => one !== target);
  const isGap = reached.length === 0 && escalation.step > 0 && state.status === 'OPEN' && !escalation.isHeld;
  const timers: TimerChange = isGap ? { set: [{ kind: 'escalate', dueAt: context.now }], cancel: [] } : NO_TIMERS;
  return accept(incident, context, { escalation: { ...escalation, reached } }, [fact], timers);
}

function showDelayed(incident: Incident, context: DecisionContext): Decision {
  const { state, escalation, urgency } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'not_while', status: state.status });
  if (state.status !== 'OPEN' || (escalation && !escalation.isHeld)) return note(incident, { kind: 'lasted' }, context);
  const started = startEscalation(context, urgency, context.now);
  const facts: TimelineFact[] = [{ kind: 'lasted' }, ...started.facts];
  return accept(incident, context, { escalation: started.escalation }, facts, started.timers);
}

/** It is paged for by itself as soon as nobody is called for what it depends on any more. */
function checkDependency(incident: Incident, context: DecisionContext): Decision {
  const { state, escalation, urgency } = incident;
  if (state.status !== 'OPEN') return reject({ reason: 'not_while', status: state.status });
  if (!escalation?.isHeld) return reject({ reason: 'nothing_to_escalate' });
  if (context.upstream !== null) {
    return accept(incident, context, {}, [], { set: [lookAgainAt(context.now)], cancel: [] });
  }
  const started = startEscalation(context, urgency, context.now);
  const facts: TimelineFact[] = [{ kind: 'detached' }, ...started.facts];
  return accept(incident, context, { escalation: started.escalation }, facts, started.timers);
}

/** What its monitor said while nobody could hear it may have been that it goes on: it has all the time again to say so. */
function resolveSilent(incident: Incident, heardFor: number, context: DecisionContext): Decision {
  const { silence, now, missesHeartbeat } = context;
  if (silence === null) return reject({ reason: 'nothing_to_ask' });
  if (missesHeartbeat)
    return accept(incident, context, {}, [], { set: [{ kind: 'silent', dueAt: now + silence }], cancel: [] });
  if (incident.state.status !== 'RESOLVED' && heardFor < silence) {
    return accept(incident, context, {}, [], {
      set: [{ kind: 'silent', dueAt: now + silence - heardFor }],
      cancel: [],
    });
  }
  const { dedupKey, alertServiceId: serviceId } = incident;
  return resolveUnlessFlapping(incident, { dedupKey, serviceId }, 'Its alert has not come again.', context);
}

/** Whoever was not paged meanwhile is from now on; unless somebody has it, or has called others already. */
function endMaintenance(incident: Incident, context: DecisionContext): Decision {
  const { state, escalation, urgency } = incident;
  if (state.status !== 'OPEN') return reject({ reason: 'not_while', status: state.status });
  if (escalation && !escalation.isHeld) return reject({ reason: 'nothing_to_escalate' });
  const until = maintenanceUntil(context.maintenance, context.now);
  if (until !== null) {
    return accept(incident, context, {}, [], { set: [{ kind: 'maintenance_over', dueAt: until }], cancel: [] });
  }
  const started = startEscalation(context, urgency, context.now);
  const facts: TimelineFact[] = [{ kind: 'maintenance_over' }, ...started.facts];
  return accept(incident, context, { escalation: started.escalation }, facts, started.timers);
}

function remind(incident: Incident, context: DecisionContext): Decision {
  const owner = ownerToAsk(incident);
  if (!owner || context.reminder === null) return reject({ reason: 'nothing_to_ask' });
  const { now, reminder, directory } = context;
  const question: TimelineFact = { kind: 'reminded', owner: pageToAccount(owner, directory), quiet: reminder };
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

function addNote(incident: Incident, text: string, context: DecisionContext): Decision {
  const trimmed = text.trim();
  if (trimmed === '') return reject({ reason: 'empty_note' });
  return note(incident, { kind: 'note_added', text: trimmed }, context);
}

/** Something that happened and changes nothing else. */
function note(incident: Incident, fact: TimelineFact, context: DecisionContext): Decision {
  return accept(incident, context, {}, [fact], NO_TIMERS);
}
