import { isShownIn } from '../../incidents/privacy.ts';
import type { PrivateHome } from '../../incidents/store.ts';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import type { Reach } from '../../people/contact.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { planContacts } from '../contacts/plan.ts';
import { tell } from '../kinds/notice.ts';
import { owedEnd } from '../kinds/storm-end.ts';
import { sumUp } from '../kinds/summary.ts';
import type { Card, Message, Storm } from '../types.ts';
import type { ChangeNotification, Follower, Summons } from './change-notification.ts';
import {
  bringUpToDate,
  cardMessage,
  linePriority,
  messagePlace,
  say,
  sayInStorm,
  sayRecap,
  stormMessage,
} from './messages.ts';
import { laneOf, type NotificationPlan } from './operations.ts';
import { takeOutOfSight } from './out-of-sight.ts';

/** An incident as Slack shows it, or is to show it, at the moment of a change. */
export interface Shown {
  incidentNumber: number;
  /** In the order in which they were made. */
  cards: Card[];
  /** By card: of those in people's direct messages. */
  pages: ReadonlyMap<number, PageState>;
  storms: ReadonlyMap<number, Storm>;
  /** The private channels that it belongs to, by connection. */
  privateHomes: ReadonlyMap<number, PrivateHome>;
  /** The connections in which it becomes private by this change. */
  closed: ReadonlySet<number>;
  /** How people are called besides Slack, by whom a card's target names. */
  reachOf(target: string): Reach;
  /** Whether all incidents of a storm are resolved; asked where it matters. */
  isOver(stormId: number): boolean;
}

/** How far Slack has come with a page. */
export interface PageState {
  /** Slack has refused its message. */
  isRefused: boolean;
  /** Slack has been given some of it, and may not have taken it. */
  isBeingSent: boolean;
  /** A line to the person is on its way. */
  isCalling: boolean;
}

/** Whoever is called twice for the same within so long is called once. */
const ONE_CALL = MINUTE;

const NOT_SENT: PageState = { isRefused: false, isBeingSent: false, isCalling: false };

/**
 * What a change owes to Slack: new cards, every card of the incident that is to be brought up to date (ten changes before it
 * is sent are one delivery), and the thread lines.
 * @param eventIds Of the change's events, by index; undefined for what the timeline doesn't keep.
 * @param together The request by which the same happens to other incidents: outside of storms a channel gets one line of it.
 */
