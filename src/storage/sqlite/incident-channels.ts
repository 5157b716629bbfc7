import { and, desc, eq, ne, or, sql } from 'drizzle-orm';
import type { Surroundings } from '../../incidents/change.ts';
import { isShownIn } from '../../incidents/privacy.ts';
import type { Fact, TimelineEvent } from '../../incidents/timeline.ts';
import { isOver } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { callUrl, settledCall } from '../../notifications/incident-channels/call.ts';
import { onCallBy } from '../../notifications/incident-channels/on-call.ts';
import type { OwnChannel, OwnChannelStore } from '../../notifications/incident-channels/store.ts';
import { owedOwnChannel } from '../../notifications/kinds/incident-channel.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { Card } from '../../notifications/types.ts';
import { directoryIn } from '../../oncall/directory-in.ts';
import type { Actor } from '../../people/actor.ts';
import { isPersonTarget, personTarget, readPersonTarget } from '../../people/page-target.ts';
import {
  channels,
  connections,
  incidentChannelPeople,
  incidentChannels,
  incidentRooms,
  incidents,
  slackIdentities,
  users,
} from '../schema/index.ts';
import { BY_RULE } from './asked-channels.ts';
import { cardsOf } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { channelById, privateHomeOf } from './incident-homes.ts';
import { isLive, toIncident } from './incident-row.ts';
import { later, prepared } from './prepared.ts';
import { isLetIn } from './privacy.ts';
import { closedProjectOf } from './projects.ts';
import { reference } from './reference.ts';

const statements = prepared((db) => ({
  channel: later(() =>
    db
      .select()
      .from(incidentChannels)
      .where(eq(incidentChannels.incidentNumber, sql.placeholder('number')))
      .prepare(),
  ),
}));

export function sqliteOwnChannelStore({ db, write }: Database): OwnChannelStore {
  return {
    async note(incidentNumber, progress) {
      await write(() => {
        db.update(incidentChannels).set(progress).where(eq(incidentChannels.incidentNumber, incidentNumber)).run();
      });
    },
    async noteInvited(incidentNumber, slackUserId) {
      await write(() => {
        db.insert(incidentChannelPeople).values({ incidentNumber, slackUserId }).onConflictDoNothing().run();
      });
    },
    async roomOf(incidentNumber) {
      const row = statements(db).channel().get({ number: incidentNumber });
      if (!row || row.error !== null || row.channelId === null || isOutOfPlace(db, row)) return null;
      if (closedProjectOf(db, incidentNumber) !== null) return null;
      const { connectionId, channelId } = row;
      const channel = channelById(db, connectionId, channelId);
      const { name = channelId, isPrivate = true } = channel ?? {};
      return { connectionId, channelId, name, isPrivate, callUrl: callUrlOf(db, row) };
    },
    async incidentOf(connectionId, channelId) {
      return ownerOfRoom(db, connectionId, channelId);
    },
  };
}

/** Whether it has one, or one is being made; or whether it may have none. */
export function standingOfOwnChannel(db: Drizzle, number: number): Surroundings['ownChannel'] {
  const row = statements(db).channel().get({ number });
  const isConfined = closedProjectOf(db, number) !== null;
  if (row && row.error === null && !isClosed(db, row)) {
    const isHidden = !isConfined && isOutOfPlace(db, row);
    if (row.isConverted) return isHidden ? 'none' : 'borrowed';
    return isHidden ? 'hidden' : 'there';
  }
  if (isConfined) return 'closed_project';
  return row && row.error === null ? 'closed' : 'none';
}

/** The incident is private, and the channel is none of those that show it. */
function isOutOfPlace(db: Drizzle, row: typeof incidentChannels.$inferSelect): boolean {
  const home = privateHomeOf(db, row.incidentNumber, row.connectionId);
  return home !== null && row.channelId !== null && !isShownIn(home, row.channelId);
}

/** Somebody, or the app, has archived it, or it was deleted. */
function isClosed(db: Drizzle, { connectionId, channelId }: typeof incidentChannels.$inferSelect): boolean {
  const channel = channelId === null ? null : channelById(db, connectionId, channelId);
  return channel !== null && (channel.isArchived || channel.isGone);
}

/** The incident whose own a channel is now; what people had before is theirs again once it is over. */
export function ownerOfRoom(db: Drizzle, connectionId: number, channelId: string): number | null {
  const its = and(
    eq(incidentChannels.connectionId, connectionId),
    eq(incidentChannels.channelId, channelId),
    or(eq(incidentChannels.isConverted, false), isLive),
  );
  const found = db
    .select({ number: incidents.number })
    .from(incidentChannels)
    .innerJoin(incidents, eq(incidents.number, incidentChannels.incidentNumber))
    .where(its)
    .get();
  return found?.number ?? null;
}

