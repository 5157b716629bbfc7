import { and, asc, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Channel, ConnectionStore } from '../../slack/store.ts';
import { channels, connections } from '../schema.ts';
import type { Database, Drizzle } from './database.ts';

const { settings: _s, channelsListedAt: _c, peopleListedAt: _p, ...connection } = getTableColumns(connections);

export function sqliteConnectionStore({ db, write }: Database): ConnectionStore {
  const primary = db.select(connection).from(connections).orderBy(asc(connections.id)).limit(1).prepare();
  const channel = db
    .select()
    .from(channels)
    .where(and(eq(channels.connectionId, sql.placeholder('connectionId')), eq(channels.id, sql.placeholder('id'))))
    .prepare();
  const channelByName = db
    .select()
    .from(channels)
    .where(and(eq(channels.connectionId, sql.placeholder('connectionId')), eq(channels.name, sql.placeholder('name'))))
    .orderBy(asc(channels.isArchived), desc(channels.isMember), asc(channels.id))
    .limit(1)
    .prepare();

  return {
    async primary() {
      const existing = primary.get();
      if (existing) return existing;
      // Looked up again inside the transaction: another process may have made it meanwhile.
      return await write(() => primary.get() ?? db.insert(connections).values({}).returning(connection).get());
    },
    async identify(connectionId, owner) {
      return await write(() => {
        forgetOtherTeam(db, connectionId, owner.teamId);
        return db.update(connections).set(owner).where(eq(connections.id, connectionId)).returning(connection).get();
      });
    },
    async channel(connectionId, id) {
      return channel.get({ connectionId, id }) ?? null;
    },
    async channelByName(connectionId, name) {
      return channelByName.get({ connectionId, name }) ?? null;
    },
    async privateChannels(connectionId) {
      return db
        .select()
        .from(channels)
        .where(and(eq(channels.connectionId, connectionId), eq(channels.isPrivate, true)))
        .orderBy(asc(channels.name), asc(channels.id))
        .all();
    },
    async saveChannel(values) {
      await write(() => upsertChannel(db, values));
    },
    async replaceChannels(connectionId, list, at) {
      await write(() => {
        db.delete(channels).where(eq(channels.connectionId, connectionId)).run();
        for (const values of list) upsertChannel(db, { ...values, connectionId });
        db.update(connections).set({ channelsListedAt: at }).where(eq(connections.id, connectionId)).run();
      });
    },
    async removeChannel(connectionId, id) {
      await write(() => {
        db.delete(channels)
          .where(and(eq(channels.connectionId, connectionId), eq(channels.id, id)))
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

/** A page of Slack's list may repeat a channel of the page before, so this never trips over one that is there. */
function upsertChannel(db: Drizzle, values: Channel): void {
  db.insert(channels)
    .values(values)
    .onConflictDoUpdate({ target: [channels.connectionId, channels.id], set: values })
    .run();
}

/** A token of another workspace than before (a trial one gave way to the real one): its lists are not ours. */
function forgetOtherTeam(db: Drizzle, connectionId: number, teamId: string): void {
  const known = db
    .select({ teamId: connections.teamId })
    .from(connections)
    .where(eq(connections.id, connectionId))
    .get();
  if (!known || known.teamId === null || known.teamId === teamId) return;
  db.delete(channels).where(eq(channels.connectionId, connectionId)).run();
  db.update(connections)
    .set({ channelsListedAt: null, peopleListedAt: null })
    .where(eq(connections.id, connectionId))
    .run();
}
