import { eq, sql } from 'drizzle-orm';
import type { Lane } from '../../notifications/plan/operations.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { DeliveryStore } from '../../notifications/queue/store.ts';
import { type Head, SENDING_METHODS } from '../../notifications/types.ts';
import { deliveries } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { toDelivery } from './delivery-row.ts';
import { later } from './prepared.ts';

/** One lane per (connection, channel as configured). */
export function laneKey({ connectionId, target }: Lane): string {
  return `${connectionId}:${target}`;
}

/** Picking what is sent next. Each step is a look into an index, so that a million waiting rows cost no more than ten. */
export function lanePicking(db: Drizzle): Pick<DeliveryStore, 'heads' | 'oldest' | 'delivery'> {
  const heads = later(() => db.$client.prepare(HEADS));
  const oldest = later(() => db.$client.prepare(OLDEST));
  const delivery = later(() =>
    db
      .select()
      .from(deliveries)
      .where(eq(deliveries.id, sql.placeholder('id')))
      .prepare(),
  );
  return {
    async heads(passed) {
      return heads().all({ passed: JSON.stringify(passed) }) as Head[];
    },
    async oldest(passed) {
      return oldest().all({ passed: JSON.stringify(passed) }) as Head[];
    },
    async delivery(id) {
      const row = delivery().get({ id });
      return row && row.failedAt === null ? toDelivery(row) : null;
    },
  };
}

const PRIORITIES = Object.values(PRIORITY).map((priority) => `(${priority})`);
const METHODS = SENDING_METHODS.map((method) => `('${method}')`);

/**
 * One of each lane and call. SQLite has no skip scan over an index of which it can't know the statistics: the recursion goes
 * from one lane to the next, and looks at the first rows of each.
 * @param one selects the id of the one
 */
function ofEachLane(one: string, order: string): string {
  return `
  with recursive lanes(lane) as (
    select min(lane) from deliveries where failed_at is null
    union all
    select (select min(lane) from deliveries where failed_at is null and lane > lanes.lane)
    from lanes where lanes.lane is not null
  ), methods(method) as (values ${METHODS}), priorities(value) as (values ${PRIORITIES}),
  passed(work) as materialized (select value from json_each(:passed))
  select head.id, head.connection_id as connectionId, head.lane, head.priority, head.method, head.kind, head.work
  from lanes cross join methods join deliveries as head on head.id = (${one})
  where head.connection_id not in (select id from connections where ended_at is not null)
  order by ${order}`;
}

const WAITING = `
  select id from deliveries
  where failed_at is null and lane = lanes.lane and method = methods.method and work not in passed`;

/**
 * The first in the order of the index `deliveries_next`: what may already be in Slack is settled first, then by priority,
 * then in order.
 */
export const HEADS = ofEachLane(`${WAITING} order by is_taken desc, priority, id limit 1`, 'head.priority, head.id');

/** The first in order, whatever its priority: in the index, the first of one of the priorities. */
export const OLDEST = ofEachLane(
  `coalesce(
    (${WAITING} and is_taken = 1 order by priority, id limit 1),
    (select min((${WAITING} and is_taken = 0 and priority = priorities.value order by id limit 1)) from priorities)
  )`,
  'head.id',
);