/** All there is to know for making it, and for keeping it up to date; null when none is to be made. */
export function ownChannel(db: Drizzle, number: number, now: UtcMs): OwnChannel | null {
  const row = statements(db).channel().get({ number });
  const stored = row && db.select().from(incidents).where(eq(incidents.number, number)).get();
  if (!row || !stored || row.error !== null) return null;
  const { state, serviceId, roles } = toIncident(stored);
  const { connectionId, requestedBy, error: _, call: __, people: asked, ...rest } = row;
  const cards = cardsOf(db, number).filter((card) => card.connectionId === connectionId);
  const owner = state.status === 'ACKNOWLEDGED' && state.by.kind === 'person' ? state.by : null;
  const asker = requestedBy === BY_RULE ? [] : [requestedBy];
  const holders = [owner, ...roles.map(({ holder }) => holder)].flatMap((person) =>
    person?.connectionId === connectionId ? [person.slackUserId] : [],
  );
  const people = [...asker, ...holders].map((slackUserId) => personTarget({ slackUserId }));
  const called = cards.filter(({ target, isCalledOff }) => isPersonTarget(target) && !isCalledOff);
  const home = privateHomeOf(db, number, connectionId);
  // Whoever is in it sees the incident, so it lets in nobody who does not.
  const onCall = isOver(state) ? [] : onCallFor(db, serviceId, { connectionId, t: now });
  const named = [...people, ...(asked ?? []), ...onCall].filter(
    (target) => home === null || isSeenBy(db, number, connectionId, target),
  );
  const invited = db
    .select({ id: incidentChannelPeople.slackUserId })
    .from(incidentChannelPeople)
    .where(eq(incidentChannelPeople.incidentNumber, number))
    .all();
  return {
    ...rest,
    connectionId,
    isPrivate: home !== null && home.channelId === null ? null : home !== null,
    isHidden: closedProjectOf(db, number) !== null || isOutOfPlace(db, row),
    isByRule: requestedBy === BY_RULE,
    callUrl: callUrlOf(db, row),
    predecessor: roomBefore(db, row),
    overSince: isOver(state) ? state.at : null,
    cardTs: cards.find(({ target }) => target === row.channelId)?.ts ?? null,
    people: [...new Set([...named, ...called.map(({ target }) => target)])],
    invited: new Set(invited.map(({ id }) => id)),
  };
}

function onCallFor(db: Drizzle, serviceId: number | null, at: { connectionId: number; t: UtcMs }): string[] {
  const { incidentChannels: rule, services, directory } = reference(db);
  const policy = serviceId === null ? null : (services.get(serviceId)?.policy ?? null);
  if (!rule.invitesOnCall || !policy) return [];
  return onCallBy(policy, directoryIn(directory, [at.connectionId]), at);
}

/** Whether somebody whom a card would name so sees a private incident, as far as is known. */
function isSeenBy(db: Drizzle, number: number, connectionId: number, target: string): boolean {
  const person = readPersonTarget(target);
  if (!person) return false;
  if ('slackUserId' in person) return isLetIn(db, number, { connectionId, slackUserId: person.slackUserId });
  const accounts = db
    .select({ slackUserId: slackIdentities.slackUserId })
    .from(slackIdentities)
    .innerJoin(users, eq(users.accountEmail, slackIdentities.email))
    .where(and(eq(slackIdentities.connectionId, connectionId), eq(users.email, person.email), eq(users.active, true)))
    .all();
  const [account, ...others] = accounts;
  return account !== undefined && others.length === 0 && isLetIn(db, number, { connectionId, ...account });
}

function callUrlOf(db: Drizzle, { connectionId, channelId, call }: typeof incidentChannels.$inferSelect) {
  if (channelId === null || call === null) return null;
  const its = db.select({ teamId: connections.teamId }).from(connections).where(eq(connections.id, connectionId)).get();
  return callUrl(call, { teamId: its?.teamId ?? null, channelId });
}

/** The channel that it had before this one, or before the one that is to be made. */
function roomBefore(db: Drizzle, { incidentNumber, connectionId, channelId }: typeof incidentChannels.$inferSelect) {
  const others = and(
    eq(incidentRooms.incidentNumber, incidentNumber),
    eq(incidentRooms.connectionId, connectionId),
    channelId === null ? undefined : ne(incidentRooms.channelId, channelId),
  );
  return (
    db
      .select({ channelId: incidentRooms.channelId, name: incidentRooms.name })
      .from(incidentRooms)
      .where(others)
      .orderBy(desc(incidentRooms.id))
      .limit(1)
      .get() ?? null
  );
}

/** Inside the transaction of a change: what has become of its channel, and what that owes. */
export function followInOwnChannel(db: Drizzle, number: number, events: readonly TimelineEvent[], now: UtcMs): void {
  for (const event of events) noteFact(db, number, event);
  const row = statements(db).channel().get({ number });
  if (!row || row.error !== null) return;
  if (events.every(({ fact }) => UNSEEN.has(fact.kind)) || waitsForCard(db, row)) return;
  // Whoever asks for it, or takes the incident, waits for it.
  const priority = events.some(({ actor }) => actor.kind === 'person') ? PRIORITY.human : PRIORITY.thread;
  carryOut(db, owedOwnChannel(row, priority, now));
}

