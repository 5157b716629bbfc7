import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import type { EndReason } from '../../slack/installations/store.ts';
import { connections, sessions } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { passOverEndedConnections } from './runbook-engine.ts';

const { settings: _s, channelsListedAt: _c, peopleListedAt: _p, ...columns } = getTableColumns(connections);

/** A connection, without what is kept of it for others. */
export const connectionColumns = columns;

/** The organisation's connection is the first that was made. */
export const isPrimary = sql`${connections.id} = (select min(id) from connections)`;

/**
 * Inside a transaction: nothing is sent or heard by them any more. What is owed by them waits, should they be taken up again; browsers
 * that Slack has vouched for there are signed out.
 * @returns those that had not ended before.
 */
export function endConnections(db: Drizzle, ids: readonly number[], endReason: EndReason, endedAt: UtcMs): number[] {
  const ended = db
    .update(connections)
    .set({ endedAt, endReason })
    .where(and(inArray(connections.id, [...ids]), isNull(connections.endedAt)))
    .returning({ id: connections.id })
    .all();
  for (const { id } of ended) db.delete(sessions).where(eq(sessions.connectionId, id)).run();
  const endedIds = ended.map(({ id }) => id);
  passOverEndedConnections(db, endedIds, endedAt);
  return endedIds;
}
