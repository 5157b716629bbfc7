import { and, eq } from 'drizzle-orm';
import type { UtcMs } from '../../clock.ts';
import type { AdminNotice, Place } from '../../notifications/types.ts';
import { closedChannels } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { adminsOf, queueNotice } from './notices.ts';

/** Inside a transaction: the admins are told of a channel that is closed to the app, once until it is open again. */
export function tellOfClosedChannel(
  db: Drizzle,
  { connectionId, target }: Place,
  code: string,
  fallback: string | null,
  at: UtcMs,
): void {
  const added = db
    .insert(closedChannels)
    .values({ connectionId, target, code, fallback, closedAt: at })
    .onConflictDoNothing()
    .run();
  if (added.changes === 0) return;
  const notice: AdminNotice = { kind: 'channel_closed', target, code, fallback };
  for (const slackUserId of adminsOf(db, connectionId)) queueNotice(db, connectionId, slackUserId, notice, at);
}

/** Inside a transaction: the app has posted there, so the next time that it is closed is worth telling again. */
export function channelIsOpen(db: Drizzle, { connectionId, target }: Pick<Place, 'connectionId' | 'target'>): void {
  db.delete(closedChannels)
    .where(and(eq(closedChannels.connectionId, connectionId), eq(closedChannels.target, target)))
    .run();
}
