import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { MessageRef } from '../../incidents/messages.ts';
import type { IncidentService } from '../../incidents/service.ts';
import type { Backoff } from '../../lib/backoff.ts';
import { type Clock, DAY, MINUTE, SECOND } from '../../lib/clock.ts';
import { WorkerLoop } from '../../lib/worker-loop.ts';
import type { Actor, PersonActor } from '../../people/actor.ts';
import { toSlackFailure } from '../api/failures.ts';
import { isPassing } from '../api/patience.ts';
import { PIN } from './events.ts';
import type { MessagePlace, TimelineMessageStore } from './store.ts';
import { editedTs, isGone, readWritten, threadOf, type Writings, type Written } from './writings.ts';

const RETRY: Backoff = { first: SECOND, most: MINUTE };
/** After an outage the messages of so many incidents are looked through, and each of their places so far back. */
const MAX_INCIDENTS = 50;
const MAX_PAGES = 5;
const PAGE = 200;
/** Incidents that were over for longer get no news of what was pinned while the app was away. */
const LOOKED_BACK = DAY;
/** Whoever pins a message that this many others have pinned changes nothing. */
const MAX_PINNED_BY = 50;

const CLOCK: Actor = { kind: 'clock' };

interface PinWatchDeps {
  connectionId: number;
  client: WebClient;
  store: TimelineMessageStore;
  incidents: Pick<IncidentService, 'execute'>;
  writings: Writings;
  /** As whom somebody acts; null for those who may not. */
  actor(slackUserId: string): Promise<PersonActor | null>;
  botUserId(): string | null;
  clock: Clock;
  logger: Logger;
}

/**
 * Keeps timelines equal to what has a 📌 in Slack. An event only says that there is something to look at; how it is, Slack is asked: so
 * events may come twice, late, in any order, or, after an outage, not at all.
 */
export class PinWatch {
  /** What is to be looked at, by what it is. Lost with the process: whoever starts looks through everything. */
  private readonly work = new Map<string, () => Promise<void>>();
  private inHand: string | null = null;
  private readonly loop: WorkerLoop;

  constructor(private readonly deps: PinWatchDeps) {
    this.loop = new WorkerLoop({
      step: () => this.step(),
      backoff: RETRY,
      onFailure: (error, failures) =>
        deps.logger.warn({ err: error, failures }, 'a message with a pin could not be looked at; it is tried again'),
    });
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Somebody has pinned a message. */
  async pinned(channelId: string, ts: string): Promise<void> {
    const { store, writings, connectionId } = this.deps;
    if (await store.isPlace(connectionId, channelId)) this.look(writings.ref(channelId, ts));
  }

  /** Somebody has taken a pin off. */
  async unpinned(channelId: string, ts: string): Promise<void> {
    const { store, writings } = this.deps;
    const ref = writings.ref(channelId, ts);
    // What is being looked at now may be seen as it was.
    const isSeen = this.inHand === keyOf(ref) || this.work.has(keyOf(ref)) || (await store.entries(ref)).length > 0;
    if (isSeen) this.look(ref);
  }

  /** A card was in Slack before the app knew where: what has a pin in its thread could not be placed until now. */
  async found(cardId: number): Promise<void> {
    const place = await this.deps.store.threadOf(cardId);
    if (place) this.add(keyOfPlace(place), () => this.lookThrough(place));
  }

  /** What a timeline has of a message is what it says now. */
  async edited(channelId: string, message: Written): Promise<void> {
    const { store, writings, incidents } = this.deps;
    const ref = writings.ref(channelId, message.ts);
    const entries = await store.entries(ref);
    if (entries.length === 0) return;
    const command = {
      type: 'edit_message',
      ref,
      text: await writings.text(message),
      editedTs: editedTs(message),
    } as const;
    for (const { incidentNumber } of entries) await incidents.execute(incidentNumber, command, CLOCK);
  }

  async deleted(channelId: string, ts: string): Promise<void> {
    const { store, writings, incidents } = this.deps;
    const ref = writings.ref(channelId, ts);
    const command = { type: 'withdraw_message', ref, way: null } as const;
    for (const { incidentNumber } of await store.entries(ref)) {
      await incidents.execute(incidentNumber, command, CLOCK);
    }
  }

  /** Looks for what was pinned, taken off, edited or deleted while nobody listened. */
  async catchUp(): Promise<void> {
    const { store, connectionId, clock } = this.deps;
    const { places, messages } = await store.recent(connectionId, clock.now() - LOOKED_BACK, MAX_INCIDENTS);
    for (const ref of messages) this.look(ref);
    for (const place of places) this.add(keyOfPlace(place), () => this.lookThrough(place));
  }

  private look(ref: MessageRef): void {
    this.add(keyOf(ref), () => this.settle(ref));
  }

  private add(key: string, work: () => Promise<void>): void {
    this.work.delete(key); // news of what is being looked at now counts as well
    this.work.set(key, work);
    this.loop.wake();
  }

  private async step(): Promise<boolean> {
    const [first] = this.work;
    if (!first) return false;
    const [key, work] = first;
    this.work.delete(key);
    this.inHand = key;
    try {
      await work();
    } catch (error) {
      const failure = toSlackFailure(error);
      if (isPassing(failure)) {
        if (!this.work.has(key)) this.work.set(key, work);
        throw error;
      }
      this.deps.logger.info({ err: error }, 'Slack does not show a message that may have a pin');
    } finally {
      this.inHand = null;
    }
    return this.work.size > 0;
  }

  /** Every message there that has a pin is looked at, whether a timeline has it or not. */
  private async lookThrough({ channelId, threadTs }: MessagePlace): Promise<void> {
    const { client, writings } = this.deps;
    let cursor: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const part = { channel: channelId, limit: PAGE, ...(cursor && { cursor }) };
      const { messages = [], response_metadata } = threadTs
        ? await client.conversations.replies({ ...part, ts: threadTs })
        : await client.conversations.history(part);
      for (const message of messages.flatMap((one) => readWritten(one) ?? [])) {
        if (pinnedBy(message).length > 0) this.look(writings.ref(channelId, message.ts));
      }
      cursor = response_metadata?.next_cursor;
      if (!cursor) return;
    }
  }

