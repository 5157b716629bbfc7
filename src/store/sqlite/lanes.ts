import { type SQL, sql } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { DeliveryStore } from '../../courier/store.ts';
import { deliveries } from '../schema.ts';
import type { Drizzle } from './database.ts';
import { type DeliveryRow, toDelivery } from './delivery-row.ts';

/** One lane per (connection, channel as configured). */
export function laneOf(connectionId: number, target: string): string {
  return `${connectionId}:${target}`;
}

/**
 * The order within a lane, which is that of the index `deliveries_next`: what may already be in Slack is settled first,
 * then by priority, then in order.
 */
const LANE_ORDER: SQL = sql`is_taken desc, priority, id`;

/** Picking what is sent next. Each step is a look into an index, so that a million waiting rows cost no more than ten. */
export function lanePicking(db: Drizzle): Pick<DeliveryStore, 'readyLanes' | 'nextAttemptAt' | 'next'> {
  const heads = db.$client.prepare(LANE_HEADS);
  const head = db
    .select()
    .from(deliveries)
    .where(sql`${deliveries.lane} = ${sql.placeholder('lane')} and ${deliveries.failedAt} is null`)
    .orderBy(LANE_ORDER)
    .limit(1)
    .prepare();
  const later = db.$client.prepare(NEXT_DUE).pluck();

  return {
    async readyLanes(now) {
      const rows = heads.all({ now }) as { lane: string }[];
      return rows.map(({ lane }) => lane);
    },
    async nextAttemptAt(now) {
      return (later.get({ now }) as UtcMs | undefined) ?? null;
    },
    async next(lane, now) {
      const row: DeliveryRow | undefined = head.get({ lane });
      return row && row.dueAt <= now ? toDelivery(row) : null;
    },
  };
}

/**
 * The lanes whose next delivery is due. SQLite has no skip scan over an index of which it can't know the statistics: the
 * recursion goes from one lane to the next, and looks at the first row of each.
 */
export const LANE_HEADS = `
  with recursive lanes(lane) as (
    select min(lane) from deliveries where failed_at is null
    union all
    select (select min(lane) from deliveries where failed_at is null and lane > lanes.lane)
    from lanes where lanes.lane is not null
  )
  select head.lane from lanes join deliveries as head on head.id = (
    select id from deliveries where failed_at is null and lane = lanes.lane
    order by is_taken desc, priority, id limit 1
  )
  where head.due_at <= :now
  order by head.priority, head.id`;

export const NEXT_DUE = `
  select due_at from deliveries where failed_at is null and due_at > :now order by due_at limit 1`;
