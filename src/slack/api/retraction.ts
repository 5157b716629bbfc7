import type { WebClient } from '@slack/web-api';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { Retracted } from '../../notifications/queue/slack-port.ts';
import type { PostedAt } from '../../notifications/queue/store.ts';
import { type CarriedMetadata, deliveryOf } from './delivery-metadata.ts';
import { toSlackFailure } from './failures.ts';
import { pagesOf } from './pages.ts';

/** What is left of a message that Slack does not let the app delete. */
export const TAKEN_BACK = '🔒 This incident continues in private.';

const PAGE = 200;

/** Takes back what the app has said in a thread. Each call waits for its budget. */
export async function retract(
  client: WebClient,
  { channelId, ts }: PostedAt,
  { about, withMessage }: Retracted,
): Promise<void> {
  const said = await saidIn(client, channelId, ts);
  const ofThread = said.filter((one) => one.ts !== ts && (about === null || isAbout(one, about)));
  for (const one of ofThread) await takeBack(client, channelId, one.ts);
  if (withMessage) await takeBack(client, channelId, ts);
}

interface SaidMessage {
  ts: string;
  text: string;
  blocks: unknown;
}

/** The app's own messages of a thread, but for those that are taken back already. */
async function saidIn(client: WebClient, channel: string, ts: string): Promise<SaidMessage[]> {
  const said: SaidMessage[] = [];
  const read = (cursor: string | undefined) =>
    client.conversations.replies({ channel, ts, include_all_metadata: true, limit: PAGE, cursor });
  try {
    for await (const page of pagesOf(read)) {
      for (const { ts, text = '', blocks, metadata } of page.messages ?? []) {
        const isOurs = deliveryOf(metadata as CarriedMetadata) !== undefined;
        if (ts !== undefined && isOurs && text !== TAKEN_BACK) said.push({ ts, text, blocks });
      }
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return said;
}

/** Of a storm's thread, what begins a line with the name of the incident is about that one alone: its note, its new title. */
function isAbout({ text, blocks }: SaidMessage, about: string): boolean {
  const words = `${text}\n${plainText(blocks)}`;
  return new RegExp(`(?<![\\w-])${about}\\W*:`).test(words);
}

/** Everything that blocks show as text. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join('');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : plainText(inner)))
    .join('');
}

/** Where Slack keeps messages from being deleted, its words go at least. */
async function takeBack(client: WebClient, channel: string, ts: string): Promise<void> {
  try {
    await client.chat.delete({ channel, ts });
  } catch (error) {
    if (isGone(error)) return;
    if (!UNDELETABLE.has(toSlackFailure(error).code)) throw error;
    await overwrite(client, channel, ts);
  }
}

async function overwrite(client: WebClient, channel: string, ts: string): Promise<void> {
  try {
    await client.chat.update({ channel, ts, text: TAKEN_BACK, blocks: [], attachments: [] });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** https://docs.slack.dev/reference/methods/chat.delete#errors */
const UNDELETABLE = new Set(['cant_delete_message', 'compliance_exports_prevent_deletion', 'edit_window_closed']);

const GONE = new Set(['message_not_found', 'thread_not_found']);

function isGone(error: unknown): boolean {
  const failure = toSlackFailure(error);
  return failure instanceof SlackFailure && failure.kind === 'refused' && GONE.has(failure.code);
}