  private async settle(ref: MessageRef): Promise<void> {
    const { store, incidents, connectionId } = this.deps;
    const message = await this.read(ref);
    if (!message) return this.deleted(ref.channelId, ref.ts);
    await this.edited(ref.channelId, message);
    const actors = await this.actorsOf(pinnedBy(message));
    if (actors.length === 0) {
      for (const { incidentNumber } of await store.entries(ref)) {
        await incidents.execute(incidentNumber, { type: 'withdraw_message', ref, way: 'pin' }, CLOCK);
      }
      return;
    }
    // What the bot says is in the timeline anyway.
    if (message.user !== undefined && message.user === this.deps.botUserId()) return;
    const number = await store.incidentAt({ connectionId, channelId: ref.channelId, threadTs: threadOf(message) });
    if (number !== null) await this.put(number, message, ref, actors);
  }

  /** As whoever of them may. */
  private async put(number: number, message: Written, ref: MessageRef, actors: PersonActor[]): Promise<void> {
    const { incidents, writings } = this.deps;
    const read = { ...(await writings.read(ref.channelId, message)), way: 'pin' } as const;
    for (const actor of actors) {
      const outcome = await incidents.execute(number, { type: 'add_message', message: read }, actor);
      const mayNot =
        outcome.kind === 'not_found' || (outcome.kind === 'rejected' && outcome.rejection.reason === 'only_viewer');
      if (!mayNot) return;
    }
  }

  /** Those of them who may act: the pins of guests and strangers count for nothing. */
  private async actorsOf(slackUserIds: readonly string[]): Promise<PersonActor[]> {
    const actors: PersonActor[] = [];
    for (const id of slackUserIds.slice(0, MAX_PINNED_BY)) {
      const actor = await this.deps.actor(id);
      if (actor) actors.push(actor);
    }
    return actors;
  }

  /** Null when it is gone. */
  private async read({ channelId, ts }: MessageRef): Promise<Written | null> {
    try {
      const answer = await this.deps.client.reactions.get({ channel: channelId, timestamp: ts, full: true });
      const message = readWritten('message' in answer ? answer.message : null);
      return message && !isGone(message) ? message : null;
    } catch (error) {
      if (toSlackFailure(error).code === 'message_not_found') return null;
      throw error;
    }
  }
}

function keyOfPlace({ channelId, threadTs }: MessagePlace): string {
  return `place:${channelId}:${threadTs}`;
}

function keyOf({ channelId, ts }: MessageRef): string {
  return `message:${channelId}:${ts}`;
}

function pinnedBy({ reactions = [] }: Written): string[] {
  return reactions.find(({ name }) => name === PIN)?.users ?? [];
}
