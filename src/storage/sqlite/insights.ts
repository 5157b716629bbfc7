import { gte, type SQL, sql } from 'drizzle-orm';
import type { InsightsStore } from '../../insights/store.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { incidents, timelineEvents } from '../schema/index.ts';
import type { Database } from './database.ts';

export function sqliteInsightsStore({ db }: Database): InsightsStore {
  return {
    async weekly(starts) {
      const [first, ...others] = starts;
      if (first === undefined) return [];
      const isAcknowledged = sql`${incidents.firstAcknowledgedAt} is not null`;
      const isResolved = sql`${incidents.status} = 'RESOLVED'`;
      return db
        .select({
          week: weekOf(others).as('week'),
          urgency: incidents.urgency,
          serviceId: incidents.serviceId,
          incidents: sql<number>`count(*)`,
          acknowledged: countIf(isAcknowledged),
          acknowledgeMs: sumIf(isAcknowledged, sql`${incidents.firstAcknowledgedAt} - ${incidents.openedAt}`),
          resolved: countIf(isResolved),
          breached: countIf(hasBreach),
          resolveMs: sumIf(isResolved, sql`${incidents.statusAt} - ${incidents.openedAt}`),
        })
        .from(incidents)
        .where(gte(incidents.openedAt, first))
        .groupBy(sql`week`, incidents.urgency, incidents.serviceId)
        .all();
    },
  };
}

/** By the index `timeline_events_breaches`. */
const hasBreach = sql`exists (select 1 from ${timelineEvents}
  where ${timelineEvents.incidentNumber} = ${incidents.number} and ${timelineEvents.kind} = 'sla_breached')`;

/** How many of the later weeks have begun when the incident was opened. */
function weekOf(laterStarts: UtcMs[]): SQL<number> {
  const begun = laterStarts.map((start) => sql`(${incidents.openedAt} >= ${start})`);
  return sql<number>`${sql.join([sql`0`, ...begun], sql` + `)}`;
}

function countIf(condition: SQL): SQL<number> {
  return sql<number>`count(case when ${condition} then 1 end)`;
}

function sumIf(condition: SQL, value: SQL): SQL<number> {
  return sql<number>`coalesce(sum(case when ${condition} then ${value} end), 0)`;
}
