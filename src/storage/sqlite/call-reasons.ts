import { and, desc, eq, gt, lt, sql } from 'drizzle-orm';
import type { CallReason, StoredTimelineEvent } from '../../incidents/timeline.ts';
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
  refusals: later(() =>
    db
      .select({ fact: timelineEvents.fact })
      .from(timelineEvents)
      .where(
        and(
          isOfIncident(),
          eq(kind, 'page_failed'),
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
  const refusals = statements(db).refusals().all({ number, after: event.id, before });
  return { event, unreached: refusals.flatMap(({ fact }) => (fact.kind === 'page_failed' ? [fact.name] : [])) };
}
