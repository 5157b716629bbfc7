import type { UtcMs } from '../lib/clock.ts';
import { isMoreUrgent } from '../oncall/urgency.ts';
import { accept } from './accept.ts';
import { firstAlert, type IncidentAlert } from './alerts.ts';
import { type Change, NO_TIMERS } from './change.ts';
import { type Decision, withTimers } from './decision.ts';
import { startEscalation } from './escalation.ts';
import { firingAgain } from './flapping.ts';
import { timersAfterTheEnd } from './own-channel-timers.ts';
import { loser } from './ownership.ts';
import { contextOf, type Involved, type PairContext, type PairDecision, refuse } from './pair.ts';
import { restart } from './restart.ts';
import type { Fact, StoredTimelineEvent, TimelineFact } from './timeline.ts';
import { type Incident, type IncidentState, isOver, type LiveState } from './types.ts';
import { withUrgency } from './urgency.ts';

/** All of them change when the one that they go on as is merged itself. */
export const MAX_MERGED = 100;
/** Alerts of one incident that can follow it. */
export const MAX_ALERTS = 1_000;

type Merged = Extract<IncidentState, { status: 'MERGED' }>;
type Absorbed = Extract<TimelineFact, { kind: 'absorbed' }>;

/**
 * The incident goes on as another one, the survivor: which counts its alerts from now on, and is no less urgent. Who has the
 * survivor, how far it has escalated and what it is due by stays; the merged one escalates no more. All that went on as the merged
 * one goes on as the survivor, so that there is one, whatever is merged into what.
 */
export function merge(own: Involved, into: number, context: PairContext): PairDecision {
  const { incident } = own;
  const { state, number } = incident;
  if (state.status === 'MERGED') return refuse({ reason: 'merged', into: state.into });
  if (state.status === 'RESOLVED') return refuse({ reason: 'not_while', status: 'RESOLVED' });
  if (number === into) return refuse({ reason: 'same_incident' });
  const survivor = context.look(into);
  if (!survivor) return refuse({ reason: 'unknown_other', number: into });
  const target = survivor.incident;
  if (target.state.status === 'MERGED')
    return refuse({ reason: 'other_is_merged', number: into, into: target.state.into });
  if (target.state.status === 'RESOLVED') return refuse({ reason: 'other_is_resolved', number: into });
  // What is said of the one is read by all who may see the other.
  if (own.audience() !== survivor.audience()) return refuse({ reason: 'other_audience', number: into });
  const tooMany = { reason: 'too_many_merged', number: into, most: MAX_MERGED } as const;
  if (target.merged.length + 1 + incident.merged.length > MAX_MERGED) return refuse(tooMany);
  if (own.alerts().length > MAX_ALERTS || survivor.alerts().length > MAX_ALERTS) return refuse(tooMany);
  const followers = involvedIn(incident.merged, context).flatMap((one) => followed(one, into, context));
  return allOf([merged(own, state, into, context)], absorbed(survivor, own, context), followers);
}

function merged(own: Involved, from: LiveState, into: number, pair: PairContext): Change {
  const { incident } = own;
  const context = contextOf(own, pair);
  const owner = loser(incident, context);
  const state: Merged = { status: 'MERGED', by: pair.actor, at: pair.now, into, from };
  return accept(
    incident,
    context,
    { state, escalation: null, flapping: null },
    [{ kind: 'merged', into, ...(owner && { owner }) }],
    timersAfterTheEnd(context),
  );
}

function absorbed(survivor: Involved, own: Involved, pair: PairContext): Decision {
  const context = contextOf(survivor, pair);
  const { incident: target } = survivor;
  const { number, title, urgency, merged, alertCount, lastAlertAt } = own.incident;
  const alerts = alertsOf(survivor, pair.now);
  const joining = alertsOf(own, pair.now)
    .filter((alert) => !alerts.some((one) => isSameAlert(one, alert)))
    .map((alert): IncidentAlert => ({ ...alert, from: number }));
  const firing = joining.some((alert) => !isOverAlert(alert))
    ? firingAgain(target, context)
    : { changes: {}, timers: NO_TIMERS };
  const changes = {
    ...firing.changes,
    merged: [...target.merged, number, ...merged],
    joinedAlerts: alerts.length + joining.length - 1,
    alertCount: target.alertCount + alertCount,
    lastAlertAt: Math.max(target.lastAlertAt, lastAlertAt),
  };
  const rises = isMoreUrgent(urgency, target.urgency);
  const facts: Fact[] = rises ? [{ kind: 'urgency_raised', from: target.urgency, to: urgency }] : [];
  const raised = withUrgency(target, rises ? urgency : target.urgency, changes, facts, context);
  const decision = withTimers(raised, firing.timers);
  if (!decision.ok) return decision;
  const { change } = decision;
  const fact: Absorbed = { kind: 'absorbed', number, title, ...(rises && { raisedFrom: target.urgency }) };
  // It comes last: what comes after it has happened since.
  const events = [...change.events, { at: pair.now, actor: pair.actor, fact }];
  const first = target.joinedAlerts === 0 ? [firstAlert(target, pair.now)] : [];
  return { ok: true, change: { ...change, events, alerts: [...first, ...joining] } };
}

