import type { StoredTimelineEvent } from '../incidents/timeline.ts';
import type { PostMortemPost } from './kinds/post-mortem.ts';
import type { RunbookMessage } from './kinds/runbook-message.ts';
import type { ShownProgress } from './kinds/runbook-progress.ts';
import type { StatusPost } from './kinds/status-post.ts';
import type { SlackMessage, SlackReply } from './message.ts';
import type { OnDuty } from './team-channels/plan.ts';
import type { Card, NoticeContent, Place, Storm } from './types.ts';

/** A line of a storm's thread. `lateBy` in milliseconds; null when in time. */
export interface RenderedStormLine {
  event: StoredTimelineEvent;
  lateBy: number | null;
}

/**
 * Draws messages from what is on disk at the moment of sending, for the channel that they will be seen in (`channelId` of the
 * place): what is private is not shown elsewhere. `lateBy` in milliseconds; null when in time.
 */
export interface Renderer {
  card(card: Card, lateBy: number | null): Promise<SlackMessage>;
  /** Null for what may not be said there. */
  line(card: Card, event: StoredTimelineEvent, lateBy: number | null): Promise<SlackReply | null>;
  /** What the incident comes to that was resolved by this event; null for what may not be said there. */
  recap(card: Card, event: StoredTimelineEvent, lateBy: number | null): Promise<SlackReply | null>;
  storm(storm: Storm, lateBy: number | null): Promise<SlackMessage>;
  /** At most `LINES_PER_MESSAGE` lines, each naming its incident; null when none of them may be said there. */
  stormLines(storm: Storm, lines: RenderedStormLine[]): Promise<SlackReply | null>;
  /** What has happened to several incidents at once, in a channel where they have cards; null when none may be said there. */
  summary(place: Place, lines: RenderedStormLine[]): Promise<SlackMessage | null>;
  /** Null while it is not over, as far as may be seen there. */
  stormEnd(storm: Storm): Promise<SlackReply | null>;
  /** @param to who is told. Null for what they may not know any more. */
  notice(notice: NoticeContent, to: Pick<Place, 'connectionId' | 'target'>): Promise<SlackMessage | null>;
  /** Our part of a topic, as Slack is told it. */
  topicPart(onDuty: readonly OnDuty[]): string;
  notification(message: SlackMessage, lateBy: number | null): Promise<SlackMessage>;
  /** Null for what may not be said there; the same of those below. */
  runbookMessage(said: RunbookMessage, lateBy: number | null): Promise<SlackMessage | null>;
  runbookLine(thread: RunbookMessage, event: StoredTimelineEvent, lateBy: number | null): Promise<SlackMessage | null>;
  statusPost(post: StatusPost, lateBy: number | null): Promise<SlackMessage | null>;
  statusLine(post: StatusPost, event: StoredTimelineEvent, lateBy: number | null): Promise<SlackMessage | null>;
  /** Whether what is of an incident may be seen in a channel. */
  mayShow(place: Pick<RunbookMessage, 'incidentNumber' | 'connectionId' | 'target' | 'channelId'>): Promise<boolean>;
  postMortem(post: PostMortemPost, lateBy: number | null): Promise<SlackMessage | null>;
  runbookProgress(progress: ShownProgress): Promise<SlackMessage | null>;
}

/** So many lines of a storm's thread go into one message. */
export const LINES_PER_MESSAGE = 50;
