import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { ContactMethod } from '../../people/contact.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import type { Contact } from '../contacts/types.ts';
import type { OwnChannel } from '../incident-channels/store.ts';
import type { SlackReply } from '../message.ts';
import type { Renderer } from '../renderer.ts';
import type { ChannelWish, Notification } from '../requested/types.ts';
import type { StormStore } from '../storms/store.ts';
import type { TopicPart } from '../team-channels/plan.ts';
import type { Card, Delivery, DeliveryKind, DeliveryTask, Job, Message, Storm, StormLine } from '../types.ts';
import type { PostMortemPost } from './post-mortem.ts';
import type { RunbookCall } from './runbook-call.ts';
import type { RunbookMessage } from './runbook-message.ts';
import type { ShownProgress } from './runbook-progress.ts';
import type { StatusPost } from './status-post.ts';

/** A kind of delivery: how it is loaded and drawn, and what follows when it can't be delivered. */
export interface Kind<Its extends Job = Job> {
  /** It is a message of its own, and not a line in the thread of one. */
  isMessage: boolean;
  /** Kinds of work, of the same card or storm, that can't go before its first message. */
  followers: DeliveryKind[];
  /** It says lines that wait for a storm's thread, in so many sentences at most. */
  linesAtMost?: number;
  /** It says events, which it names; what comes while it is being sent is another's. */
  saysEvents?: boolean;
  /** Milliseconds between two times that its message is drawn anew; sooner for a person who waits to see what they did. */
  redrawEvery?: { calm: number; forPeople: number };
  /** What it is about, as it is on disk now; null when that is gone. */
  load(task: DeliveryTask, disk: Disk): Promise<Its | null>;
  /** What is loaded is what it shows: it is read anew once the delivery is taken, since what changes before that owes no other one. */
  isReadAnew?: boolean;
  /** Null for what may not be said there. */
  draw(job: Its, drawing: Drawing): Promise<SlackReply | null>;
  /** What may be done to get into its channel; without it, nothing is. */
  channelWish?(job: Its): ChannelWish;
  /** Whether new incidents of its lane may have become, or may join, a storm. */
  mayGather?(job: Its): boolean;
  /** Whether it may be said together with others of its lane. */
  maySumUp?(job: Its): boolean;
  /** More is about to happen that it is to say as well: it waits a moment. */
  isGrowing?(job: Its, now: UtcMs): boolean;
  /** Nobody needs it any more, unless Slack turns out to have it. */
  isCalledOff?(job: Its): boolean;
  /** The incidents that it is about, as far as it names them. */
  incidents(job: Its): number[];
  /** The one incident that somebody is called to by it alone, and would not hear of if it were refused. */
  callsTo(job: Its): number | null;
  /** The others that somebody would not hear of, a portion at a time. */
  unheard?(job: Its, delivery: Delivery, disk: StormDisk): AsyncGenerator<Unheard[]>;
}

/** What kinds read. */
export interface Disk {
  card(id: number): Promise<Card | null>;
  storm(id: number): Promise<Storm | null>;
  event(id: number): Promise<StoredTimelineEvent | null>;
  /** What waits to be said in the thread of a storm; null for nothing. */
  waitingLines(stormId: number): Promise<WaitingLines | null>;
  /** Whether what somebody has asked for many at once is not done to all of them yet. */
  isUnderWay(request: string): Promise<boolean>;
  notification(id: string): Promise<Notification | null>;
  contact(id: number): Promise<Contact | null>;
  /** The code of this nonce, while it is to be entered; null when it is not any more. */
  contactCode(userId: number, method: Pick<ContactMethod, 'kind' | 'address'>, nonce: string): Promise<string | null>;
  /** What is ours of the topic of a channel, as the settings name it; null for nothing. */
  topic(connectionId: number, channel: string): Promise<TopicPart | null>;
  /** The channel of an incident's own; null when none is to be made. */
  ownChannel(incidentNumber: number): Promise<OwnChannel | null>;
  /** The message of a publication; null when there is none. */
  postMortem(publicationId: number): Promise<PostMortemPost | null>;
  outgoingWebhook(name: string): Promise<OutgoingWebhookEntry | null>;
  /** What a step of a runbook says; null when it says nothing. */
  runbookMessage(stepId: number): Promise<RunbookMessage | null>;
  /** A message for stakeholders, with what it shows; null when there is none. */
  statusPost(id: number): Promise<StatusPost | null>;
  /** What a step of a runbook does in a channel; null when it does nothing. */
  runbookCall(stepId: number): Promise<RunbookCall | null>;
  /** How far a run of a runbook is; null when that is shown nowhere. */
  runbookProgress(runId: number): Promise<ShownProgress | null>;
}

/** When the first and the last of them came. */
export interface WaitingLines {
  first: UtcMs;
  last: UtcMs;
  /** Somebody has asked for what some of them say of many, and it is not done to all yet. Whoever is called waits for no such thing. */
  isUnderWay: boolean;
}

export interface StormDisk {
  storms: Pick<StormStore, 'members'>;
  takeLines(delivery: Delivery): Promise<StormLine[]>;
}

/** An incident that somebody was to hear of, and doesn't. `by`: by what it is said once, however often that is refused. */
export interface Unheard {
  number: number;
  by: string;
}

export interface Drawing {
  renderer: Renderer;
  /** Where the message is to be seen. */
  channelId: string;
  /** Since when a first message has been owed; null when it is in Slack. */
  lateBy: number | null;
  /** For the thread of a storm, or a summary: what it says, each with how late that is. */
  lines: (StormLine & { lateBy: number | null })[];
}

/** The message in whose thread a card is: its own, or that of its storm; null when the storm is gone. */
export async function messageOf(card: Card, disk: Disk): Promise<Message | null> {
  if (card.stormId === null) return { kind: 'card', place: card };
  const storm = await disk.storm(card.stormId);
  return storm && { kind: 'storm', place: storm };
}
