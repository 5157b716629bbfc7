import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { ClosedChannelAudience } from '../../notifications/plan/closed-channel.ts';
import type { Lane } from '../../notifications/plan/operations.ts';
import { closedChannels } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { adminsOf } from './notices.ts';

/** Inside a transaction: who is to hear that a channel is closed to the app. */
export function audienceOf(db: Drizzle, lane: Lane): ClosedChannelAudience {
  const isKnown = db.select().from(closedChannels).where(isAbout(lane)).get() !== undefined;
  return { isKnown, admins: adminsOf(db, lane.connectionId), newKey: randomUUID };
}

/** Inside a transaction: the app has posted there, so the next time that it is closed is worth telling again. */
export function channelIsOpen(db: Drizzle, lane: Lane): void {
  db.delete(closedChannels).where(isAbout(lane)).run();
}

function isAbout({ connectionId, target }: Lane) {
  return and(eq(closedChannels.connectionId, connectionId), eq(closedChannels.target, target));
}