export function planChange(
  decided: ChangeNotification,
  shown: Shown,
  eventIds: (number | undefined)[],
  now: UtcMs,
  together?: string,
): NotificationPlan {
  const summons = decided.summons.filter((one) => !isCalledAlready(one, shown, now));
  const notification = { ...decided, summons };
  const cards = new CardsOfPlan(shown);
  for (const { connectionId, channel, isHome } of notification.newCards) {
    // Subscribers don't hear of what is private; a private channel of its own does.
    const home = shown.privateHomes.get(connectionId);
    if (isHome || !home || isShownIn(home, channel)) cards.place(connectionId, channel, isHome, notification.opens);
  }
  if (notification.callsOff) cards.callOffPages();
  const called = [
    ...summons.flatMap((one) => cards.summon(one, eventIds[one.event], now)),
    ...notification.followers.flatMap((one) => cards.follow(one, eventIds[one.event])),
  ];
  const asking = new Set(notification.summons.flatMap(({ asks, event }) => (asks ? [eventIds[event]] : [])));
  const owed = cards.all.flatMap((card) => {
    const page = shown.pages.get(card.id) ?? NOT_SENT;
    // A page that Slack has refused is not tried again before the person is called again.
    if (page.isRefused && !summons.some((one) => isFor(one, card))) return [];
    const isNew = called.includes(card.id);
    const { priority, redrawPriority } = notification;
    const isMoved = cards.moved.has(card.id);
    const storm = card.stormId === null ? undefined : shown.storms.get(card.stormId);
    // A card that is held back says that there is something, and no more: it changes once, when what it shows has become private.
    if (isHeldBack(card, shown)) {
      const isClosing = isNew || isMoved || notification.homes.length > 0;
      if (!isClosing) return [];
      const message: Message = storm ? { kind: 'storm', place: storm } : { kind: 'card', place: card };
      return shown.closed.has(card.connectionId)
        ? takeOutOfSight(message, shown.incidentNumber, priority, now)
        : bringUpToDate(messagePlace(message), priority, now);
    }
    // Nor does one that leads elsewhere.
    if (card.movedTo !== null && !isMoved) return [];
    const said = linesFor(card, isNew, page, notification).flatMap((index) => eventIds[index] ?? []);
    const redraws = notification.redraws || isNew || page.isRefused;
    const recaps = recapsFor(card, notification).flatMap((index) => eventIds[index] ?? []);
    const news = { redraws, said, recaps, asking, priority, redrawPriority, together };
    return storm ? oweToStorm(card, storm, news, now) : owe(card, news, now);
  });
  const told = notification.losses.flatMap(({ event, by, to, into, ...loser }) => {
    const key = `loss:${shown.incidentNumber}:${eventIds[event]}`;
    const notice = { kind: 'lost', number: shown.incidentNumber, by, to, ...(into !== undefined && { into }) } as const;
    return tell(key, loser, notice, now, notification.priority);
  });
  const heard = notification.told.flatMap(({ event, notice, ...whom }) => {
    const key = `told:${shown.incidentNumber}:${eventIds[event]}`;
    return tell(key, whom, notice(shown.incidentNumber), now, notification.priority);
  });
  const over = notification.ends ? [...shown.storms.values()].filter(({ id }) => shown.isOver(id)) : [];
  const ended: NotificationPlan = over.map((storm) => ({ do: 'owe', ...owedEnd(storm, now) }));
  return [
    ...cards.plan,
    ...owed,
    ...told,
    ...heard,
    ...ended,
    ...planOwnChannel(notification, shown, cards.all),
    ...planReach(notification, shown, eventIds, now),
  ];
}

/** A row of a storm gets none by itself; nor does what is not shown. Before it is made it is asked once more. */
function planOwnChannel(
  { ownChannel }: ChangeNotification,
  { incidentNumber }: Shown,
  cards: readonly Card[],
): NotificationPlan {
  if (!ownChannel) return [];
  const home = cards.find(({ isHome, connectionId }) => isHome && connectionId === ownChannel.connectionId);
  return home?.stormId === null ? [{ do: 'ask_for_channel', incidentNumber, ...ownChannel }] : [];
}

/** By what else people are called; nobody any more once somebody has taken it. */
function planReach(
  { called, callsOff, urgency, summons, wakes }: ChangeNotification,
  { incidentNumber, reachOf }: Shown,
  eventIds: (number | undefined)[],
  now: UtcMs,
): NotificationPlan {
  const before: NotificationPlan = [
    ...(callsOff ? [{ do: 'call_off_contacts', incidentNumber } as const] : []),
    ...(wakes ? [{ do: 'end_quiet_hours', incidentNumber, at: now } as const] : []),
  ];
  const contacts = called.flatMap((one) => {
    const eventId = eventIds[one.event];
    const isCalled = !one.inSlack || summons.some(({ event, target }) => event === one.event && target === one.target);
    if (eventId === undefined || !isCalled) return [];
    return planContacts(one, { incidentNumber, eventId, urgency }, reachOf(one.target), now);
  });
  return contacts.length === 0 ? before : [...before, { do: 'plan_contacts', contacts }];
}

/** The cards of an incident while a plan is made. */
class CardsOfPlan {
  readonly plan: NotificationPlan = [];
  /** Those that lead elsewhere, or show it, from now on. */
  readonly moved = new Set<number>();
  all: Card[];

  constructor(private readonly shown: Shown) {
    this.all = shown.cards.map((card) => ({ ...card }));
  }

