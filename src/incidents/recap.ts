import { MINUTE, type UtcMs } from '../lib/clock.ts';
import { type Actor, isSamePerson, type PersonActor } from '../people/actor.ts';
import { isOpenTask, type Task } from './tasks.ts';
import type { StoredTimelineEvent, TimelineEvent } from './timeline.ts';
import type { Incident } from './types.ts';

/** What an incident that is over comes to: in short, and up to when it was resolved. */
export interface Recap {
  number: number;
  /** From when it was triggered to when it was resolved, in milliseconds. */
  duration: number;
  /** How long it was until somebody first had it, and who that was, as far as the timeline says; null when nobody had. */
  acknowledged: { after: number; by: Actor | null } | null;
  resolvedBy: Actor;
  /** Everybody who did something, in the order in which they came. */
  people: PersonActor[];
  alerts: number;
  /** What people have written into its timeline. */
  notes: number;
  /** How often it was opened again. */
  reopened: number;
  /** How many of its SLA targets were missed. */
  breaches: number;
  /** What is still to be done. */
  openTasks: number;
}

/** Whatever lasts so long is worth a look back, whoever worked on it. */
const LONG = 30 * MINUTE;

/**
 * Whether its end is worth a summary: what was HIGH and took somebody's work, or what took long. What is neither, such as an
 * alert that comes and goes, is said in the line that it was resolved.
 */
export function deservesRecap(
  { urgency, openedAt, firstAcknowledgedAt }: Pick<Incident, 'urgency' | 'openedAt' | 'firstAcknowledgedAt'>,
  { at, actor, fact }: TimelineEvent,
): boolean {
  if (fact.kind !== 'resolved') return false;
  const isWork = firstAcknowledgedAt !== null || actor.kind === 'person';
  return (urgency === 'HIGH' && isWork) || at - openedAt >= LONG;
}

/**
 * @param timeline oldest first
 * @param tasks of it, done or not
 * @param end that it was resolved: what came after it doesn't count
 */
export function recapOf(
  incident: Incident,
  timeline: readonly StoredTimelineEvent[],
  tasks: readonly Task[],
  end: Pick<StoredTimelineEvent, 'id' | 'at' | 'actor'>,
): Recap {
  const { number, openedAt, firstAcknowledgedAt, alertCount } = incident;
  const events = timeline.filter(({ id }) => id <= end.id);
  const count = (...kinds: string[]) => events.filter(({ fact }) => kinds.includes(fact.kind)).length;
  return {
    number,
    duration: end.at - openedAt,
    acknowledged: acknowledgement(events, openedAt, firstAcknowledgedAt, end.at),
    resolvedBy: end.actor,
    people: peopleIn([...events.map(({ actor }) => actor), end.actor]),
    alerts: alertCount,
    notes: count('note_added', 'message_added'),
    reopened: events.filter(({ fact }) => fact.kind === 'reopened' && fact.from === 'RESOLVED').length,
    breaches: count('sla_breached'),
    openTasks: tasks.filter(isOpenTask).length,
  };
}

function acknowledgement(
  events: readonly StoredTimelineEvent[],
  openedAt: UtcMs,
  firstAt: UtcMs | null,
  endAt: UtcMs,
): Recap['acknowledged'] {
  if (firstAt === null || firstAt > endAt) return null;
  const first = events.find(({ at, fact }) => at === firstAt && TAKING.has(fact.kind));
  if (!first) return { after: firstAt - openedAt, by: null };
  return { after: firstAt - openedAt, by: first.fact.kind === 'assigned' ? first.fact.to : first.actor };
}

const TAKING: ReadonlySet<string> = new Set(['acknowledged', 'assigned']);

function peopleIn(actors: readonly Actor[]): PersonActor[] {
  const people: PersonActor[] = [];
  for (const actor of actors) {
    if (actor.kind === 'person' && !people.some((one) => isSamePerson(one, actor))) people.push(actor);
  }
  return people;
}
