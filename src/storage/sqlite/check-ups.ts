import { and, asc, eq, gte, isNotNull, notInArray, or } from 'drizzle-orm';
import type { CheckUpStore } from '../../notifications/check-ups.ts';
import {
  cards,
  channels,
  checkUps,
  incidentChannels,
  incidentHomes,
  incidents,
  notifications,
} from '../schema/index.ts';
import type { Database } from './database.ts';
import { adminsOf, queueNotice } from './notices.ts';
import { primaryId } from './reference.ts';

const ONLY = 1;
/** More are not looked at: whoever is in so many has other troubles. */
const MAX_CHANNELS = 1_000;

export function sqliteCheckUpStore({ db, write }: Database): CheckUpStore {
  const lastDue = () => db.select().from(checkUps).where(eq(checkUps.id, ONLY)).get()?.dueAt ?? null;
  const usedBefore = () => db.select().from(checkUps).where(eq(checkUps.id, ONLY)).get()?.usedScopes ?? [];
  return {
    async lastDue() {
      return lastDue();
    },
    async note(dueAt, notice, scopes, now) {
      return await write(() => {
        if (lastDue() === dueAt) return 'noted_before';
        const connectionId = primaryId(db);
        if (notice !== null) {
          const admins = connectionId === null ? [] : adminsOf(db, connectionId);
          if (connectionId === null || admins.length === 0) return 'nobody';
          for (const admin of admins) queueNotice(db, connectionId, admin, notice, now);
        }
        const seen = { dueAt, usedScopes: [...new Set([...usedBefore(), ...scopes])] };
        db.insert(checkUps)
          .values({ id: ONLY, ...seen })
          .onConflictDoUpdate({ target: checkUps.id, set: seen })
          .run();
        return 'noted';
      });
    },
    async scopesUsedBefore() {
      return usedBefore();
    },
    async quietChannels(since) {
      const connectionId = primaryId(db) ?? 0;
      const isFresh = or(
        gte(incidents.lastAlertAt, since),
        gte(incidents.statusAt, since),
        notInArray(incidents.status, ['RESOLVED', 'MERGED']),
      );
      const used = [
        db
          .select({ id: cards.channelId })
          .from(cards)
          .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
          .where(and(isNotNull(cards.channelId), isFresh)),
        db
          .select({ id: incidentHomes.channelId })
          .from(incidentHomes)
          .innerJoin(incidents, eq(incidents.number, incidentHomes.incidentNumber))
          .where(and(isNotNull(incidentHomes.channelId), isFresh)),
        db
          .select({ id: notifications.channelId })
          .from(notifications)
          .where(and(isNotNull(notifications.channelId), gte(notifications.createdAt, since))),
        // These have an end of their own.
        db
          .select({ id: incidentChannels.channelId })
          .from(incidentChannels)
          .where(isNotNull(incidentChannels.channelId)),
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