  /** @returns what it is called until it has an id. */
  create(connectionId: number, target: string, isHome: boolean, mentions = false): number {
    const { incidentNumber } = this.shown;
    const id = Math.min(0, ...this.all.map((card) => card.id)) - 1;
    const made = { connectionId, incidentNumber, target, isHome, mentions, reroutedFrom: null };
    this.plan.push({ do: 'create_card', as: id, ...made });
    this.all.push({ id, ...made, ...NEW_CARD });
    return id;
  }

  /**
   * Sees to it that a channel shows it; in a card that is there, if there is one. The home of a connection is one channel: the card
   * in the channel that was it before leads there. A row of a storm stays what it is, a part of what happened there.
   */
  place(connectionId: number, channel: string, isHome: boolean, isOpening: boolean): void {
    const ours = this.all.filter((card) => card.connectionId === connectionId && !isPersonTarget(card.target));
    const existing = ours.find(({ target, reroutedFrom }) => target === channel || reroutedFrom === channel);
    if (isHome) {
      for (const card of ours) {
        if (card.isHome && card !== existing)
          this.move(card, { isHome: false, ...(card.stormId === null && { movedTo: channel }) });
        // What is private now is shown there alone.
        else if (card !== existing && this.shown.privateHomes.has(connectionId)) this.moved.add(card.id);
      }
    }
    if (!existing) this.create(connectionId, channel, isHome, isHome && isOpening);
    else if ((isHome && !existing.isHome) || existing.movedTo !== null) {
      this.move(existing, { isHome: isHome || existing.isHome, movedTo: null });
    }
  }

  private move(card: Card, set: Partial<Pick<Card, 'isHome' | 'movedTo'>>): void {
    Object.assign(card, set);
    this.moved.add(card.id);
    this.plan.push({ do: 'change_cards', ids: [card.id], set });
  }

  /** Takes back the pages that Slack has not been given yet; those that it may have are dropped once it is known. */
  callOffPages(): void {
    const called = this.all.filter(({ calledAt }) => calledAt !== null);
    this.all = this.all.filter((card) => {
      const { id, target, ts, stormId } = card;
      if (!isPersonTarget(target) || ts !== null || stormId !== null) return true;
      if (this.shown.pages.get(id)?.isBeingSent) {
        this.plan.push({ do: 'change_cards', ids: [id], set: { isCalledOff: true } });
        card.isCalledOff = true;
        return true;
      }
      this.plan.push({ do: 'drop_card', id });
      return false;
    });
    const ids = called.filter((card) => this.all.includes(card)).map(({ id }) => id);
    if (ids.length > 0) this.plan.push({ do: 'change_cards', ids, set: { calledAt: null } });
  }

  /** Gives a card to whoever is called and has none, and notes what has called them. @returns the new card. */
  summon(summons: Summons, eventId: number | undefined, now: UtcMs): number[] {
    const existing = this.all.filter((card) => isFor(summons, card));
    const added = existing.length === 0 ? [this.create(summons.connectionId, summons.target, false)] : [];
    const revived = existing.filter(({ isCalledOff }) => isCalledOff).map(({ id }) => id);
    if (revived.length > 0) this.plan.push({ do: 'change_cards', ids: revived, set: { isCalledOff: false } });
    if (isPersonTarget(summons.target) && !summons.asks && eventId !== undefined) {
      const ids = [...existing.map(({ id }) => id), ...added];
      this.plan.push({ do: 'change_cards', ids, set: { calledBy: eventId, calledAt: now } });
    }
    return added;
  }

  /** Gives a card to whoever has none, without calling them. @returns the new card. */
  follow({ connectionId, target }: Follower, eventId: number | undefined): number[] {
    if (this.all.some((card) => card.connectionId === connectionId && card.target === target)) return [];
    const added = this.create(connectionId, target, false);
    if (eventId !== undefined) this.plan.push({ do: 'change_cards', ids: [added], set: { calledBy: eventId } });
    return [added];
  }
}

const NEW_CARD = {
  movedTo: null,
  channelId: null,
  ts: null,
  isCalledOff: false,
  editing: 'open',
  stormId: null,
  calledBy: null,
  calledAt: null,
} as const;