/**
 * It is an incident of its own again, as it was. Only while nothing has happened to either: what people do to the one later is meant
 * for both.
 */
export function undoMerge(own: Involved, pair: PairContext): PairDecision {
  const { incident } = own;
  const { number, state } = incident;
  if (state.status !== 'MERGED') return refuse({ reason: 'not_merged' });
  const { into } = state;
  const settled = refuse({ reason: 'merge_is_settled', into });
  const survivor = pair.look(into);
  if (!survivor || isOver(survivor.incident.state)) return settled;
  const since = lastSince(survivor, (fact) => fact.kind === 'absorbed' && fact.number === number);
  if (since?.kind !== 'absorbed') return settled;
  if (!lastSince(own, (fact) => fact.kind === 'merged' && fact.into === into)) return settled;
  const joined = survivor.alerts().filter(({ from }) => from === number);
  const left = survivor.alerts().filter(({ from }) => from !== number);
  // Of what would be open again nobody would say once more that it is over.
  if ([joined, left].some((alerts) => alerts.length > 0 && alerts.every(isOverAlert))) return settled;
  const back = backAgain(own, state, pair);
  if (!back.ok) return back;
  const alerts = incident.joinedAlerts === 0 ? [] : joined.map(({ from: _, ...alert }) => alert);
  const followers = involvedIn(incident.merged, pair).flatMap((one) => followed(one, number, pair));
  const survives = parted(survivor, incident, { left: left.length, raisedFrom: since.raisedFrom }, pair);
  return allOf([{ ...back.change, alerts }], survives, followers);
}

/** What its escalation was is over: from the first step again, unless somebody has it or it sleeps. */
function backAgain(own: Involved, { into, from }: Merged, pair: PairContext): Decision {
  const { incident } = own;
  const context = contextOf(own, pair);
  const fact: TimelineFact = { kind: 'unmerged', from: into };
  const isAwake = from.status === 'OPEN' || (from.status === 'SNOOZED' && from.until <= pair.now);
  if (isAwake) return restart(incident, context, [fact]);
  const { escalation } = startEscalation(context, incident.urgency, pair.now);
  const timers =
    from.status === 'SNOOZED' ? { set: [{ kind: 'wake' as const, dueAt: from.until }], cancel: [] } : NO_TIMERS;
  return { ok: true, change: accept(incident, context, { state: from, escalation }, [fact], timers) };
}

function parted(
  survivor: Involved,
  { number, merged, alertCount }: Incident,
  { left, raisedFrom }: { left: number } & Pick<Absorbed, 'raisedFrom'>,
  pair: PairContext,
): Decision {
  const { incident: target } = survivor;
  const gone = [number, ...merged];
  const changes = {
    merged: target.merged.filter((one) => !gone.includes(one)),
    joinedAlerts: Math.max(0, left - 1),
    alertCount: Math.max(1, target.alertCount - alertCount),
  };
  const urgency = raisedFrom ?? target.urgency;
  const facts: Fact[] = [
    { kind: 'parted', number },
    ...(raisedFrom ? [{ kind: 'urgency_changed' as const, from: target.urgency, to: raisedFrom }] : []),
  ];
  const decision = withUrgency(target, urgency, changes, facts, contextOf(survivor, pair));
  return decision.ok ? { ok: true, change: { ...decision.change, partsFrom: number } } : decision;
}

/** One that goes on as another one now, because what it went on as does. */
function followed({ incident, ...involved }: Involved, into: number, pair: PairContext): Change[] {
  const { state } = incident;
  if (state.status !== 'MERGED') return [];
  const context = contextOf({ incident, ...involved }, pair);
  return [
    accept(incident, context, { state: { ...state, into } }, [{ kind: 'survivor_changed', to: into }], NO_TIMERS),
  ];
}

function involvedIn(numbers: readonly number[], { look }: PairContext): Involved[] {
  return numbers.flatMap((number) => look(number) ?? []);
}

function allOf(first: Change[], decision: Decision, followers: Change[]): PairDecision {
  return decision.ok ? { ok: true, changes: [...first, decision.change, ...followers] } : decision;
}

function alertsOf({ incident, alerts }: Involved, now: UtcMs): readonly IncidentAlert[] {
  return incident.joinedAlerts === 0 ? [firstAlert(incident, now)] : alerts();
}

function isOverAlert({ resolvedAt }: IncidentAlert): boolean {
  return resolvedAt !== null;
}

function isSameAlert(one: IncidentAlert, other: IncidentAlert): boolean {
  return one.dedupKey === other.dedupKey && one.serviceId === other.serviceId;
}

/** The fact, unless anything has happened since that somebody may have meant for what there is now. */
function lastSince({ newest }: Involved, isIt: (fact: TimelineFact) => boolean): TimelineFact | null {
  for (const event of newest()) {
    if (isIt(event.fact)) return event.fact;
    if (!isAside(event)) return null;
  }
  return null;
}

const ASIDE: ReadonlySet<TimelineFact['kind']> = new Set(['linked', 'unlinked', 'message_added', 'message_withdrawn']);

/** It changes nothing of what the incident is: the app's own clock goes on, links are only pointers, and messages are what people say anyway. */
function isAside({ actor, fact }: StoredTimelineEvent): boolean {
  return actor.kind === 'clock' || ASIDE.has(fact.kind);
}
