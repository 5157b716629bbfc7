import { and, asc, eq, exists, getTableColumns, or, sql } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import { isOutOfSight, lost, unknownChannel } from '../../slack/directory/channel-privacy.ts';
import type { Channel, ConnectionStore } from '../../slack/directory/store.ts';
import { channelMembers, channels, connections, incidentHomes, incidentRooms, nameMeanings } from '../schema/index.ts';
import { connectionColumns as connection } from './connection-rows.ts';
import type { Database, Drizzle } from './database.ts';
import { connectionsBeside } from './incident-connections.ts';
import { channelById, channelMeant, isNamed, redrawCardsOf, rememberMeaning, settleByName } from './incident-homes.ts';
import { later } from './prepared.ts';
import { isKnownConnection } from './reference.ts';
import { closeRooms, redrawInRoom } from './rooms.ts';

const { membersReadAt, ...channel } = getTableColumns(channels);

export function sqliteConnectionStore({ db, write }: Database): ConnectionStore {
  const primary = later(() => db.select(connection).from(connections).orderBy(asc(connections.id)).limit(1).prepare());
  const ofConnection = eq(channels.connectionId, sql.placeholder('connectionId'));
  // Of every click and every look at a page.
  const privateOnes = later(() =>
    db
      .select({ channel, at: membersReadAt })
      .from(channels)
      .where(and(ofConnection, eq(channels.isPrivate, true)))
      .orderBy(asc(channels.name), asc(channels.id))
      .prepare(),
  );
  const theirs = later(() =>
    db
      .select({ id: channelMembers.channelId })
      .from(channelMembers)
      .where(
        and(
          eq(channelMembers.connectionId, sql.placeholder('connectionId')),
          eq(channelMembers.slackUserId, sql.placeholder('slackUserId')),
        ),
      )
      .prepare(),
  );
  const shown = (connectionId: number) => and(eq(channels.connectionId, connectionId), eq(channels.isGone, false));

  return {
    async primary() {
      const existing = primary().get();
      if (existing) return existing;
      // Looked up again inside the transaction: another process may have made it meanwhile.
      return await write(() => primary().get() ?? db.insert(connections).values({}).returning(connection).get());
    },
    async all() {
      return db.select(connection).from(connections).orderBy(asc(connections.id)).all();
    },
    async identify(connectionId, owner) {
      return await write(() => {
        leaveOtherTeam(db, connectionId, owner.teamId);
        return db.update(connections).set(owner).where(eq(connections.id, connectionId)).returning(connection).get();
      });
    },
    async channel(connectionId, id) {
      return channelById(db, connectionId, id);
    },
    async channelByName(connectionId, name) {
      return channelMeant(db, connectionId, name);
    },
    async beside(connectionId) {
      return connectionsBeside(db, connectionId);
    },
    async isKnown(connectionId) {
      return isKnownConnection(db, connectionId);
    },
    async privateChannels(connectionId) {
      return privateOnes()
        .all({ connectionId })
        .map(({ channel }) => channel);
    },
    async publicChannels(connectionId) {
      return db
        .select(channel)
        .from(channels)
        .where(and(shown(connectionId), eq(channels.isPrivate, false)))
        .all();
    },
    async homeChannels(connectionId) {
      const belongsThere = and(
        eq(incidentHomes.connectionId, channels.connectionId),
        eq(incidentHomes.channelId, channels.id),
      );
      const homes = db.select({ one: sql`1` }).from(incidentHomes).where(belongsThere);
      const isRoom = and(
        eq(incidentRooms.connectionId, channels.connectionId),
        eq(incidentRooms.channelId, channels.id),
        eq(incidentRooms.givesSight, true),
        eq(channels.isArchived, false),
      );
      const rooms = db.select({ one: sql`1` }).from(incidentRooms).where(isRoom);
      return db
        .select(channel)
        .from(channels)
        .where(and(shown(connectionId), or(exists(homes), exists(rooms))))
        .all();
    },
    async saveChannel(described, at) {
      await write(() => learn(db, described, at));
    },
    async replaceChannels(connectionId, list, at) {
      await write(() => {
        const listed = new Set(list.map(({ id }) => id));
        const missing = db.select(channel).from(channels).where(shown(connectionId)).all();
        for (const one of missing) if (!listed.has(one.id)) learn(db, lost(one, 'unseen'), at);
        for (const described of list) learn(db, { ...described, connectionId }, at);
        db.update(connections).set({ channelsListedAt: at }).where(eq(connections.id, connectionId)).run();
      });
    },
    async loseChannel(connectionId, id, how, at) {
      await write(() => {
        const known = channelById(db, connectionId, id);
        learn(db, known ? lost(known, how) : unknownChannel(connectionId, id), at);
      });
    },
    async membersRead(connectionId) {
      return privateOnes()
        .all({ connectionId })
        .filter(({ channel }) => !isOutOfSight(channel))
        .map(({ channel: { id: channelId }, at }) => ({ channelId, at }));
    },
    async channelsOf(connectionId, slackUserId) {
      return new Set(
        theirs()
          .all({ connectionId, slackUserId })
          .map(({ id }) => id),
      );
    },
    async saveMembers(connectionId, channelId, slackUserIds, at) {
      await write(() => {
        const before = and(eq(channelMembers.connectionId, connectionId), eq(channelMembers.channelId, channelId));
        db.delete(channelMembers).where(before).run();
        for (const slackUserId of slackUserIds) {
          db.insert(channelMembers).values({ connectionId, channelId, slackUserId }).onConflictDoNothing().run();
        }
        db.update(channels)
          .set({ membersReadAt: at })
          .where(and(eq(channels.connectionId, connectionId), eq(channels.id, channelId)))
          .run();
      });
    },
    async removeMember(connectionId, channelId, slackUserId) {
      await write(() => {
        db.delete(channelMembers)
          .where(
            and(
              eq(channelMembers.connectionId, connectionId),
              eq(channelMembers.channelId, channelId),
              eq(channelMembers.slackUserId, slackUserId),
            ),
          )
          .run();
      });
    },
    async channelsListedAt(connectionId) {
      const row = db
        .select({ at: connections.channelsListedAt })
        .from(connections)
        .where(eq(connections.id, connectionId))
        .get();
      return row?.at ?? null;
    },
  };
}

