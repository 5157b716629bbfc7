import { setImmediate as others } from 'node:timers/promises';
import { and, ne, sql } from 'drizzle-orm';
import type { InsightsStore, OutcomeQuery } from '../../insights/store.ts';
import { incidents, timelineEvents } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { isOfService, openedWithin, visibleTo } from './incident-queries.ts';

/** Read in a few milliseconds. */
const PORTION = 2_000;

export function sqliteInsightsStore({ db }: Database): InsightsStore {
  return {
    async *outcomes(query) {
      let last = { openedAt: query.from, number: 0 };
      for (;;) {
        const rows = portionAfter(db, query, last);
        const end = rows.at(-1);
        if (!end) return;
        yield rows.map(({ openedAt, urgency, serviceId, acknowledgedAt, status, statusAt, hasMissed }) => ({
          openedAt,
          urgency,
          serviceId,
          acknowledgedAt,
          resolvedAt: status === 'RESOLVED' ? statusAt : null,
          hasMissed: hasMissed === 1,
        }));
        if (rows.length < PORTION) return;
        last = end;
        await others();
      }
    },
  };
}

/** By the index `incidents_opened`, which has all that is looked at, and which is entered where the last portion has ended. */
function portionAfter(
  db: Drizzle,
  { to, serviceId, viewer }: OutcomeQuery,
  last: { openedAt: number; number: number },
) {
  return db
    .select({
      openedAt: incidents.openedAt,
      number: incidents.number,
      urgency: incidents.urgency,
      serviceId: incidents.serviceId,
      acknowledgedAt: incidents.firstAcknowledgedAt,
      status: incidents.status,
      statusAt: incidents.statusAt,
      hasMissed,
    })
    .from(incidents)
    .where(
      and(
        openedWithin({ from: last.openedAt, to }),
        // What goes on as another one is no incident of its own.
        ne(incidents.status, 'MERGED'),
        sql`(${incidents.openedAt}, ${incidents.number}) > (${last.openedAt}, ${last.number})`,
        serviceId === undefined ? undefined : isOfService(serviceId),
        viewer && visibleTo(db, viewer),
      ),
    )
    .orderBy(incidents.openedAt, incidents.number)
    .limit(PORTION)
    .all();
}

/** By the index `timeline_events_breaches`. */
const hasMissed = sql<number>`exists (select 1 from ${timelineEvents}
  where ${timelineEvents.incidentNumber} = ${incidents.number} and ${timelineEvents.kind} = 'sla_breached')`;
