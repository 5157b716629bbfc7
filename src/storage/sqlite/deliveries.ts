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
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Viewer } from '../../incidents/store.ts';
import type { Clock } from '../../lib/clock.ts';
import { kindOf, load } from '../../notifications/kinds/index.ts';
import type { Disk } from '../../notifications/kinds/kind.ts';
import { notificationIn } from '../../notifications/kinds/notification.ts';
import type { Retraction } from '../../notifications/kinds/retraction.ts';
import { placeIn } from '../../notifications/kinds/topic.ts';
import {
  keepPrivate,
  stopListening,
  tellOfClosedChannel,
  tellOfClosedNotifications,
} from '../../notifications/plan/closed-channel.ts';
import { bringUpToDate, cardMessage, continueThread } from '../../notifications/plan/messages.ts';
import { laneOf } from '../../notifications/plan/operations.ts';
import { tellOfRemains } from '../../notifications/plan/out-of-sight.ts';
import { editRefused, startOver } from '../../notifications/plan/start-over.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import { answerTo } from '../../notifications/queue/slack-errors.ts';
import { momentOf } from '../../notifications/queue/slack-time.ts';
import type { DeliveryStore, PostedAt } from '../../notifications/queue/store.ts';
import { mayGrow, setApart, sumUpLines } from '../../notifications/storms/at-once.ts';
import { gathering, joinStorm } from '../../notifications/storms/gathering.ts';
import { type Delivery, idIn, type StormLine, workKey } from '../../notifications/types.ts';
import { cards, channels, deliveries, storms, timelineEvents } from '../schema/index.ts';
import { cardById, isOwed, rowsOf, stormById } from './cards.ts';
import { carryOut } from './carry-out.ts';
import { audienceOf, channelIsOpen } from './closed-channels.ts';
import { contactById } from './contacts.ts';
import type { Database } from './database.ts';
import { toDelivery } from './delivery-row.ts';
import { failDelivery } from './failed-delivery.ts';
import { followPostedCard, ownChannel } from './incident-channels.ts';
import { lanePicking } from './lanes.ts';
import { noteFailed, noteSent, notificationById } from './notifications.ts';
import { contactCode } from './personal-contacts.ts';
import { notePostMortemPost, notePostMortemRefusal, postMortemPostOf } from './post-mortems.ts';
import { later } from './prepared.ts';
import { concernedBy } from './privacy.ts';
import { outgoingWebhook } from './reports.ts';
import { noteRunbookEnd, noteRunbookMessage, noteRunbookProgress, repostRunbookProgress } from './runbook-engine.ts';
import { runbookCallOf, runbookMessageOf, runbookProgressOf } from './runbook-posts.ts';
import { hidesPrivate, messageInClosedChannel } from './shown.ts';
import { noteStatusPost, noteStatusPostGone, statusPostOf } from './status-updates.ts';
import { releaseLines, summedUp, takeLines, waitingSince } from './storm-lines.ts';
import { isAsked } from './storms.ts';
import { isListener } from './subscriptions.ts';
import { noteTopic, topicOf } from './team-channels.ts';
import { calledIn, isClockBehind, linesByClock, linesOfCards, newCardsIn, openStormIn } from './waiting-lane.ts';

