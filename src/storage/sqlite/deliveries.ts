import { randomUUID } from 'node:crypto';
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Clock, UtcMs } from '../../clock.ts';
import type { Viewer } from '../../incidents/store.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import { momentOf } from '../../notifications/queue/slack-time.ts';
import type { DeliveryStore, PostedAt } from '../../notifications/queue/store.ts';
import { LINES_PER_MESSAGE } from '../../notifications/renderer.ts';
import type { Delivery, Job } from '../../notifications/types.ts';
import { cards, channels, deliveries, notices, storms } from '../schema/index.ts';
import { channelIsOpen, tellOfClosedChannel } from './closed-channels.ts';
import type { Database, Drizzle } from './database.ts';
import { toDelivery } from './delivery-row.ts';
import { failDelivery } from './failed-delivery.ts';
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

  const beginning = db
    .update(deliveries)
    .set({ isTaken: true, uuid: sql`${sql.placeholder('uuid')}`, inDoubtSince: sql`${sql.placeholder('since')}` })
    .where(and(eq(deliveries.id, sql.placeholder('id')), waiting))
    .prepare();
  const waitingCount = db.select({ count: count() }).from(deliveries).where(waiting).prepare();
  const failedCount = db.select({ count: count() }).from(deliveries).where(isNotNull(deliveries.failedAt)).prepare();
  const oldest = db
    .select({ at: deliveries.createdAt })
    .from(deliveries)
    .where(waiting)
    .orderBy(asc(deliveries.id))
    .limit(1)
    .prepare();

  /** A later delivery that renders the same from what is on disk. */
  const newerOf = (delivery: Delivery) => {
    const work = sameWork(delivery);
    if (!work) return undefined;
    const later = and(work, gt(deliveries.id, delivery.id), waiting);
    return db.select({ id: deliveries.id }).from(deliveries).where(later).get();
  };

  const changing = (owned: SQL | undefined) =>
    db.update(deliveries).set({ method: 'chat.update' }).where(owned).prepare();

  const removal = db
    .delete(deliveries)
    .where(eq(deliveries.id, sql.placeholder('id')))
    .prepare();
  const remove = (id: number) => removal.run({ id });

  /** What is left to say in a storm's thread needs another delivery once this one is through. */
  const continueThread = ({ task }: Delivery, now: UtcMs) => {
    if (task.kind === 'storm_lines') queueStormLines(db, stormOf(db, task.stormId), now);
  };

  const take = ({ id, task }: Delivery) =>
    task.kind === 'storm_lines' ? takeLines(db, id, task.stormId, LINES_PER_MESSAGE) : [];

  const id = sql.placeholder('id');
  const where = { channelId: sql`${sql.placeholder('channelId')}`, ts: sql`${sql.placeholder('ts')}` };
  const cardIsAt = db.update(cards).set(where).where(eq(cards.id, id)).returning().prepare();
  const stormIsAt = db.update(storms).set(where).where(eq(storms.id, id)).returning().prepare();
  /** Whatever waits for a message that is posted changes it from now on. */
  const changesCard = changing(and(eq(deliveries.cardId, id), eq(deliveries.kind, 'card'), waiting));
  const changesStorm = changing(and(eq(deliveries.stormId, id), eq(deliveries.kind, 'storm'), waiting));

  const remember = ({ task }: Delivery, posted: PostedAt) => {
    if (task.kind === 'card') {
      const card = cardIsAt.get({ id: task.cardId, ...posted });
      changesCard.run({ id: card.id });
      channelIsOpen(db, card);
    }
    if (task.kind === 'storm') {
      const storm = stormIsAt.get({ id: task.stormId, ...posted });
      changesStorm.run({ id: storm.id });
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
    async begin(delivery, since) {
      const { id, task } = delivery;
      return write(() => {
        const uuid = randomUUID();
        const begun = beginning.run({ id, uuid, since });
        if (begun.changes === 0) return null;
        if (task.kind !== 'storm_lines') return { uuid, lines: [] };
        const lines = take(delivery);
        if (lines.length > 0) return { uuid, lines };
        remove(id);
        return null;
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
        if (task.kind === 'notice') db.delete(notices).where(eq(notices.id, task.noticeId)).run();
        continueThread(delivery, at);
      });
    },
    async postpone(delivery, { isUnsent, counts }) {
      const { id } = delivery;
      const attempts = delivery.attempts + (counts ? 1 : 0);
      await write(() => {
        const newer = isUnsent ? newerOf(delivery) : undefined;
        if (newer) {
          // Nothing of this one reached Slack and a newer one is to do the same: it takes over.
          releaseLines(db, id);
          remove(id);
          db.update(deliveries).set({ attempts }).where(eq(deliveries.id, newer.id)).run();
          return;
        }
        db.update(deliveries)
          .set({ attempts, ...(isUnsent && { isTaken: false, inDoubtSince: null }) })
          .where(eq(deliveries.id, id))
          .run();
      });
    },
    async drop(card) {
      await write(() => dropPage(db, card.id));
    },
    async takeLines(delivery) {
      return write(() => take(delivery));
    },
    async fail(delivery, error, at) {
      await write(() => {
        take(delivery);
        failDelivery(db, delivery.id, error, at);
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
    async editRefused(job) {
      const { target, reroutedFrom, editing } = job.place;
      await write(() => {
        const table = job.kind === 'card' ? cards : storms;
        const isFirst = editing === 'open';
        db.update(table)
          .set({ editing: isFirst ? 'reposted' : 'closed' })
          .where(eq(table.id, job.place.id))
          .run();
        if (job.kind === 'storm') db.update(storms).set({ isOver: true }).where(eq(storms.id, job.place.id)).run();
        if (isFirst) startOver(db, job, { target, reroutedFrom }, clock.now());
        else
          db.delete(deliveries)
            .where(and(ownedBy(job.place, job.kind), waiting))
            .run();
      });
    },
    async isAwaited(place) {
      const kind = 'incidentNumber' in place && place.stormId === null ? 'card' : 'storm';
      const id = 'incidentNumber' in place ? (place.stormId ?? place.id) : place.id;
      const message = db
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(ownedBy({ id }, kind), waiting))
        .get();
      return message !== undefined;
    },
    async isThreadInDoubt(job, exceptId) {
      const thread = threadOf(db, job);
      if (!thread) return false;
      const inDoubt = and(thread, waiting, isNotNull(deliveries.inDoubtSince), ne(deliveries.id, exceptId));
      return db.select({ id: deliveries.id }).from(deliveries).where(inDoubt).get() !== undefined;
    },
    async latestMessageAt(connectionId) {
      const latest = [cards, storms].map((table) =>
        db
          .select({ ts: table.ts })
          .from(table)
          .where(and(eq(table.connectionId, connectionId), isNotNull(table.ts)))
          .orderBy(desc(table.id))
          .limit(1)
          .get(),
      );
      const known = latest.flatMap((row) => (row?.ts ? [momentOf(row.ts)] : []));
      return known.length === 0 ? null : Math.max(...known);
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
      return {
        waiting: waitingCount.get()?.count ?? 0,
        oldestAt: oldest.get()?.at ?? null,
        failed: failedCount.get()?.count ?? 0,
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

/** The deliveries of a message and of its thread; none for what has no thread. */
function threadOf(db: Drizzle, { kind, place }: Job): SQL | undefined {
  if (kind === 'notice') return undefined;
  const stormId = kind === 'card' || kind === 'line' ? place.stormId : place.id;
  if (stormId === null) return eq(deliveries.cardId, place.id);
  const members = db.select({ id: cards.id }).from(cards).where(eq(cards.stormId, stormId));
  return or(eq(deliveries.stormId, stormId), inArray(deliveries.cardId, members));
}

/** The deliveries of a card's, or a storm's, own message. */
function ownedBy({ id }: { id: number }, kind: 'card' | 'storm'): SQL | undefined {
  return and(eq(kind === 'card' ? deliveries.cardId : deliveries.stormId, id), eq(deliveries.kind, kind));
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
