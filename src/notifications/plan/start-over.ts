import type { UtcMs } from '../../lib/clock.ts';
import { owedRetraction } from '../kinds/retraction.ts';
import { PRIORITY } from '../priority.ts';
import type { Editing, Message, Place, Storm } from '../types.ts';
import { bringUpToDate, cardMessage, continueThread, stormMessage, workOn } from './messages.ts';
import { laneOf, type NotificationPlan, type Work } from './operations.ts';

/** Where a message is to be posted anew. */
export type Destination = Pick<Place, 'target' | 'reroutedFrom'>;

/** The message is to be posted anew, and everything owed to it follows in its thread. */
export function startOver(message: Message, { target, reroutedFrom }: Destination, now: UtcMs): NotificationPlan {
  const anew = { target, reroutedFrom, channelId: null, ts: null };
  if (message.kind === 'card') {
    const card = { ...message.place, ...anew };
    return [
      { do: 'change_cards', ids: [card.id], set: anew },
      { do: 'withdraw', works: [{ kind: 'card', of: card.id }] },
      { do: 'change_lane', of: { kind: 'card', id: card.id }, lane: laneOf(card) },
      ...bringUpToDate(cardMessage(card), PRIORITY.human, now),
    ];
  }
  const storm = { ...message.place, ...anew };
  return [
    { do: 'change_storm', id: storm.id, set: anew },
    { do: 'change_rows', stormId: storm.id, set: { target, reroutedFrom, channelId: null } },
    { do: 'release_lines', stormId: storm.id },
    { do: 'withdraw', works: worksOf(storm) },
    { do: 'change_lane', of: { kind: 'storm', id: storm.id }, lane: laneOf(storm) },
    ...bringUpToDate(stormMessage(storm), PRIORITY.human, now),
    ...continueThread(storm, now),
  ];
}

/**
 * The workspace doesn't let the app change the message: it is posted anew once, and after that left as it is.
 * @param hides it shows what has become private: it goes
 */
export function editRefused(message: Message, now: UtcMs, hides = false): NotificationPlan {
  const { kind, place } = message;
  const isFirst = place.editing === 'open';
  const editing: Editing = isFirst ? 'reposted' : 'closed';
  const plan: NotificationPlan =
    kind === 'card'
      ? [{ do: 'change_cards', ids: [place.id], set: { editing } }]
      : // What joined it from now on would not show.
        [{ do: 'change_storm', id: place.id, set: { editing, isOver: true } }];
  if (!isFirst && !hides) return [...plan, { do: 'withdraw', works: [workOn({ kind, id: place.id })] }];
  const after = { ...message, place: { ...place, editing } } as Message;
  const retracted = hides ? owedRetraction(message, { about: null, withMessage: true }, now) : [];
  return [...plan, ...retracted, ...startOver(after, place, now)];
}

/** All that is done of a storm. */
export function worksOf({ id }: Pick<Storm, 'id'>): Work[] {
  return [
    { kind: 'storm', of: id },
    { kind: 'storm_lines', of: id },
  ];
}
