import { z } from 'zod';
import type { MessageRef, TimelineMessage } from '../../incidents/messages.ts';
import { SECOND, type UtcMs } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { Actor } from '../../people/actor.ts';
import { actorOf } from '../../people/permissions.ts';
import { isPassing } from '../api/patience.ts';
import { asTyped, cut } from '../cards/mrkdwn.ts';
import type { ChannelDirectory } from '../directory/channels.ts';
import type { PeopleDirectory } from '../directory/people.ts';

/** As much of a message as a timeline keeps: what is longer is read in Slack. */
export const MAX_WRITTEN = 3_000;
/** Nobody looks up who is mentioned further down. */
const MAX_MENTIONS = 50;
const MAX_AUTHOR = 80;

const text = z.string().optional().catch(undefined);
const titled = z.object({ title: text, text, fallback: text, name: text }).catch({});

/** What we read of a message (https://docs.slack.dev/reference/events/message). */
const written = z.object({
  ts: z.string(),
  subtype: text,
  user: text,
  bot_id: text,
  username: text,
  bot_profile: z.object({ name: text }).optional().catch(undefined),
  text,
  thread_ts: text,
  edited: z.object({ ts: text }).optional().catch(undefined),
  attachments: z.array(titled).optional().catch(undefined),
  files: z.array(titled).optional().catch(undefined),
  reactions: z
    .array(z.object({ name: z.string(), users: z.array(z.string()).catch([]) }))
    .optional()
    .catch(undefined),
});
export type Written = z.infer<typeof written>;

/** Null for what is no message. */
export function readWritten(message: unknown): Written | null {
  return written.safeParse(message).data ?? null;
}

/** What Slack leaves in the place of a deleted message that has a thread. */
export function isGone({ subtype }: Written): boolean {
  return subtype === 'tombstone';
}

/** The thread that a message is in, or begins. */
export function threadOf({ ts, thread_ts }: Written): string {
  return thread_ts ?? ts;
}

/** Messages from Slack as timelines take them. */
export class Writings {
  constructor(
    private readonly connectionId: number,
    private readonly people: Pick<PeopleDirectory, 'known' | 'person'>,
    private readonly channels: Pick<ChannelDirectory, 'byId'>,
  ) {}

  ref(channelId: string, ts: string): MessageRef {
    return { connectionId: this.connectionId, channelId, ts };
  }

  /** @throws SlackFailure when Slack has to be asked who has written it, and can't be. */
  async read(channelId: string, message: Written): Promise<Omit<TimelineMessage, 'way'>> {
    return {
      ref: this.ref(channelId, message.ts),
      author: await this.author(message),
      text: await this.text(message),
      writtenAt: timeOf(message.ts),
      editedTs: editedTs(message),
    };
  }

  /** What people read in it, as plain text; of what other apps post often only an attachment. */
  async text({ text, attachments = [], files = [] }: Written): Promise<string> {
    const [first] = attachments;
    const words = [text, first?.title, first?.text, first?.fallback].find((one) => one?.trim()) ?? '';
    const names = files.map(({ title, name }) => `📎 ${title || name || 'a file'}`);
    return cut([asTyped(await this.named(words)), ...names].join('\n').trim(), MAX_WRITTEN);
  }

  /** With the names of whoever, and whatever, is mentioned; of a channel that not everybody may know of, none. */
  private async named(words: string): Promise<string> {
    const mentions = [...new Set(words.match(/<[@#][A-Z0-9]+(?:\|[^<>]*)?>/g) ?? [])].slice(0, MAX_MENTIONS);
    let result = words;
    for (const mention of mentions) {
      const sign = mention[1] ?? '';
      const id = /[A-Z0-9]+/.exec(mention)?.[0] ?? '';
      const name = sign === '@' ? await this.personName(id) : await this.channelName(id);
      if (name !== null) result = result.replaceAll(mention, `${sign}${name.replace(/[<>]/g, '')}`);
    }
    return result;
  }

  private async personName(id: string): Promise<string | null> {
    return (await this.people.known(id))?.identity.displayName ?? null;
  }

  private async channelName(id: string): Promise<string | null> {
    const channel = await this.channels.byId(id);
    return channel && !channel.isPrivate ? channel.name : 'private-channel';
  }

  private async author({ user, bot_id, bot_profile, username }: Written): Promise<Actor> {
    const app = (bot_profile?.name || username || 'an app').slice(0, MAX_AUTHOR);
    if (user === undefined || bot_id !== undefined) return { kind: 'monitor', name: app };
    try {
      return actorOf(await this.people.person(user));
    } catch (error) {
      if (!(error instanceof SlackFailure) || isPassing(error)) throw error;
      return { kind: 'monitor', name: 'somebody in Slack' };
    }
  }
}

export function editedTs({ edited }: Written): string | null {
  return edited?.ts ?? null;
}

/** "1700000000.123456", in milliseconds. */
function timeOf(ts: string): UtcMs {
  return Math.floor(Number(ts) * SECOND);
}