/** What the settings ask for waits for the incident's card: until that is posted, it may become a row of a storm. */
function waitsForCard(db: Drizzle, row: typeof incidentChannels.$inferSelect): boolean {
  if (row.requestedBy !== BY_RULE || row.channelId !== null) return false;
  return !cardsOf(db, row.incidentNumber).some((card) => isOwnHome(card, row) && card.ts !== null);
}

function isOwnHome({ isHome, connectionId }: Card, row: typeof incidentChannels.$inferSelect): boolean {
  return isHome && connectionId === row.connectionId;
}

/** What changes nothing in it. */
const UNSEEN: ReadonlySet<Fact['kind']> = new Set([
  'alert_repeated',
  'alert_resolved',
  'channel_lacks',
  'channel_keeps',
  'channel_in_use',
  'channel_kept',
  'channel_archived',
  'channel_not_archived',
  'channel_closed',
  'note_added',
  'message_added',
]);

/** Also of one that takes the place of one that is archived. */
const NOT_MADE = {
  isConverted: false,
  takenNames: 0,
  error: null,
  channelId: null,
  topic: null,
  hasPurpose: false,
  hasPin: false,
  bookmarks: 0,
  archiveIfQuietFor: null,
};

function noteFact(db: Drizzle, incidentNumber: number, { actor, fact }: TimelineEvent): void {
  const its = eq(incidentChannels.incidentNumber, incidentNumber);
  switch (fact.kind) {
    case 'channel_requested': {
      const requestedBy = actor.kind === 'person' ? actor.slackUserId : BY_RULE;
      const { name, call } = reference(db).incidentChannels;
      const place = { nameTemplate: fact.name ?? name, call: settledCall(call, incidentNumber) };
      const asked = { connectionId: fact.connectionId, requestedBy, ...place, ...NOT_MADE };
      db.delete(incidentChannelPeople).where(eq(incidentChannelPeople.incidentNumber, incidentNumber)).run();
      db.insert(incidentChannels)
        .values({ incidentNumber, ...asked })
        .onConflictDoUpdate({ target: incidentChannels.incidentNumber, set: asked })
        .run();
      return;
    }
    case 'channel_made':
      if (fact.isConverted) noteConverted(db, incidentNumber, actor, fact);
      else db.update(incidentChannels).set({ channelId: fact.channelId }).where(its).run();
      return;
    case 'channel_failed':
      db.update(incidentChannels).set({ error: fact.code }).where(its).run();
      return;
    case 'channel_closing':
      db.update(incidentChannels).set({ archiveIfQuietFor: fact.quiet }).where(its).run();
      return;
    case 'channel_archived':
      noteArchived(db, incidentNumber);
      return;
    // What was about to happen to it does not happen now: of an incident that went on meanwhile, the next end counts.
    case 'channel_in_use':
    case 'channel_kept':
    case 'channel_not_archived':
    case 'resolved':
    case 'merged':
      db.update(incidentChannels).set({ archiveIfQuietFor: null }).where(its).run();
      return;
  }
}

/** Another incident may have had it, and be over: of that one it is no longer. */
function noteConverted(
  db: Drizzle,
  incidentNumber: number,
  actor: Actor,
  { connectionId, channelId }: Extract<Fact, { kind: 'channel_made' }>,
): void {
  const there = and(eq(incidentChannels.connectionId, connectionId), eq(incidentChannels.channelId, channelId));
  db.delete(incidentChannels).where(there).run();
  db.delete(incidentChannelPeople).where(eq(incidentChannelPeople.incidentNumber, incidentNumber)).run();
  const requestedBy = actor.kind === 'person' ? actor.slackUserId : BY_RULE;
  const { name: nameTemplate, call: template } = reference(db).incidentChannels;
  const call = settledCall(template, incidentNumber);
  const made = { ...NOT_MADE, connectionId, channelId, requestedBy, nameTemplate, call, isConverted: true };
  db.insert(incidentChannels)
    .values({ incidentNumber, ...made })
    .onConflictDoUpdate({ target: incidentChannels.incidentNumber, set: made })
    .run();
}

/** Slack says so as well, maybe later. */
function noteArchived(db: Drizzle, incidentNumber: number): void {
  const row = statements(db).channel().get({ number: incidentNumber });
  if (!row || row.channelId === null) return;
  db.update(incidentChannels)
    .set({ archiveIfQuietFor: null })
    .where(eq(incidentChannels.incidentNumber, incidentNumber))
    .run();
  db.update(channels)
    .set({ isArchived: true })
    .where(and(eq(channels.connectionId, row.connectionId), eq(channels.id, row.channelId)))
    .run();
}

/** Its card is posted in it, and can be pinned; or at home, and the channel that the settings ask for can be made. */
export function followPostedCard(db: Drizzle, card: Card, now: UtcMs): void {
  const row = statements(db).channel().get({ number: card.incidentNumber });
  if (!row || row.error !== null) return;
  const isAskedFor = row.channelId === null && row.requestedBy === BY_RULE && isOwnHome(card, row);
  if (isAskedFor || row.channelId === card.target) carryOut(db, owedOwnChannel(row, PRIORITY.thread, now));
}