/**
 * Inside a transaction: a channel is as described now. Incidents that belong to it may be hidden, or shown, by that. A page of
 * Slack's list may repeat a channel of the page before, so this never trips over one that is there.
 */
function learn(db: Drizzle, described: Channel, at: UtcMs): void {
  const { connectionId, id } = described;
  const before = channelById(db, connectionId, id);
  db.insert(channels)
    .values(described)
    .onConflictDoUpdate({ target: [channels.connectionId, channels.id], set: described })
    .run();
  if (before?.isPrivate && before.name !== described.name && isNamed(db, connectionId, `#${before.name}`)) {
    rememberMeaning(db, connectionId, before.name, id);
  }
  if (before?.isPrivate && !described.isPrivate) closeRooms(db, connectionId, id, at);
  const isOpenAgain = before !== null && isOutOfSight(before) && !isOutOfSight(described);
  if (before && (before.isPrivate !== described.isPrivate || isOpenAgain)) redrawCardsOf(db, connectionId, id, at);
  if (isOpenAgain) redrawInRoom(db, connectionId, id, at);
  if (!described.isGone && (before === null || before.isGone || before.name !== described.name)) {
    settleByName(db, described, at);
  }
}

/**
 * A token of another workspace than before (a trial one gave way to the real one): its channels are out of sight. What was private
 * there stays so.
 */
function leaveOtherTeam(db: Drizzle, connectionId: number, teamId: string): void {
  const known = db
    .select({ teamId: connections.teamId })
    .from(connections)
    .where(eq(connections.id, connectionId))
    .get();
  if (!known || known.teamId === null || known.teamId === teamId) return;
  db.update(channels).set({ isGone: true, isMember: false }).where(eq(channels.connectionId, connectionId)).run();
  db.delete(nameMeanings).where(eq(nameMeanings.connectionId, connectionId)).run();
  db.update(connections)
    .set({ channelsListedAt: null, peopleListedAt: null })
    .where(eq(connections.id, connectionId))
    .run();
}
