import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { PrivateHome } from '../../incidents/store.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { redraw } from '../../notifications/plan/redraw.ts';
import type { Home } from '../../notifications/plan/route.ts';
import { isOutOfSight, isPrivateHome, meantBy, unknownChannel } from '../../slack/directory/channel-privacy.ts';
import type { Channel } from '../../slack/directory/store.ts';
import {
  cards,
  channelMembers,
  channels,
  connections,
  incidentHomes,
  incidentRooms,
  incidents,
  nameMeanings,
  services,
} from '../schema/index.ts';
import { isPage, stormById } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { isLive } from './incident-row.ts';
import { later, prepared } from './prepared.ts';

const channel = {
  connectionId: channels.connectionId,
  id: channels.id,
  name: channels.name,
  isPrivate: channels.isPrivate,
  isArchived: channels.isArchived,
  isMember: channels.isMember,
  isExternal: channels.isExternal,
  isGone: channels.isGone,
};

const statements = prepared((db) => {
  const { placeholder } = sql;
  const inConnection = eq(channels.connectionId, placeholder('connectionId'));
  return {
    byId: later(() =>
      db
        .select(channel)
        .from(channels)
        .where(and(inConnection, eq(channels.id, placeholder('id'))))
        .prepare(),
    ),
    calledSo: later(() =>
      db
        .select(channel)
        .from(channels)
        .where(and(inConnection, eq(channels.name, placeholder('name')), eq(channels.isGone, false)))
        .orderBy(sql`${channels.isArchived}, ${channels.isMember} desc, ${channels.id}`)
        .limit(1)
        .prepare(),
    ),
    meantBefore: later(() =>
      db
        .select(channel)
        .from(nameMeanings)
        .innerJoin(
          channels,
          and(eq(channels.connectionId, nameMeanings.connectionId), eq(channels.id, nameMeanings.channelId)),
        )
        .where(
          and(eq(nameMeanings.connectionId, placeholder('connectionId')), eq(nameMeanings.name, placeholder('name'))),
        )
        .prepare(),
    ),
    /** A private channel that was called so when the app last saw it. */
    lostUnderName: later(() =>
      db
        .select(channel)
        .from(channels)
        .where(
          and(
            inConnection,
            eq(channels.name, placeholder('name')),
            eq(channels.isGone, true),
            eq(channels.isPrivate, true),
          ),
        )
        .limit(1)
        .prepare(),
    ),
    remember: later(() =>
      db
        .insert(nameMeanings)
        .values({
          connectionId: placeholder('connectionId'),
          name: placeholder('name'),
          channelId: placeholder('channelId'),
        })
        .onConflictDoUpdate({
          target: [nameMeanings.connectionId, nameMeanings.name],
          set: { channelId: sql`excluded.channel_id` },
        })
        .prepare(),
    ),
    settle: later(() =>
      db
        .insert(incidentHomes)
        .values({
          incidentNumber: placeholder('incidentNumber'),
          connectionId: placeholder('connectionId'),
          target: placeholder('target'),
          channelId: placeholder('channelId'),
        })
        .onConflictDoUpdate({
          target: [incidentHomes.incidentNumber, incidentHomes.connectionId],
          set: { target: sql`excluded.target`, channelId: sql`excluded.channel_id` },
        })
        .prepare(),
    ),
    connectionsOf: later(() =>
      db
        .select({ connectionId: incidentHomes.connectionId })
        .from(incidentHomes)
        .where(eq(incidentHomes.incidentNumber, placeholder('number')))
        .prepare(),
    ),
    settledTarget: later(() =>
      db
        .select({ target: incidentHomes.target })
        .from(incidentHomes)
        .where(
          and(
            eq(incidentHomes.incidentNumber, placeholder('number')),
            eq(incidentHomes.connectionId, placeholder('connectionId')),
          ),
        )
        .prepare(),
    ),
    /** The private channels of its own whose members see it, as far as they still are private. */
    rooms: later(() =>
      db
        .select({ channelId: incidentRooms.channelId })
        .from(incidentRooms)
        .innerJoin(
          channels,
          and(eq(channels.connectionId, incidentRooms.connectionId), eq(channels.id, incidentRooms.channelId)),
        )
        .where(
          and(
            eq(incidentRooms.incidentNumber, placeholder('number')),
            eq(incidentRooms.connectionId, placeholder('connectionId')),
            eq(incidentRooms.givesSight, true),
            eq(channels.isPrivate, true),
          ),
        )
        .prepare(),
    ),
    home: later(() =>
      db
        .select({ channelId: incidentHomes.channelId, listedAt: connections.channelsListedAt, channel })
        .from(incidentHomes)
        .innerJoin(connections, eq(connections.id, incidentHomes.connectionId))
        .leftJoin(
          channels,
          and(eq(channels.connectionId, incidentHomes.connectionId), eq(channels.id, incidentHomes.channelId)),
        )
        .where(
          and(
            eq(incidentHomes.incidentNumber, placeholder('number')),
            eq(incidentHomes.connectionId, placeholder('connectionId')),
          ),
        )
        .prepare(),
    ),
  };
});

