import { asc } from 'drizzle-orm';
import type { MadeSubscription } from '../../settings/subscriptions.ts';
import { subscriptions } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/** All that people made, in that order. */
export function readSubscriptions(db: Drizzle): MadeSubscription[] {
  return db
    .select()
    .from(subscriptions)
    .orderBy(asc(subscriptions.id))
    .all()
    .map(({ id, channelId, filter, madeBy }) => ({ id, channel: channelId, by: madeBy, ...filter }));
}
