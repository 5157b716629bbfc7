import type { UtcMs } from '../../lib/clock.ts';
import type { Contact, NewContact } from '../contacts/types.ts';
import type { SummaryDetail } from '../kinds/summary.ts';
import type { Priority } from '../priority.ts';
import type { Card, DeliveryKind, MessageRef, Place, SendingMethod, Storm } from '../types.ts';

/** What is to be written of the queue, in order and in one transaction. Storage carries it out and knows nothing of why. */
export type NotificationPlan = Operation[];

/**
 * An id below zero stands for what the same plan creates (`as`), until storage gives it an id of its own. Lists are for
 * storms: an operation each would be thousands.
 */
export type Operation =
  | ({ do: 'create_card'; as: number } & NewCard)
  | ({ do: 'create_storm'; as: number } & NewStorm)
  | { do: 'change_cards'; ids: number[]; set: CardChange }
  | { do: 'change_storm'; id: number; set: StormChange }
  /** Of all the cards that are rows of a storm. */
  | { do: 'change_rows'; stormId: number; set: CardChange }
  /** The card goes, with all that is and was owed to it. */
  | { do: 'drop_card'; id: number }
  /** What says nothing of its own is owed once: one that waits already is enough, at the higher priority of the two. */
  | ({ do: 'owe' } & Owed)
  /** The same summary says this as well, unless it is being sent; otherwise it is owed. */
  | ({ do: 'sum_up' } & OwedSummary)
  /** Work that waits for its first call goes no later than this. */
  | { do: 'hurry'; work: Work; priority: Priority }
  /** The last attempt that was given up in doubt, in this lane, is settled before anything else is posted. */
  | { do: 'take_up_doubt'; work: Work; lane: Lane }
  /** What waits of these works need not be done. */
  | { do: 'withdraw'; works: Work[] }
  | { do: 'withdraw_deliveries'; ids: number[] }
  /** What may be in Slack of these works is kept as refused, and so can be taken up again. */
  | { do: 'give_up_doubts'; works: Work[]; code: string; at: UtcMs }
  /** What waits of these works follows a message's thread, in its lane. */
  | { do: 'join_thread'; works: Work[]; thread: MessageRef }
  /** Nothing of it has been tried in its new lane. */
  | { do: 'change_lane'; of: MessageRef | Work[]; lane: Lane }
  /** Another line waits to be said in a storm's thread. */
  | { do: 'add_line'; stormId: number; eventId: number; at: UtcMs }
  /** Owes the storm's thread a message, when lines wait for one. */
  | ({ do: 'continue_thread' } & Owed)
  /** The lines that are being said wait for another delivery. */
  | { do: 'release_lines'; stormId: number }
  | { do: 'forget_lines'; stormId: number }
  /** Ways in which somebody is called; one that they are to be called by already is enough. */
  | { do: 'plan_contacts'; contacts: NewContact[] }
  | { do: 'change_contact'; id: number; set: Partial<Pick<Contact, 'address' | 'state' | 'dueAt'>> }
  /** What waits for the end of quiet hours does so no longer. */
  | { do: 'end_quiet_hours'; incidentNumber: number; at: UtcMs }
  /** Nobody has to be called to the incident any more; what is on its way to somebody can't be taken back. */
  | { do: 'call_off_contacts'; incidentNumber: number }
  /** An incident that has had no channel of its own gets one, once its card is posted. */
  | { do: 'ask_for_channel'; incidentNumber: number; connectionId: number; nameTemplate: string }
  /** Those whose home cards these are get no channel by themselves, as none is asked for yet in Slack. */
  | { do: 'forgo_channels'; cardIds: number[] }
  /** Kept until the app can post there again. */
  | { do: 'note_closed_channel'; lane: Lane; code: string; fallback: string | null; at: UtcMs };

/** What a delivery does, and of what; the same work is done in order. */
export interface Work {
  kind: DeliveryKind;
  /** The id of a card or a storm; for others a name that is only theirs. */
  of: number | string;
}

/** One channel, as the settings name it, or one person. */
export interface Lane {
  connectionId: number;
  target: string;
}

export function laneOf({ connectionId, target }: Pick<Place, 'connectionId' | 'target'>): Lane {
  return { connectionId, target };
}

export interface Owed {
  work: Work;
  /** The message that it is, or in whose thread it is. */
  thread: MessageRef | null;
  /** What it says of its own; null for what is drawn from its work alone. */
  detail: unknown;
  lane: Lane;
  method: SendingMethod;
  priority: Priority;
  since: UtcMs;
}

export interface OwedSummary extends Owed {
  detail: SummaryDetail;
}

export interface NewCard extends Lane {
  incidentNumber: number;
  isHome: boolean;
  /** Its first message is to mention whom the settings say. */
  mentions: boolean;
  reroutedFrom: string | null;
}

export interface NewStorm extends Lane {
  reroutedFrom: string | null;
  at: UtcMs;
}

export type CardChange = Partial<
  Pick<
    Card,
    | 'target'
    | 'channelId'
    | 'ts'
    | 'isHome'
    | 'movedTo'
    | 'reroutedFrom'
    | 'editing'
    | 'isCalledOff'
    | 'stormId'
    | 'calledBy'
    | 'calledAt'
  >
>;

export type StormChange = Partial<Pick<Storm, 'target' | 'channelId' | 'ts' | 'reroutedFrom' | 'editing'>> & {
  /** It takes in no more incidents. */
  isOver?: boolean;
  lastJoinedAt?: UtcMs;
};
