import type { Priority } from '../../notifications/priority.ts';
import type { Delivery } from '../../notifications/types.ts';
import type { deliveries } from '../schema/index.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;

export function toDelivery(row: DeliveryRow): Delivery {
  const { kind, work, thread, detail } = row;
  return {
    id: row.id,
    uuid: row.uuid,
    connectionId: row.connectionId,
    lane: row.lane,
    priority: row.priority as Priority,
    task: { kind, work, thread, detail },
    createdAt: row.createdAt,
    attempts: row.attempts,
    inDoubtSince: row.inDoubtSince,
  };
}
