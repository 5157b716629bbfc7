import { and, desc, eq, gte, isNotNull, isNull, lte, max, ne, not, or } from 'drizzle-orm';
import type { MessageChange, MessageEntry, MessageRef } from '../../incidents/messages.ts';
import { isShownIn } from '../../incidents/privacy.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import type { MessagePlace, TimelineMessageStore } from '../../slack/timeline/store.ts';
import { cards, incidentChannels, incidents, timelineEvents, timelineMessages } from '../schema/index.ts';
import { cardById, isPage } from './cards.ts';
import type { Database, Drizzle } from './database.ts';
import { ownerOfRoom } from './incident-channels.ts';
import { channelById, privateHomeOf } from './incident-homes.ts';
import { isLive } from './incident-row.ts';

export function sqliteTimelineMessageStore({ db }: Database): TimelineMessageStore {
  return {
    async isPlace(connectionId, channelId) {
      const card = db
        .select({ id: cards.id })
        .from(cards)
        .where(and(eq(cards.connectionId, connectionId), eq(cards.channelId, channelId), not(isPage)))
        .limit(1)
        .get();
      return card !== undefined || ownerOfRoom(db, connectionId, channelId) !== null;
    },
    async incidentAt({ connectionId, channelId, threadTs }) {
      const isThread = and(
        eq(cards.connectionId, connectionId),
        eq(cards.channelId, channelId),
        eq(cards.ts, threadTs),
      );
      const card = db
        .select({ number: cards.incidentNumber })
        .from(cards)
        .where(and(isThread, not(isPage)))
        .get();
      const number = card?.number ?? ownerOfRoom(db, connectionId, channelId);
      return number !== null && isReadAlike(db, number, connectionId, channelId) ? number : null;
    },
    async threadOf(cardId) {
      const card = cardById(db, cardId);
      if (!card || card.channelId === null || card.ts === null || isPersonTarget(card.target)) return null;
      return { channelId: card.channelId, threadTs: card.ts };
    },
    async entries(ref) {
      const { incidentNumber, way } = timelineMessages;
      return db.select({ incidentNumber, way }).from(timelineMessages).where(isOf(ref)).all();
    },
    async recent(connectionId, since, limit) {
      const isRecent = or(isLive, gte(incidents.statusAt, since));
      const numbers = db
        .select({ number: incidents.number })
        .from(incidents)
        .where(isRecent)
        .orderBy(desc(incidents.number))
        .limit(limit)
        .all();
      const places = numbers.flatMap(({ number }) => placesOf(db, connectionId, number));
      const messages = numbers.flatMap(({ number }) => {
        const its = and(eq(timelineMessages.incidentNumber, number), eq(timelineMessages.connectionId, connectionId));
        const { channelId, ts } = timelineMessages;
        return db.select({ channelId, ts }).from(timelineMessages).where(its).limit(limit).all();
      });
      return { places, messages: messages.map((one) => ({ connectionId, ...one })) };
    },
  };
}

/** Whoever reads what is said in the channel may see the incident: everybody may, or it is a private one that shows it. */
function isReadAlike(db: Drizzle, number: number, connectionId: number, channelId: string): boolean {
  if (channelById(db, connectionId, channelId)?.isPrivate === false) return true;
  const home = privateHomeOf(db, number, connectionId);
  return home !== null && isShownIn(home, channelId);
}

/** The threads of its cards, and its own channel. */
function placesOf(db: Drizzle, connectionId: number, number: number): MessagePlace[] {
  const { channelId, ts } = cards;
  const its = and(eq(cards.incidentNumber, number), eq(cards.connectionId, connectionId), not(isPage), isNotNull(ts));
  const threads = db.select({ channelId, threadTs: ts }).from(cards).where(its).all();
  const channels = db
    .select({ channelId: incidentChannels.channelId })
    .from(incidentChannels)
    .where(and(eq(incidentChannels.incidentNumber, number), eq(incidentChannels.connectionId, connectionId)))
    .all();
  return [...threads, ...channels.map((one) => ({ ...one, threadTs: null }))].flatMap((place) =>
    place.channelId === null ? [] : [{ channelId: place.channelId, threadTs: place.threadTs }],
  );
}

/** A message from Slack that the timeline of an incident has; null for none. */
export function messageEntry(db: Drizzle, number: number, ref: MessageRef): MessageEntry | null {
  const found = entryOf(db, number, ref);
  return found && { text: found.text, editedTs: found.editedTs, way: found.way };
}

/** @param eventId of the message that is added */
export function changeMessage(db: Drizzle, number: number, change: MessageChange, eventId: number | undefined): void {
  if (change.kind === 'added') {
    add(db, number, change, eventId);
    return;
  }
  const entry = entryOf(db, number, change.ref);
  if (!entry) throw new Error(`INC-${number} has no message ${change.ref.channelId} ${change.ref.ts}`);
  const its = eq(timelineEvents.id, entry.eventId);
  if (change.kind === 'withdrawn') {
    const fact = { kind: 'message_withdrawn' } as const;
    db.update(timelineEvents).set({ kind: fact.kind, fact }).where(its).run();
    db.delete(timelineMessages).where(isEntry(number, change.ref)).run();
    return;
  }
  const { text, editedTs } = change;
  db.update(timelineEvents)
    .set({ fact: { ...entry.fact, text } })
    .where(its)
    .run();
  db.update(timelineMessages).set({ editedTs }).where(isEntry(number, change.ref)).run();
}

function add(
  db: Drizzle,
  number: number,
  { ref, way, editedTs }: Extract<MessageChange, { kind: 'added' }>,
  eventId: number | undefined,
): void {
  const event =
    eventId === undefined ? undefined : db.select().from(timelineEvents).where(eq(timelineEvents.id, eventId)).get();
  if (!event) throw new Error(`a message of INC-${number} without its event`);
  const before = and(
    eq(timelineEvents.incidentNumber, number),
    lte(timelineEvents.at, event.at),
    isNull(timelineEvents.afterId),
    ne(timelineEvents.id, event.id),
  );
  const afterId =
    db
      .select({ id: max(timelineEvents.id) })
      .from(timelineEvents)
      .where(before)
      .get()?.id ?? 0;
  db.update(timelineEvents).set({ afterId }).where(eq(timelineEvents.id, event.id)).run();
  db.insert(timelineMessages)
    .values({ ...ref, incidentNumber: number, eventId: event.id, way, editedTs })
    .run();
}

function entryOf(db: Drizzle, number: number, ref: MessageRef) {
  const row = db
    .select({ ...columns, fact: timelineEvents.fact })
    .from(timelineMessages)
    .innerJoin(timelineEvents, eq(timelineEvents.id, timelineMessages.eventId))
    .where(isEntry(number, ref))
    .get();
  if (row?.fact.kind !== 'message_added') return null;
  return { ...row, fact: row.fact, text: row.fact.text };
}

const columns = {
  eventId: timelineMessages.eventId,
  way: timelineMessages.way,
  editedTs: timelineMessages.editedTs,
};

function isEntry(number: number, ref: MessageRef) {
  return and(isOf(ref), eq(timelineMessages.incidentNumber, number));
}

function isOf({ connectionId, channelId, ts }: MessageRef) {
  return and(
    eq(timelineMessages.connectionId, connectionId),
    eq(timelineMessages.channelId, channelId),
    eq(timelineMessages.ts, ts),
  );
}