export function channelById(db: Drizzle, connectionId: number, id: string): Channel | null {
  return statements(db).byId().get({ connectionId, id }) ?? null;
}

/** The channel that a name of the settings means, without the "#". */
export function channelMeant(db: Drizzle, connectionId: number, name: string): Channel | null {
  const called = statements(db).calledSo().get({ connectionId, name }) ?? null;
  const { meantBefore, lostUnderName } = statements(db);
  return meantBy(
    called,
    meantBefore().get({ connectionId, name }) ?? lostUnderName().get({ connectionId, name }) ?? null,
  );
}

/** Inside a transaction: a name of the settings means this channel, and keeps meaning it should it be private. */
export function rememberMeaning(db: Drizzle, connectionId: number, name: string, channelId: string): void {
  statements(db).remember().run({ connectionId, name, channelId });
}

/** Whether the settings name a channel so: "#name", or an id. */
export function isNamed(db: Drizzle, connectionId: number, target: string): boolean {
  const byService = db.select({ id: services.id }).from(services).where(eq(services.channel, target)).limit(1).get();
  if (byService) return true;
  const byWorkspace = and(
    eq(connections.id, connectionId),
    sql`exists (select 1 from json_tree(${connections.settings}) where json_tree.value = ${target})`,
  );
  return db.select({ id: connections.id }).from(connections).where(byWorkspace).get() !== undefined;
}

/** The private channel that an incident belongs to, in one connection; null when everybody may see it. */
export function privateHomeOf(db: Drizzle, number: number, connectionId: number): PrivateHome | null {
  const home = statements(db).home().get({ number, connectionId });
  if (!home) return null;
  const { channelId, channel } = home;
  if (!isPrivateHome({ channelId, channel, isListed: home.listedAt !== null })) return null;
  const rooms = statements(db).rooms().all({ number, connectionId });
  return {
    channelId,
    isOutOfSight: channel !== null && isOutOfSight(channel),
    rooms: rooms.map((room) => room.channelId),
  };
}

/** Whether an incident is seen by the same people as one would be that belonged to these channels. */
export function belongsAlike(db: Drizzle, number: number, homes: readonly Home[]): boolean {
  const settled = statements(db).connectionsOf().all({ number });
  const connectionIds = new Set([...settled, ...homes].map(({ connectionId }) => connectionId));
  return [...connectionIds].every((connectionId) => {
    const before = privateHomeOf(db, number, connectionId);
    const target = homes.find((home) => home.connectionId === connectionId)?.channel;
    const channel = target === undefined ? null : channelOf(db, connectionId, target);
    const isPrivate = target !== undefined && isPrivateTarget(db, connectionId, channel);
    if (!before || !isPrivate) return !before && !isPrivate;
    if (before.channelId !== (channel?.id ?? null)) return false;
    // Of channels that are not known yet, only the name says whether they are the same.
    return channel !== null || statements(db).settledTarget().get({ number, connectionId })?.target === target;
  });
}

function channelOf(db: Drizzle, connectionId: number, target: string): Channel | null {
  return target.startsWith('#')
    ? channelMeant(db, connectionId, target.slice(1))
    : (channelById(db, connectionId, target) ?? unknownChannel(connectionId, target));
}

function isPrivateTarget(db: Drizzle, connectionId: number, channel: Channel | null): boolean {
  const listed = db
    .select({ at: connections.channelsListedAt })
    .from(connections)
    .where(eq(connections.id, connectionId))
    .get();
  return isPrivateHome({ channelId: channel?.id ?? null, channel, isListed: (listed?.at ?? null) !== null });
}

/**
 * That the incident of a row belongs to a private channel (`isPrivateHome`) which is not among the open ones. One connection's channels don't speak for another's.
 * @param openIds JSON list of channel ids
 */
export function isHidden(connectionId: SQL | number, openIds: string, isOpenUnknown: boolean): SQL {
  return sql`exists (select 1 from ${incidentHomes}
    join ${connections} on ${connections.id} = ${incidentHomes.connectionId}
    left join ${channels}
      on ${channels.connectionId} = ${incidentHomes.connectionId} and ${channels.id} = ${incidentHomes.channelId}
    where ${incidentHomes.incidentNumber} = ${incidents.number}
      and ${incidentHomes.connectionId} = ${connectionId}
      and case when ${incidentHomes.channelId} is null
        then ${connections.channelsListedAt} is null and ${isOpenUnknown ? 0 : 1}
        else coalesce(${channels.isPrivate}, 1)
          and ${incidentHomes.channelId} not in (select value from json_each(${openIds})) end)`;
}

