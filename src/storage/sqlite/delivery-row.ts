import type { Priority } from '../../notifications/priority.ts';
import type { Delivery, DeliveryTask } from '../../notifications/types.ts';
import type { deliveries } from '../schema/index.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    uuid: row.uuid,
    connectionId: row.connectionId,
    lane: row.lane,
    priority: row.priority as Priority,
    task: toTask(row),
    createdAt: row.createdAt,
    attempts: row.attempts,
    inDoubtSince: row.inDoubtSince,
  };
}

function toTask(row: DeliveryRow): DeliveryTask {
  switch (row.kind) {
    case 'card':
      return { kind: row.kind, cardId: required(row, 'cardId') };
    case 'line':
      return { kind: row.kind, cardId: required(row, 'cardId'), eventId: required(row, 'eventId') };
    case 'storm':
    case 'storm_lines':
      return { kind: row.kind, stormId: required(row, 'stormId') };
    case 'notice':
      return { kind: row.kind, noticeId: required(row, 'noticeId') };
  }
}

function required(row: DeliveryRow, column: 'cardId' | 'eventId' | 'stormId' | 'noticeId'): number {
  const value = row[column];
  if (value === null) throw new Error(`delivery ${row.id} is a ${row.kind} but its row has no ${column}`);
  return value;
}
