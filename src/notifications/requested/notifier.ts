import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { lookUp } from '../../lib/look-up.ts';
import type { KeyReach } from '../../people/key-reach.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { channel as channelRef } from '../../settings/schema/values.ts';
import type { NotificationTemplate } from '../../settings/types.ts';
import type { SlackMessage } from '../message.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import { type Explanation, explain } from '../queue/slack-errors.ts';
import { chooseConnection } from './connection.ts';
import type { NotificationStore } from './store.ts';
import type { Notification, NotificationPriority, NotificationRequest } from './types.ts';

/** What is wrong with a request, and where: `blocks[2].text`. */
export interface RequestIssue {
  path: string;
  message: string;
}

/** Whoever sends more than Slack takes in for so long has to wait. */
const MOST_QUEUED = 10_000;

export type Sent =
  | { kind: 'queued'; id: string }
  | { kind: 'refused'; issues: RequestIssue[] }
  /** Too many wait for Slack already. */
  | { kind: 'full' };

/** Who asks: a key, or a command on the machine itself; and what the same request is known by when it comes again. */
export interface Sender {
  apiKeyId: number | null;
  /** Which connections they may post by. */
  reach: KeyReach;
  requestKey: string | null;
}

/** The message that a request and its template make, within Slack's limits; or all that keeps it from being one. */
export type Compose = (
  request: NotificationRequest,
  template: NotificationTemplate | null,
) => Promise<{ message: SlackMessage } | { issues: RequestIssue[] }>;

interface ConnectionsInUse {
  all(): Promise<
    { id: number; name: string | null; teamName: string | null; teamId: string | null; endedAt: number | null }[]
  >;
}

export interface NotifierDeps {
  store: NotificationStore;
  templates(): Promise<NotificationTemplate[]>;
  compose: Compose;
  /** Those there are, the organisation's first. */
  connections: Pick<ConnectionsInUse, 'all'>;
  clock: Clock;
  /** Something is owed to Slack. */
  onOwed(): void;
}

/** An incident's card goes before any notification: what the whole team looks at must not wait for a script that talks a lot. */
const ORDER: Record<NotificationPriority, Priority> = {
  high: PRIORITY.LOW,
  normal: PRIORITY.rest,
  low: PRIORITY.repeat,
};

/** No channel of Slack's has anything else in its name. */
const CHANNEL = /^#?[\p{L}\p{M}\p{N}_-]+$/u;

/** As a channel may be called: https://docs.slack.dev/reference/methods/conversations.create#naming */
const NEW_NAME = /^#(?![_-]+$)[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u;

/** Takes in what systems ask to be posted, once nothing is wrong with it; the courier does the rest. */
export class Notifier {
  constructor(private readonly deps: NotifierDeps) {}

  /** Resolves when it is on disk. */
  async send(request: NotificationRequest, { apiKeyId, reach, requestKey }: Sender): Promise<Sent> {
    const { store, compose, connections, clock, onOwed } = this.deps;
    const target = readChannel(request.channel);
    const { template, issue } = await this.templateOf(request);
    const composed = issue ? { issues: [issue] } : await compose(request, template);
    const inUse = (await connections.all()).filter(({ endedAt }, index) => index === 0 || endedAt === null);
    const through = chooseConnection(request.connection, reach, inUse);
    const connectionIssues = 'message' in through ? [{ path: 'connection', message: through.message }] : [];
    const issues = [...channelProblems(request, target), ...connectionIssues];
    if (target === null || 'message' in through || issues.length > 0 || 'issues' in composed) {
      return { kind: 'refused', issues: [...issues, ...('issues' in composed ? composed.issues : [])] };
    }
    if ((await store.countQueued()) >= MOST_QUEUED) return { kind: 'full' };
    const id = await store.create({
      id: randomUUID(),
      connectionId: through.id,
      target,
      message: composed.message,
      create: request.createChannel,
      isPrivate: request.isPrivate,
      apiKeyId,
      requestKey,
      createdAt: clock.now(),
      priority: ORDER[request.priority],
    });
    onOwed();
    return { kind: 'queued', id };
  }

  private async templateOf({ template: name }: NotificationRequest): Promise<{
    template: NotificationTemplate | null;
    issue?: RequestIssue;
  }> {
    if (name === null) return { template: null };
    const templates = await this.deps.templates();
    const template = templates.find((one) => one.name.toLowerCase() === name.trim().toLowerCase()) ?? null;
    if (template) return { template };
    const names = templates.map((one) => one.name);
    const hint = names.length === 0 ? ' opsknight.yml names no templates yet.' : didYouMean(name, names);
    return { template, issue: { path: 'template', message: `is not a template of opsknight.yml.${hint}` } };
  }
}

/** "#name" or an id; null for what is neither. */
function readChannel(text: string): string | null {
  const trimmed = text.trim();
  const asId = channelRef.safeParse(trimmed);
  const read = asId.success ? asId : channelRef.safeParse(`#${trimmed}`);
  return read.success && CHANNEL.test(read.data) ? read.data : null;
}

function channelProblems({ createChannel }: NotificationRequest, target: string | null): RequestIssue[] {
  if (target === null) {
    return [{ path: 'channel', message: 'is not a channel: write its name, such as "#backups", or its id' }];
  }
  if (!createChannel || !target.startsWith('#') || NEW_NAME.test(target)) return [];
  const message =
    'can’t be made: a name in Slack has small letters, digits, "-" and "_" only, 80 characters at most, and not only "-" and "_"';
  return [{ path: 'channel', message }];
}

const INVITE = 'Invite the app there with /invite @OpsKnight, and send the notification again.';

/** What a sender does about it, where that is something else than for the cards of incidents. */
const REMEDIES: Record<string, Explanation> = {
  channel_not_found: {
    meaning: 'There is no such channel, or it is private and the app is not in it.',
    remedy: `Check the name; if the channel is private: ${INVITE} To have it made when it is missing, send create_channel.`,
  },
  not_in_channel: { meaning: 'The app is not in the channel, and may not join it.', remedy: INVITE },
  no_permission: { meaning: 'The app may not post there.', remedy: INVITE },
  name_taken: {
    meaning: 'The name is taken: by a private channel that the app is not in, or by a person or a user group.',
    remedy: `If it is a private channel: ${INVITE} Else choose another name.`,
  },
  is_archived: {
    meaning: 'The channel is archived.',
    remedy: 'Unarchive it, or name another channel, and send the notification again.',
  },
};

/** Why a notification failed, and what its sender does about it. */
export function explainFailure(error: string): Explanation {
  return lookUp(REMEDIES, error) ?? explain(error);
}

/**
 * Whether whoever has the key may know of it: of those sent with another one, only keys that are neither of a service nor of a
 * connection do, and of those through another connection than the organisation's, only keys for everything.
 */
export function isKnownTo(
  { apiKeyId, connectionId }: Pick<Notification, 'apiKeyId' | 'connectionId'>,
  { id, serviceId, reach }: { id: number; serviceId: number | null; reach: KeyReach },
  primaryId: number,
): boolean {
  if (apiKeyId === id) return true;
  return serviceId === null && (reach === 'everything' || (reach === 'organisation' && connectionId === primaryId));
}
