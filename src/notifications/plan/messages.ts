import type { UtcMs } from '../../lib/clock.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { owedLine, owedRecap } from '../kinds/line.ts';
import { threadMessage } from '../kinds/storm-lines.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { Card, Message, MessageRef, Place, Storm } from '../types.ts';
import { laneOf, type NotificationPlan, type Work } from './operations.ts';

/** A card's message, or a storm's, as far as it matters to what is owed to it. */
export type MessagePlace = MessageRef & Pick<Card, 'connectionId' | 'target' | 'ts' | 'editing'>;

export function cardMessage(card: Card): MessagePlace {
  return { kind: 'card', ...card };
}

export function stormMessage(storm: Storm): MessagePlace {
  return { kind: 'storm', ...storm };
}

export function messagePlace({ kind, place }: Message): MessagePlace {
  return { kind, ...place };
}

/** What posts a message, and brings it up to date. */
export function workOn({ kind, id }: MessageRef): Work {
  return { kind, of: id };
}

/**
 * Owes a message a look at what it shows. One that can't be changed stays as it is. One that is to be posted may be in Slack
 * already, by an attempt that was given up before anybody knew: that is settled first. Only the last is looked for: what can't
 * be settled must not grow with each change.
 */
export function bringUpToDate(message: MessagePlace, priority: Priority, since: UtcMs): NotificationPlan {
  if (message.ts !== null && message.editing === 'closed') return [];
  const work = workOn(message);
  const lane = laneOf(message);
  const thread = { kind: message.kind, id: message.id };
  const owed = { work, thread, detail: null, lane, priority, since };
  if (message.ts !== null) return [{ do: 'owe', ...owed, method: 'chat.update' }];
  const doubt: NotificationPlan = message.id < 0 ? [] : [{ do: 'take_up_doubt', work, lane }];
  return [...doubt, { do: 'owe', ...owed, method: 'chat.postMessage' }];
}

/** Owes the thread of a card a line, which never goes before a card that is still to be posted. */
export function say(card: Card, eventId: number, priority: Priority, since: UtcMs): NotificationPlan {
  const { id, stormId } = card;
  const hurry: NotificationPlan =
    card.ts === null && stormId === null ? [{ do: 'hurry', work: { kind: 'card', of: id }, priority }] : [];
  return [...hurry, { do: 'owe', ...owedLine(card, eventId, priority, since) }];
}

/** The same for what the incident comes to, which was resolved by this event. */
export function sayRecap(card: Card, eventId: number, since: UtcMs): NotificationPlan {
  return [{ do: 'owe', ...owedRecap(card, eventId, since) }];
}

/** The thread of a storm says it, with whatever else waits to be said there. */
export function sayInStorm(storm: Storm, eventId: number, priority: Priority, at: UtcMs): NotificationPlan {
  return [
    { do: 'add_line', stormId: storm.id, eventId, at },
    { do: 'owe', ...threadMessage(storm, priority, at) },
  ];
}

/** What is left to say in a storm's thread needs another delivery. */
export function continueThread(storm: Storm, at: UtcMs): NotificationPlan {
  return [{ do: 'continue_thread', ...threadMessage(storm, PRIORITY.thread, at) }];
}

/** A line to a person is a call; a line in a channel can wait for cards. */
export function linePriority({ target }: Pick<Place, 'target'>, priority: Priority): Priority {
  return isPersonTarget(target) ? priority : PRIORITY.thread;
}