/**
 * That somebody is in a private channel of the own of a row's incident, or was when the app last saw it. Being an admin lets nobody into it:
 * such a channel is archived as a matter of course, and admins see what has lost the channel that it belongs to.
 */
export function isInRoom(connectionId: number, slackUserId: string): SQL {
  return sql`exists (select 1 from ${incidentRooms}
    join ${channels}
      on ${channels.connectionId} = ${incidentRooms.connectionId} and ${channels.id} = ${incidentRooms.channelId}
    join ${channelMembers}
      on ${channelMembers.connectionId} = ${channels.connectionId} and ${channelMembers.channelId} = ${channels.id}
    where ${incidentRooms.incidentNumber} = ${incidents.number}
      and ${incidentRooms.connectionId} = ${connectionId}
      and ${incidentRooms.givesSight} = 1
      and ${channels.isPrivate} = 1
      and ${channelMembers.slackUserId} = ${slackUserId})`;
}

export interface SettledHomes {
  /** The private channels that it stays in, whatever was asked, by connection. */
  kept: ReadonlyMap<number, string>;
  /** The connections in which it has become private by this. */
  closed: ReadonlySet<number>;
}

/**
 * Inside a transaction: the incident belongs to these channels. One that belongs to a private channel stays there, whatever the
 * settings say later.
 */
export function settleHomes(db: Drizzle, number: number, homes: Home[]): SettledHomes {
  const kept = new Map<number, string>();
  const closed = new Set<number>();
  for (const { connectionId, channel: target } of homes) {
    if (privateHomeOf(db, number, connectionId)?.channelId) {
      const settled = statements(db).settledTarget().get({ number, connectionId });
      if (settled) kept.set(connectionId, settled.target);
      continue;
    }
    const channelId = settle(db, connectionId, target);
    statements(db).settle().run({ incidentNumber: number, connectionId, target, channelId });
    if (privateHomeOf(db, number, connectionId)) closed.add(connectionId);
  }
  return { kept, closed };
}

/** The id of the channel that a target of the settings means, and keeps meaning should it be private; null when there is none. */
function settle(db: Drizzle, connectionId: number, target: string): string | null {
  if (!target.startsWith('#')) {
    db.insert(channels).values(unknownChannel(connectionId, target)).onConflictDoNothing().run();
    return target;
  }
  const name = target.slice(1);
  const meant = channelMeant(db, connectionId, name);
  if (!meant) return null;
  rememberMeaning(db, connectionId, name, meant.id);
  return meant.id;
}

/**
 * Inside a transaction: a channel has become known that incidents may belong to already, by its name. Those whose cards went
 * elsewhere in the meantime have been everybody's since.
 */
export function settleByName(db: Drizzle, { connectionId, name }: Channel, now: UtcMs): void {
  const isUnsettled = and(
    eq(incidentHomes.connectionId, connectionId),
    eq(incidentHomes.target, `#${name}`),
    isNull(incidentHomes.channelId),
    sql`not exists (select 1 from ${cards} where ${cards.incidentNumber} = ${incidentHomes.incidentNumber}
      and ${cards.connectionId} = ${connectionId} and ${cards.isHome} = 1 and ${cards.reroutedFrom} is not null)`,
  );
  const unsettled = db.select().from(incidentHomes).where(isUnsettled).limit(1).get();
  if (!unsettled) return;
  const channelId = settle(db, connectionId, `#${name}`);
  db.update(incidentHomes).set({ channelId }).where(isUnsettled).run();
  if (channelId !== null) redrawCardsOf(db, connectionId, channelId, now);
}

/**
 * Inside a transaction: who may see the incidents of a channel has changed, or the app can post there again: the cards of those
 * that aren't over are drawn anew, wherever they are.
 */
export function redrawCardsOf(db: Drizzle, connectionId: number, channelId: string, now: UtcMs): void {
  const shown = db
    .select({ card: cards })
    .from(incidentHomes)
    .innerJoin(incidents, eq(incidents.number, incidentHomes.incidentNumber))
    .innerJoin(
      cards,
      and(eq(cards.incidentNumber, incidentHomes.incidentNumber), eq(cards.connectionId, incidentHomes.connectionId)),
    )
    .where(
      and(
        eq(incidentHomes.connectionId, connectionId),
        eq(incidentHomes.channelId, channelId),
        isLive,
        sql`not ${isPage}`,
      ),
    )
    .all();
  const ids = new Set(shown.flatMap(({ card }) => card.stormId ?? []));
  const showing = [...ids].flatMap((id) => stormById(db, id) ?? []);
  carryOut(
    db,
    redraw(
      shown.map(({ card }) => card),
      showing,
      now,
    ),
  );
}
