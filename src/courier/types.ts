import type { UtcMs } from '../clock.ts';
import type { Priority } from '../routing/announcement.ts';

/** One message in Slack that shows an incident: where it is to be, and where it is. */
export interface Card {
  id: number;
  connectionId: number;
  incidentNumber: number;
  /** The channel as configured ("#name" or an id). */
  target: string;
  /** Slack's channel id and message timestamp; null until posted. */
  channelId: string | null;
  ts: string | null;
  isHome: boolean;
  /** The channel it was meant for, when that one turned out to be closed to the app. */
  reroutedFrom: string | null;
}

/** Something owed to Slack. It is a row until Slack has it for certain. */
export type DeliveryTask =
  /** Post the card, or bring it up to date: rendered from the row when sent. */
  | { kind: 'card'; cardId: number }
  /** One line in the card's thread about one timeline event. */
  | { kind: 'line'; cardId: number; eventId: number };

export interface Delivery {
  id: number;
  /** Carried in the message's metadata, so that a lost reply doesn't become a second post. */
  uuid: string;
  connectionId: number;
  /** Deliveries of one lane go one at a time, in order. One lane per (connection, channel). */
  lane: string;
  priority: Priority;
  task: DeliveryTask;
  createdAt: UtcMs;
  attempts: number;
  /** When an attempt began whose outcome is not known; null when none is in doubt. */
  inDoubtSince: UtcMs | null;
}

/** A delivery that Slack has refused for good. */
export interface FailedDelivery extends Delivery {
  error: string;
  failedAt: UtcMs;
}
