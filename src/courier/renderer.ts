import type { StoredTimelineEvent } from '../incidents/timeline.ts';
import type { SlackMessage } from './message.ts';
import type { Card } from './types.ts';

/** Draws messages from what is on disk at the moment of sending. `lateBy` in milliseconds; null when in time. */
export interface Renderer {
  card(card: Card, lateBy: number | null): Promise<SlackMessage>;
  line(card: Card, event: StoredTimelineEvent, lateBy: number | null): Promise<SlackMessage>;
}