export function sqliteDeliveryStore({ db, write }: Database, clock: Clock): DeliveryStore {
  const waiting = isNull(deliveries.failedAt);
  /** What other systems are to hear has a backlog of its own. */
  const forPeople = ne(deliveries.method, 'webhook');
  const beginning = later(() =>
    db
      .update(deliveries)
      .set({ isTaken: true, uuid: sql`${sql.placeholder('uuid')}`, inDoubtSince: sql`${sql.placeholder('since')}` })
      .where(and(eq(deliveries.id, sql.placeholder('id')), waiting))
      .prepare(),
  );
  const waitingCount = later(() =>
    db.select({ count: count() }).from(deliveries).where(and(waiting, forPeople)).prepare(),
  );
  const failedCount = later(() =>
    db.select({ count: count() }).from(deliveries).where(isNotNull(deliveries.failedAt)).prepare(),
  );
  const oldest = later(() =>
    db
      .select({ at: deliveries.createdAt })
      .from(deliveries)
      .where(and(waiting, forPeople))
      .orderBy(asc(deliveries.id))
      .limit(1)
      .prepare(),
  );
  const event = later(() =>
    db
      .select()
      .from(timelineEvents)
      .where(eq(timelineEvents.id, sql.placeholder('id')))
      .prepare(),
  );

  /** A later delivery that renders the same from what is on disk; none for those that each say something of their own. */
  const newerOf = ({ id, task }: Delivery) => {
    const later = and(eq(deliveries.work, task.work), isNull(deliveries.detail), gt(deliveries.id, id), waiting);
    return db.select({ id: deliveries.id }).from(deliveries).where(later).get();
  };

  const removal = later(() =>
    db
      .delete(deliveries)
      .where(eq(deliveries.id, sql.placeholder('id')))
      .prepare(),
  );
  const remove = (id: number) => removal().run({ id });

  /** What is left to say in a storm's thread needs another delivery once this one is through. */
  const continueLines = ({ task }: Delivery, now: number) => {
    if (kindOf(task).linesAtMost === undefined) return;
    const storm = stormById(db, idIn(task.work));
    if (storm) carryOut(db, continueThread(storm, now));
  };

  const take = ({ id, task }: Delivery): StormLine[] => {
    const { linesAtMost, saysEvents } = kindOf(task);
    if (saysEvents) return summedUp(db, id);
    return linesAtMost === undefined ? [] : takeLines(db, id, idIn(task.work), linesAtMost);
  };

  const id = sql.placeholder('id');
  const where = { channelId: sql`${sql.placeholder('channelId')}`, ts: sql`${sql.placeholder('ts')}` };
  const cardIsAt = later(() =>
    db
      .update(cards)
      .set({ ...where, mentions: false })
      .where(eq(cards.id, id))
      .returning()
      .prepare(),
  );
  const stormIsAt = later(() => db.update(storms).set(where).where(eq(storms.id, id)).returning().prepare());
  const rowsAreAt = later(() =>
    db.update(cards).set({ channelId: where.channelId, mentions: false }).where(eq(cards.stormId, id)).prepare(),
  );
  /** Whatever waits for a message that is posted changes it from now on. */
  const changesIt = later(() =>
    db
      .update(deliveries)
      .set({ method: 'chat.update' })
      .where(and(eq(deliveries.work, sql.placeholder('work')), waiting))
      .prepare(),
  );

  /** Whatever is a message that has a thread remembers where it is. */
  const remember = ({ kind, work, thread }: Delivery['task'], { channelId, ts }: PostedAt) => {
    if (kind === 'notification') noteSent(db, notificationIn(work), { channelId, ts });
    if (kind === 'post_mortem') notePostMortemPost(db, idIn(work), { channelId, ts }, clock.now());
    if (kind === 'runbook_message') noteRunbookMessage(db, idIn(work), { channelId, ts }, clock.now());
    if (kind === 'runbook_progress') {
      noteRunbookProgress(db, idIn(work), { channelId, ts }, clock.now());
      changesIt().run({ work });
    }
    if (kind === 'status_post') {
      noteStatusPost(db, idIn(work), { channelId, ts }, clock.now());
      changesIt().run({ work });
    }
    if (thread !== work) return;
    const at = { id: idIn(work), channelId, ts };
    const isStorm = work === workKey('storm', at.id);
    const message = isStorm ? stormIsAt().get(at) : cardIsAt().get(at);
    changesIt().run({ work });
    if (isStorm) rowsAreAt().run({ id: at.id, channelId });
    channelIsOpen(db, message);
    const card = isStorm ? undefined : cardById(db, at.id);
    if (card) followPostedCard(db, card, clock.now());
  };

  const disk: Disk = {
    card: async (id) => cardById(db, id),
    storm: async (id) => stormById(db, id),
    event: async (id) => event().get({ id }) ?? null,
    contact: async (id) => contactById(db, id),
    contactCode: (userId, method, nonce) => contactCode({ db, write }, userId, method, nonce),
    outgoingWebhook: async (name) => outgoingWebhook(db, name),
    waitingLines: async (stormId) => waitingSince(db, stormId),
    isUnderWay: async (request) => isAsked(db, request),
    topic: async (connectionId, channel) => topicOf(db, connectionId, channel),
    ownChannel: async (number) => ownChannel(db, number, clock.now()),
    notification: async (id) => notificationById(db, id),
    statusPost: async (postId) => statusPostOf(db, postId),
    postMortem: async (id) => postMortemPostOf(db, id),
    runbookMessage: async (stepId) => runbookMessageOf(db, stepId),
    runbookCall: async (stepId) => runbookCallOf(db, stepId),
    runbookProgress: async (runId) => runbookProgressOf(db, runId),
  };

  return {
    ...lanePicking(db),
    job: (task) => load(task, disk),
    async redraw(incidentNumber, now) {
      const posted = and(eq(cards.incidentNumber, incidentNumber), isNotNull(cards.ts));
      await write(() => {
        const shown = db.select().from(cards).where(posted).all();
        carryOut(
          db,
          shown.flatMap((card) => bringUpToDate(cardMessage(card), PRIORITY.human, now)),
        );
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
    async gather({ lane, priority }, place, now) {
      return write(() => {
        const fresh = newCardsIn(db, lane);
        const { into, over } = gathering(fresh.length, openStormIn(db, place), now);
        if (over) carryOut(db, [{ do: 'change_storm', id: over.id, set: { isOver: true } }]);
        if (!into) return false;
        const lines = linesOfCards(
          db,
          fresh.map(({ cardId }) => cardId),
        );
        carryOut(db, joinStorm(into, { place, cards: fresh, lines }, priority, now));
        return true;
      });
    },
    async sumUp({ lane, createdAt }, place, now) {
      return write(() => {
        if (mayGrow(createdAt, isClockBehind(db, now), now)) return 'growing';
        const plan = sumUpLines(laneOf(place), linesByClock(db, lane), now);
        carryOut(db, plan);
        return plan.length > 0 ? 'summed_up' : 'few';
      });
    },
    async setApart({ id }, lane, at) {
      return write(() => {
        const plan = setApart(id, lane, calledIn(db, id, lane), at);
        carryOut(db, plan);
        return plan.length > 0;
      });
    },
    async begin(delivery, since) {
      const { id, task } = delivery;
      return write(() => {
        const uuid = randomUUID();
        const begun = beginning().run({ id, uuid, since });
        if (begun.changes === 0) return null;
        const lines = take(delivery);
        const { linesAtMost, saysEvents } = kindOf(task);
        if (lines.length > 0 || (linesAtMost === undefined && !saysEvents)) return { uuid, lines };
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
      await write(() => {
        remove(delivery.id);
        if (posted) remember(delivery.task, posted);
        else if (delivery.task.kind === 'post_mortem') {
          notePostMortemRefusal(db, idIn(delivery.task.work), 'incident_is_private');
        } else if (delivery.task.kind === 'runbook_message') {
          const end = { state: 'skipped', outcome: 'incident_is_private' } as const;
          noteRunbookEnd(db, idIn(delivery.task.work), end, at);
        } else if (delivery.task.kind === 'runbook_call') {
          noteRunbookEnd(db, idIn(delivery.task.work), { state: 'done', outcome: null }, at);
        }
        continueLines(delivery, at);
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
      await write(() => carryOut(db, [{ do: 'drop_card', id: card.id }]));
    },
    async topicIsSet(delivery, written) {
      await write(() => {
        remove(delivery.id);
        noteTopic(db, placeIn(delivery.task.work), written);
      });
    },
    async takeLines(delivery) {
      return write(() => take(delivery));
    },
    async fail(delivery, error, at) {
      await write(() => {
        if (delivery.task.kind === 'runbook_progress' && answerTo(error) === 'post_anew') {
          remove(delivery.id);
          repostRunbookProgress(db, idIn(delivery.task.work), at);
          return;
        }
        take(delivery);
        failDelivery(db, delivery.id, error, at);
        if (delivery.task.kind === 'retraction') {
          const retraction = delivery.task.detail as Retraction;
          carryOut(db, tellOfRemains(retraction, concernedBy(db, retraction), error, at));
        }
        if (delivery.task.kind === 'runbook_message' || delivery.task.kind === 'runbook_call') {
          const state = error === 'incident_is_private' ? 'skipped' : 'failed';
          noteRunbookEnd(db, idIn(delivery.task.work), { state, outcome: error }, at);
        }
        if (delivery.task.kind === 'status_post' && error === 'message_not_found') {
          noteStatusPostGone(db, idIn(delivery.task.work));
        }
        if (delivery.task.kind === 'post_mortem') notePostMortemRefusal(db, idIn(delivery.task.work), error);
        if (delivery.task.kind === 'notification') noteFailed(db, notificationIn(delivery.task.work), error);
        continueLines(delivery, at);
      });
    },
    async channelClosed(place, code, fallback, at) {
      await write(() => {
        carryOut(db, tellOfClosedChannel(place, { code, fallback, at }, audienceOf(db, place)));
      });
    },
    async notificationsClosed(lane, code, at) {
      await write(() => {
        carryOut(db, tellOfClosedNotifications(lane, { code, fallback: null, at }, audienceOf(db, lane)));
      });
    },
    async stopListening(message, code, at) {
      return write(() => {
        const shown = message.kind === 'storm' ? rowsOf(db, message.place.id) : [message.place];
        if (shown.length === 0 || !shown.every((card) => isListener(db, card))) return false;
        carryOut(db, stopListening(message, shown, { code, at }, audienceOf(db, message.place)));
        return true;
      });
    },
    async keepPrivate({ priority }, message, code, fallback, at) {
      return write(() => {
        const closed = { code, fallback, at };
        const about = messageInClosedChannel(db, message, fallback);
        const plan = keepPrivate(about, priority, closed, audienceOf(db, message.place));
        if (plan) carryOut(db, plan);
        return plan !== null;
      });
    },
    async reroute(message, target) {
      const reroutedFrom = message.place.reroutedFrom ?? message.place.target;
      await write(() => carryOut(db, startOver(message, { target, reroutedFrom }, clock.now())));
    },
    async repost(message) {
      await write(() => carryOut(db, startOver(message, message.place, clock.now())));
    },
    async editRefused(message) {
      await write(() => carryOut(db, editRefused(message, clock.now(), hidesPrivate(db, message))));
    },
    async isAwaited({ kind, place }) {
      return isOwed(db, workKey(kind, place.id));
    },
    async isThreadInDoubt({ kind, place }, exceptId) {
      const said =
        kind === 'runbook_message'
          ? inArray(deliveries.work, [workKey(kind, place.id), workKey('runbook_line', place.id)])
          : eq(deliveries.thread, workKey(kind, place.id));
      const inDoubt = and(said, waiting, isNotNull(deliveries.inDoubtSince), ne(deliveries.id, exceptId));
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
        waiting: waitingCount().get()?.count ?? 0,
        oldestAt: oldest().get()?.at ?? null,
        failed: failedCount().get()?.count ?? 0,
      };
    },
    async forgetFailed(before) {
      await write(() => {
        db.delete(deliveries).where(lt(deliveries.failedAt, before)).run();
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
