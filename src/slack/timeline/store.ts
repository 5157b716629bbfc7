import type { MessageRef, MessageWay } from '../../incidents/messages.ts';
import type { UtcMs } from '../../lib/clock.ts';

/** Where messages about an incident are written: the thread of a card, or, without one, its own channel. */
export interface MessagePlace {
  channelId: string;
  threadTs: string | null;
}

export interface TimelineMessageStore {
  /** Whether incidents have cards in the channel, or it is the own one of an incident. */
  isPlace(connectionId: number, channelId: string): Promise<boolean>;
  /**
   * The incident in whose thread, or channel, a message is; null where none is meant, as in the thread of a storm, and in a private
   * channel where not everybody is who may see the incident.
   */
  incidentAt(message: { connectionId: number; channelId: string; threadTs: string }): Promise<number | null>;
  /** The thread of a card; null for one that is in no channel. */
  threadOf(cardId: number): Promise<MessagePlace | null>;
  /** The timelines that have a message. */
  entries(ref: MessageRef): Promise<{ incidentNumber: number; way: MessageWay }[]>;
  /** Of the latest incidents that are open, or were until then: where to look, and which messages they have. */
  recent(
    connectionId: number,
    since: UtcMs,
    limit: number,
  ): Promise<{ places: MessagePlace[]; messages: MessageRef[] }>;
}
