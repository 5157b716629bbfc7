import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  isNotNull,
  isNull,
  lt,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Clock, UtcMs } from '../../clock.ts';
import type { DeliveryStore, PostedAt } from '../../courier/store.ts';
import type { Delivery } from '../../courier/types.ts';
import type { Viewer } from '../../incidents/store.ts';
import { PRIORITY } from '../../routing/announcement.ts';
import { cards, channels, deliveries, notices, storms } from '../schema.ts';
import { channelIsOpen, tellOfClosedChannel } from './closed-channels.ts';
import type { Database } from './database.ts';
import { toDelivery } from './delivery-row.ts';
import { jobReader } from './jobs.ts';
import { lanePicking } from './lanes.ts';
import { keepPrivate } from './lost-homes.ts';
import { queueCard } from './queue.ts';
import { startOver } from './start-over.ts';
import { gather, releaseLines, takeLines } from './storm-gathering.ts';
import { queueStormLines, stormOf } from './storm-queue.ts';
import { dropPage } from './summons.ts';

export function sqliteDeliveryStore({ db, write }: Database, clock: Clock): DeliveryStore {
  const waiting = isNull(deliveries.failedAt);
  const job = jobReader(db);
  const noticesOwed = db.select({ id: deliveries.noticeId }).from(deliveries).where(isNotNull(deliveries.noticeId));

  const remove = (id: number) => db.delete(deliveries).where(eq(deliveries.id, id)).run();

  /** What is left to say in a storm's thread needs another delivery once this one is through. */
  const continueThread = ({ task }: Delivery, now: UtcMs) => {
    if (task.kind === 'storm_lines') queueStormLines(db, stormOf(db, task.stormId), now);
  };

  const remember = ({ task }: Delivery, posted: PostedAt) => {
    if (task.kind === 'card') {
      const card = db.update(cards).set(posted).where(eq(cards.id, task.cardId)).returning().get();
      channelIsOpen(db, card);
    }
    if (task.kind === 'storm') {
      const storm = db.update(storms).set(posted).where(eq(storms.id, task.stormId)).returning().get();
      db.update(cards).set({ channelId: posted.channelId }).where(eq(cards.stormId, task.stormId)).run();
      channelIsOpen(db, storm);
    }
  };

  return {
    ...lanePicking(db),
    async job(task) {
      return job(task);
    },
    async redraw(incidentNumber, now) {
      const posted = and(eq(cards.incidentNumber, incidentNumber), isNotNull(cards.ts));
      await write(() => {
        for (const card of db.select().from(cards).where(posted).all()) queueCard(db, card, PRIORITY.human, now);
      });
    },
    async cardsOf(incidentNumber, viewer) {
      return db
        .select({ ...getTableColumns(cards), ts: sql<string | null>`coalesce(${cards.ts}, ${storms.ts})` })
        .from(cards)
        .leftJoin(storms, eq(storms.id, cards.stormId))
        .where(and(eq(cards.incidentNumber, incidentNumber), viewer && isIn(viewer)))
        .orderBy(asc(cards.id))
        .all();
    },
    async gather(delivery, place, now) {
      return write(() => gather(db, delivery, place, now));
    },
    async takeLines(deliveryId, stormId, atMost) {
      return write(() => takeLines(db, deliveryId, stormId, atMost));
    },

    async begin(id, at) {
      return write(() => {
        const begun = db
          .update(deliveries)
          .set({ isTaken: true, inDoubtSince: sql`coalesce(${deliveries.inDoubtSince}, ${at})` })
          .where(eq(deliveries.id, id))
          .run();
        return begun.changes > 0;
      });
    },
    async settledAsUnsent(id) {
      await write(() => {
        db.update(deliveries).set({ inDoubtSince: null }).where(eq(deliveries.id, id)).run();
      });
    },
    async finish(delivery, posted, at) {
      const { id, task } = delivery;
      await write(() => {
        remove(id);
        if (posted) remember(delivery, posted);
        if (task.kind === 'storm') db.update(storms).set({ drawnAt: at }).where(eq(storms.id, task.stormId)).run();
        if (task.kind === 'notice') db.delete(notices).where(eq(notices.id, task.noticeId)).run();
        continueThread(delivery, at);
      });
    },
    async retryAt(delivery, at, inDoubt) {
      const { id, attempts } = delivery;
      await write(() => {
        const successor = inDoubt ? null : sameWork(delivery);
        const newer =
          successor &&
          db
            .select({ id: deliveries.id })
            .from(deliveries)
            .where(and(successor, gt(deliveries.id, id), waiting))
            .get();
        if (newer) {
          // Nothing of this one reached Slack and a newer one is to do the same: it takes over.
          releaseLines(db, id);
          remove(id);
          db.update(deliveries)
            .set({ dueAt: at, attempts: attempts + 1 })
            .where(eq(deliveries.id, newer.id))
            .run();
          return;
        }
        db.update(deliveries)
          .set({ dueAt: at, attempts: attempts + 1, ...(inDoubt ? {} : { isTaken: false, inDoubtSince: null }) })
          .where(eq(deliveries.id, id))
          .run();
      });
    },
    async drop(card) {
      await write(() => dropPage(db, card.id));
    },
    async fail(delivery, error, at) {
      await write(() => {
        db.update(deliveries).set({ failedAt: at, error }).where(eq(deliveries.id, delivery.id)).run();
        continueThread(delivery, at);
      });
    },
    async channelClosed(place, code, fallback, at) {
      await write(() => tellOfClosedChannel(db, place, code, fallback, at));
    },
    async keepPrivate(delivery, job, code, fallback, at) {
      return write(() => keepPrivate(db, delivery, job, code, fallback, at));
    },
    async reroute(moved, target) {
      await write(() => {
        const reroutedFrom = moved.place.reroutedFrom ?? moved.place.target;
        startOver(db, moved, { target, reroutedFrom }, clock.now());
      });
    },
    async repost(gone) {
      const { target, reroutedFrom } = gone.place;
      await write(() => startOver(db, gone, { target, reroutedFrom }, clock.now()));
    },
    async retryNow(now) {
      await write(() => {
        db.update(deliveries)
          .set({ dueAt: now })
          .where(and(waiting, gt(deliveries.dueAt, now)))
          .run();
      });
    },

    async failed(limit) {
      const rows = db
        .select()
        .from(deliveries)
        .where(isNotNull(deliveries.failedAt))
        .orderBy(desc(deliveries.failedAt))
        .limit(limit)
        .all();
      return rows.map((row) => ({ ...toDelivery(row), error: row.error ?? 'unknown', failedAt: row.failedAt ?? 0 }));
    },
    async load() {
      const counted = (where: SQL) => db.select({ count: count() }).from(deliveries).where(where).get()?.count ?? 0;
      const oldest = db
        .select({ at: deliveries.createdAt })
        .from(deliveries)
        .where(waiting)
        .orderBy(asc(deliveries.id))
        .limit(1)
        .get();
      return {
        waiting: counted(waiting),
        oldestAt: oldest?.at ?? null,
        failed: counted(isNotNull(deliveries.failedAt)),
      };
    },
    async forgetFailed(before) {
      await write(() => {
        db.delete(deliveries).where(lt(deliveries.failedAt, before)).run();
        db.delete(notices).where(notInArray(notices.id, noticesOwed)).run();
      });
    },
  };
}

/** The card is in a channel that the viewer may look into, as far as is known. */
function isIn({ connectionId, privateChannelIds }: Viewer): SQL {
  const closed = sql`select 1 from ${channels} where ${channels.connectionId} = ${connectionId}
    and ${channels.id} = ${cards.channelId} and ${channels.isPrivate} = 1
    and ${channels.id} not in (select value from json_each(${JSON.stringify(privateChannelIds)}))`;
  return sql`(${cards.connectionId} = ${connectionId} and not exists (${closed}))`;
}

/** Other deliveries that render the same from what is on disk; null for those that each say something of their own. */
function sameWork({ task }: Delivery): SQL | undefined | null {
  switch (task.kind) {
    case 'card':
      return and(eq(deliveries.cardId, task.cardId), eq(deliveries.kind, task.kind));
    case 'storm':
    case 'storm_lines':
      return and(eq(deliveries.stormId, task.stormId), eq(deliveries.kind, task.kind));
    case 'line':
    case 'notice':
      return null;
  }
}
