import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { CallReason, StoredTimelineEvent, TimelineFact } from '../../incidents/timeline.ts';
import { timelineEvents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';

const { id, incidentNumber, kind } = timelineEvents;

const statements = prepared((db) => ({
  event: later(() =>
    db
      .select()
      .from(timelineEvents)
      .where(eq(id, sql.placeholder('id')))
      .prepare(),
  ),
  stepBefore: later(() =>
    db
      .select()
      .from(timelineEvents)
      .where(and(isOfIncident(), eq(kind, 'escalated'), lt(id, sql.placeholder('before'))))
      .orderBy(desc(id))
      .limit(1)
      .prepare(),
  ),
  outcomes: later(() =>
    db
      .select({ fact: timelineEvents.fact })
      .from(timelineEvents)
      .where(
        and(
          isOfIncident(),
          inArray(kind, ['page_failed', 'contacted', 'contact_failed']),
          gt(id, sql.placeholder('after')),
          lt(id, sql.placeholder('before')),
        ),
      )
      .prepare(),
  ),
}));

function isOfIncident() {
  return eq(incidentNumber, sql.placeholder('number'));
}

/** Why an event called whom it called; null for an event that isn't there. */
export function callReasonOf(db: Drizzle, eventId: number): CallReason | null {
  const event = statements(db).event().get({ id: eventId });
  return event ? { event, before: stepBefore(db, event) } : null;
}

/** The first step of a climb has none before it. */
function stepBefore(
  db: Drizzle,
  { id: before, incidentNumber: number, fact }: StoredTimelineEvent,
): CallReason['before'] {
  if (fact.kind !== 'escalated' || (fact.cycle === 0 && fact.step === 0)) return null;
  const event = statements(db).stepBefore().get({ number, before });
  if (!event) return null;
  const outcomes = statements(db).outcomes().all({ number, after: event.id, before });
  return {
    event,
    unreached: unreachedBy(
      event.fact,
      outcomes.map((one) => one.fact),
    ),
  };
}

/** Whom Slack refused, and who was called past it alone, and reached by nothing. */
function unreachedBy(step: TimelineFact, outcomes: readonly TimelineFact[]): string[] {
  const named = (kind: 'page_failed' | 'contacted' | 'contact_failed') =>
    outcomes.flatMap((fact) => (fact.kind === kind ? [fact.name] : []));
  const reached = named('contacted');
  const past = (step.kind === 'escalated' && step.contacted ? step.contacted : []).map(({ name }) => name);
  const missed = named('contact_failed').filter((name) => past.includes(name) && !reached.includes(name));
  return [...new Set([...named('page_failed'), ...missed])];
}
