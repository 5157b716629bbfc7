import { and, asc, eq, notInArray, sql } from 'drizzle-orm';
import type { CheckUpStore } from '../../notifications/check-ups.ts';
import { cards, channels, checkUps, incidentChannels, incidentHomes, notifications } from '../schema/index.ts';
import type { Database } from './database.ts';
import { adminsOf, queueNotice } from './notices.ts';
import { primaryId } from './reference.ts';

const ONLY = 1;
/** More are not looked at: whoever is in so many has other troubles. */
const MAX_CHANNELS = 1_000;

export function sqliteCheckUpStore({ db, write }: Database): CheckUpStore {
  const lastDue = () => db.select().from(checkUps).where(eq(checkUps.id, ONLY)).get()?.dueAt ?? null;
  return {
    async lastDue() {
      return lastDue();
    },
    async note(dueAt, notice, now) {
      return await write(() => {
        if (lastDue() === dueAt) return 'noted_before';
        const connectionId = primaryId(db);
        if (notice !== null) {
          const admins = connectionId === null ? [] : adminsOf(db, connectionId);
          if (connectionId === null || admins.length === 0) return 'nobody';
          for (const admin of admins) queueNotice(db, connectionId, admin, notice, now);
        }
        db.insert(checkUps)
          .values({ id: ONLY, dueAt })
          .onConflictDoUpdate({ target: checkUps.id, set: { dueAt } })
          .run();
        return 'noted';
      });
    },
    async quietChannels() {
      const connectionId = primaryId(db) ?? 0;
      const used = [
        db.select({ id: cards.channelId }).from(cards).where(sql`${cards.channelId} is not null`),
        db
          .select({ id: incidentHomes.channelId })
          .from(incidentHomes)
          .where(sql`${incidentHomes.channelId} is not null`),
        db
          .select({ id: notifications.channelId })
          .from(notifications)
          .where(sql`${notifications.channelId} is not null`),
        db
          .select({ id: incidentChannels.channelId })
          .from(incidentChannels)
          .where(sql`${incidentChannels.channelId} is not null`),
      ];
      return db
        .select({ id: channels.id, name: channels.name })
        .from(channels)
        .where(
          and(
            eq(channels.connectionId, connectionId),
            eq(channels.isMember, true),
            eq(channels.isPrivate, false),
            eq(channels.isArchived, false),
            eq(channels.isGone, false),
            ...used.map((ids) => notInArray(channels.id, ids)),
          ),
        )
        .orderBy(asc(channels.name))
        .limit(MAX_CHANNELS)
        .all();
    },
  };
}