/** The same call again, as when a step is reached by a gap, or two people call the same one. A question is none. */
function isCalledAlready(summons: Summons, { cards, pages }: Shown, now: UtcMs): boolean {
  if (summons.asks) return false;
  return cards.some((card) => {
    const { id, calledAt } = card;
    const isRecent = calledAt !== null && Math.abs(now - calledAt) < ONE_CALL;
    return isRecent && isFor(summons, card) && !pages.get(id)?.isRefused;
  });
}

/** A card outside of the private channel that the incident belongs to shows nothing of it, so nothing on it changes. */
function isHeldBack({ connectionId, target, channelId, isHome }: Card, { privateHomes }: Shown): boolean {
  if (isPersonTarget(target)) return false;
  const home = privateHomes.get(connectionId);
  if (!home || home.channelId === null) return false;
  return channelId === null ? !isHome && !home.rooms.includes(target) : !isShownIn(home, channelId);
}

/**
 * The events (by index) that get a line in the thread of a card. A channel hears what is said everywhere, and when it is
 * called. A person hears only when they are called again: while their card is still on its way, it says it all, and one call
 * that is on its way is enough.
 */
function linesFor(
  card: Card,
  isNew: boolean,
  { isCalling }: PageState,
  { lines, summons }: ChangeNotification,
): number[] {
  const calls = summons.filter((one) => isFor(one, card));
  const again = calls.filter(({ asks }) => asks || !isNew).map(({ event }) => event);
  if (isPersonTarget(card.target)) {
    const hasTheCard = card.ts !== null || card.stormId !== null;
    const isNews = calls.some(({ asks }) => asks) || (hasTheCard && !isCalling);
    return isNews ? again.slice(-1) : [];
  }
  const said = lines.find(({ connectionId }) => connectionId === card.connectionId)?.events ?? [];
  return [...new Set([...said, ...again])].sort((a, b) => a - b);
}

/** The events (by index) after which the thread of a card says what the incident comes to. */
function recapsFor({ connectionId, target }: Card, { recaps }: ChangeNotification): number[] {
  if (isPersonTarget(target)) return [];
  return recaps.find((one) => one.connectionId === connectionId)?.events ?? [];
}

function isFor({ connectionId, target }: Summons, card: Card): boolean {
  return connectionId === card.connectionId && target === card.target;
}

/** What a card is to hear of. */
interface News extends Pick<ChangeNotification, 'priority' | 'redrawPriority'> {
  /** It looks different now, or is new. */
  redraws: boolean;
  /** Events that get a line in its thread. */
  said: number[];
  /** Events after which it says what the incident comes to. */
  recaps: number[];
  /** Events that put a question. */
  asking: ReadonlySet<number | undefined>;
  /** What it happens by to others as well. */
  together: string | undefined;
}

function owe(
  card: Card,
  { redraws, said, recaps, asking, priority, redrawPriority, together }: News,
  now: UtcMs,
): NotificationPlan {
  const message = cardMessage(card);
  return [
    ...(redraws ? bringUpToDate(message, card.ts === null ? priority : redrawPriority, now) : []),
    ...said.flatMap((eventId) =>
      together === undefined || isPersonTarget(card.target) || asking.has(eventId)
        ? say(card, eventId, linePriority(card, priority), now)
        : sumUp(together, laneOf(card), eventId, now),
    ),
    ...recaps.flatMap((eventId) => sayRecap(card, eventId, now)),
  ];
}

/**
 * A card of a storm has no message of its own: the storm's is brought up to date, and its thread hears what happened. A
 * question has buttons, so it is a message of its own there. What each of many comes to is not said there.
 */
function oweToStorm(
  card: Card,
  storm: Storm,
  { redraws, said, asking, priority, redrawPriority }: News,
  now: UtcMs,
): NotificationPlan {
  const message = stormMessage(storm);
  return [
    ...(redraws ? bringUpToDate(message, storm.ts === null ? priority : redrawPriority, now) : []),
    ...said.flatMap((eventId) =>
      asking.has(eventId)
        ? say(card, eventId, linePriority(card, priority), now)
        : sayInStorm(storm, eventId, linePriority(card, priority), now),
    ),
  ];
}
