import type { Heartbeat } from '../../heartbeats/heartbeat.ts';
import { parseDuration } from '../../settings/duration.ts';
import type { HeartbeatEntry } from '../../settings/schema/heartbeats.ts';
import type { Service } from '../../settings/types.ts';
import type { Drizzle } from './database.ts';
import { readRows } from './documents.ts';

/** As the operator has settled it. */
export type HeartbeatSettings = Omit<Heartbeat, 'heard'>;

/** Heartbeats as opsknight.yml has them, by name. */
export function readHeartbeats(db: Drizzle, services: Iterable<Service>): HeartbeatSettings[] {
  const ids = new Map([...services].map(({ id, name }) => [name.toLowerCase(), id]));
  return readRows(db, 'heartbeat').map(({ id, body }) => {
    const { name, every, grace, service, urgency } = body as HeartbeatEntry; // only `apply` writes these
    return {
      id,
      name,
      every: parseDuration(every) ?? 0,
      grace: parseDuration(grace) ?? 0,
      serviceId: service === null ? null : (ids.get(service.toLowerCase()) ?? null),
      urgency,
    };
  });
}
