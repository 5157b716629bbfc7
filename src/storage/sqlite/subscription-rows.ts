import { asc, eq } from 'drizzle-orm';
import type { MadeSubscription } from '../../settings/subscriptions.ts';
import { subscriptions } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** All that people made, in that order; with a connection, those of its channels. */
export function readSubscriptions(db: Drizzle, connectionId?: number): MadeSubscription[] {
  return db
    .select()
    .from(subscriptions)
    .where(connectionId === undefined ? undefined : eq(subscriptions.connectionId, connectionId))
    .orderBy(asc(subscriptions.id))
    .all()
    .map(({ id, channelId, filter, madeBy }) => ({ id, channel: channelId, by: madeBy, ...filter }));
}
