import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Clock } from '../../lib/clock.ts';
import type { NotificationPlan } from '../../notifications/plan/operations.ts';
import { routesFor } from '../../notifications/plan/route.ts';
import type { Card } from '../../notifications/types.ts';
import type { PersonActor } from '../../people/actor.ts';
import type { FileForm } from '../../settings/file-form.ts';
import { settingsFor } from '../../settings/rules.ts';
import type { SubscriptionStore } from '../../settings/store.ts';
import { isSameFilter } from '../../settings/subscriptions.ts';
import { cards, incidents, subscriptions, timelineEvents } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { toIncident } from './incident-row.ts';
import { queueNotice } from './notices.ts';
import { reference } from './reference.ts';
import { isFirst } from './seen-requests.ts';
import { pageState } from './shown.ts';
import { readSubscriptions } from './subscription-rows.ts';

/** Of one channel, and of all of a workspace: a list of them stays readable, and an incident finds its channels at once. */
const MAX_IN_CHANNEL = 50;
const MAX_IN_WORKSPACE = 1_000;

export function sqliteSubscriptionStore({ db, write }: Database, clock: Clock): SubscriptionStore {
  const ofChannel = (connectionId: number, channelId: string) =>
    and(eq(subscriptions.connectionId, connectionId), eq(subscriptions.channelId, channelId));
  const note = (by: PersonActor, before: FileForm | null, after: FileForm | null) => {
    const change = { section: 'subscriptions', name: '', before, after, takesBack: null } as const;
    noteInAudit(db, { by, at: clock.now() }, change);
  };
  return {
    async subscribe(channelId, filter, by, requestKey) {
      const { connectionId } = by;
      return await write(() => {
        if (!isFirst(db, requestKey, clock.now())) return 'there';
        const there = readSubscriptions(db, connectionId);
        const here = there.filter(({ channel }) => channel === channelId);
        if (here.some((one) => isSameFilter(one, filter))) return 'there';
        if (here.length >= MAX_IN_CHANNEL || there.length >= MAX_IN_WORKSPACE) return 'full';
        db.insert(subscriptions).values({ connectionId, channelId, filter, madeBy: by, madeAt: clock.now() }).run();
        note(by, null, { channel: channelId, ...filter });
        return 'made';
      });
    },
    async unsubscribe(id, filter, by, requestKey) {
      const { connectionId } = by;
      return await write(() => {
        if (!isFirst(db, requestKey, clock.now())) return 0;
        const rows = db.select().from(subscriptions).where(ofChannel(connectionId, id)).all();
        const ending = rows.filter((row) => filter === null || isSameFilter(row.filter, filter));
        const ids = ending.map((row) => row.id);
        db.delete(subscriptions).where(inArray(subscriptions.id, ids)).run();
        for (const ended of ending) note(by, { channel: id, ...ended.filter }, null);
        if (ending.length > 0) carryOut(db, withdrawUnwanted(db, connectionId, id));
        return ending.length;
      });
    },
    async end({ connectionId, id }) {
      await write(() => {
        const ended = db.delete(subscriptions).where(ofChannel(connectionId, id)).returning().all();
        if (ended.length === 0) return;
        carryOut(db, withdrawUnwanted(db, connectionId, id));
        const subscribers = new Set(ended.map(({ madeBy }) => madeBy.slackUserId));
        const notice = { kind: 'subscription_ended', channelId: id } as const;
        for (const subscriber of subscribers) queueNotice(db, connectionId, subscriber, notice, clock.now());
      });
    },
  };
}

/** Whether a card only listens: its incident belongs elsewhere, and no escalation calls its channel. */
export function isListener(db: Drizzle, { isHome, target, incidentNumber }: Card): boolean {
  if (isHome || target.startsWith('@')) return false;
  const calls = db
    .select({ count: count() })
    .from(timelineEvents)
    .where(
      and(
        eq(timelineEvents.incidentNumber, incidentNumber),
        inArray(timelineEvents.kind, ['escalated', 'paged']),
        sql`exists (select 1 from json_each(${timelineEvents.fact}, '$.channels') where value = ${target})`,
      ),
    )
    .get();
  return calls?.count === 0;
}

/** What was owed to a channel only by what has just ended; what Slack may have been given is dropped unless it turns out to be there. */
function withdrawUnwanted(db: Drizzle, connectionId: number, target: string): NotificationPlan {
  const waiting = and(
    eq(cards.connectionId, connectionId),
    eq(cards.target, target),
    eq(cards.isHome, false),
    isNull(cards.ts),
    isNull(cards.stormId),
  );
  const rows = db
    .select({ card: cards, incident: incidents })
    .from(cards)
    .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
    .where(waiting)
    .all();
  const rulebook = reference(db);
  return rows
    .map((row) => ({ card: row.card as Card, incident: toIncident(row.incident) }))
    .filter(({ card, incident }) => {
      const { service, workspaces } = settingsFor(incident, rulebook);
      const wanted = routesFor(incident, service, workspaces);
      const isWanted = wanted.some((one) => one.connectionId === connectionId && one.channel === target);
      return !isWanted && isListener(db, card);
    })
    .map(({ card }) =>
      pageState(db, card).isBeingSent
        ? { do: 'change_cards', ids: [card.id], set: { isCalledOff: true } }
        : { do: 'drop_card', id: card.id },
    );
}
