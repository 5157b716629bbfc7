import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { isShownIn as isPlaceOf } from '../../incidents/privacy.ts';
import type { PrivateHome } from '../../incidents/store.ts';
import { clockSummaryIn } from '../../notifications/kinds/summary.ts';
import type { MessageInClosedChannel } from '../../notifications/plan/closed-channel.ts';
import type { PageState, Shown } from '../../notifications/plan/plan-change.ts';
import { type Card, type Message, type Storm, workKey } from '../../notifications/types.ts';
import { NO_REACH, type Reach } from '../../people/contact.ts';
import { isPersonTarget, readPersonTarget } from '../../people/page-target.ts';
import { cards, deliveries, incidents, stormLines, timelineEvents } from '../schema/index.ts';
import { cardsOf, rowsOf, stormById } from './cards.ts';
import type { Drizzle } from './database.ts';
import { privateHomeOf } from './incident-homes.ts';
import { isLive } from './incident-row.ts';
import { later, prepared } from './prepared.ts';
import { reference } from './reference.ts';

const statements = prepared((db) => ({
  live: later(() =>
    db
      .select({ number: incidents.number })
      .from(cards)
      .innerJoin(incidents, eq(incidents.number, cards.incidentNumber))
      .where(and(eq(cards.stormId, sql.placeholder('stormId')), isLive))
      .limit(1)
      .prepare(),
  ),
  inSummary: later(() =>
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.work, sql.placeholder('work')),
          isNull(deliveries.failedAt),
          sql`exists (
            select 1 from json_each(${deliveries.detail}, '$.eventIds') as named
            join ${timelineEvents} as events on events.id = named.value
            where events.incident_number = ${sql.placeholder('number')}
          )`,
        ),
      )
      .limit(1)
      .prepare(),
  ),
  states: later(() =>
    db
      .select({ work: deliveries.work, isTaken: deliveries.isTaken, failedAt: deliveries.failedAt })
      .from(deliveries)
      .where(inArray(deliveries.work, [sql.placeholder('card'), sql.placeholder('line'), sql.placeholder('message')]))
      .prepare(),
  ),
}));

/**
 * What a plan needs to know of an incident.
 * @param connectionIds where it is to be shown besides
 */
export function shownOf(db: Drizzle, incidentNumber: number, connectionIds: number[]): Omit<Shown, 'closed'> {
  const shown = cardsOf(db, incidentNumber);
  const pages = new Map<number, PageState>();
  const storms = new Map<number, Storm>();
  const privateHomes = new Map<number, PrivateHome>();
  for (const connectionId of new Set([...connectionIds, ...shown.map((card) => card.connectionId)])) {
    const home = privateHomeOf(db, incidentNumber, connectionId);
    if (home) privateHomes.set(connectionId, home);
  }
  for (const card of shown) {
    if (isPersonTarget(card.target)) pages.set(card.id, pageState(db, card));
    const storm = card.stormId === null || storms.has(card.stormId) ? null : stormById(db, card.stormId);
    if (storm) storms.set(storm.id, storm);
  }
  return {
    incidentNumber,
    cards: shown,
    pages,
    storms,
    privateHomes,
    reachOf: (target) => reachOf(db, target),
    isOver: (stormId) => statements(db).live().get({ stormId }) === undefined,
  };
}

/** How whom a target names is called besides Slack, as the settings say now; by nothing once they are no active user any more. */
export function reachOf(db: Drizzle, target: string): Reach {
  const person = readPersonTarget(target);
  if (!person || !('email' in person)) return NO_REACH;
  const user = reference(db).directory.users.find(({ email }) => email === person.email);
  return user?.active ? user.reach : NO_REACH;
}

export function pageState(db: Drizzle, page: Card): PageState {
  const { id, ts, stormId } = page;
  const [card, line] = [workKey('card', id), workKey('line', id)];
  const message = stormId === null ? card : workKey('storm', stormId);
  const states = statements(db).states().all({ card, line, message });
  return {
    isRefused: ts === null && states.some(({ work, failedAt }) => work === message && failedAt !== null),
    isBeingSent: states.some(
      ({ work, isTaken, failedAt }) => (work === card || work === line) && isTaken && failedAt === null,
    ),
    isCalling: states.some(({ work, failedAt }) => work === line && failedAt === null) || isCalledTogether(db, page),
  };
}

/** One line on its way says that somebody is called again to many incidents, of which this is one. */
function isCalledTogether(db: Drizzle, page: Card): boolean {
  const work = workKey('summary', clockSummaryIn(page));
  return statements(db).inSummary().get({ work, number: page.incidentNumber }) !== undefined;
}

/** What there is to know of a message whose channel is closed. */
export function messageInClosedChannel(db: Drizzle, message: Message, fallback: string): MessageInClosedChannel {
  const shown = message.kind === 'storm' ? rowsOf(db, message.place.id) : [message.place];
  return {
    message,
    cards: shown.map((card) => ({
      card,
      isPrivate: privateHomeOf(db, card.incidentNumber, card.connectionId) !== null,
      isLive: isNotOver(db, card),
      isInFallback: isShownIn(db, card, fallback),
    })),
    lines: message.kind === 'storm' ? linesOf(db, message.place.id) : [],
  };
}

/** Whether a message is, or shows among others, an incident that belongs to another channel, and is private there. */
export function hidesPrivate(db: Drizzle, { kind, place }: Message): boolean {
  if (isPersonTarget(place.target)) return false;
  const rows = kind === 'storm' ? rowsOf(db, place.id) : [place];
  return rows.some(({ incidentNumber, connectionId }) => {
    const home = privateHomeOf(db, incidentNumber, connectionId);
    return home !== null && !isPlaceOf(home, place.channelId);
  });
}

function isNotOver(db: Drizzle, { incidentNumber }: Card): boolean {
  const live = and(eq(incidents.number, incidentNumber), isLive);
  return db.select({ number: incidents.number }).from(incidents).where(live).get() !== undefined;
}

function isShownIn(db: Drizzle, { incidentNumber, connectionId }: Card, target: string): boolean {
  const there = and(
    eq(cards.incidentNumber, incidentNumber),
    eq(cards.connectionId, connectionId),
    eq(cards.target, target),
  );
  return db.select({ id: cards.id }).from(cards).where(there).get() !== undefined;
}

function linesOf(db: Drizzle, stormId: number): MessageInClosedChannel['lines'] {
  return db
    .select({
      incidentNumber: timelineEvents.incidentNumber,
      eventId: stormLines.eventId,
      createdAt: stormLines.createdAt,
    })
    .from(stormLines)
    .innerJoin(timelineEvents, eq(timelineEvents.id, stormLines.eventId))
    .where(eq(stormLines.stormId, stormId))
    .orderBy(asc(stormLines.id))
    .all();
}
