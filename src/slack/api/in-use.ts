import type { WebClient } from '@slack/web-api';
import type { UtcMs } from '../../lib/clock.ts';

const NEWEST = 200;
/** Each is a call: whoever writes in more threads than these has written in one of them. */
const MAX_THREADS = 5;

/** Whether a person has written in a channel since then, by Slack's clock. */
export async function isInUse(client: WebClient, channel: string, since: UtcMs): Promise<boolean> {
  const { messages = [] } = await client.conversations.history({ channel, limit: NEWEST });
  const isSince = (ts: string | undefined) => ts !== undefined && Number(ts) * 1_000 >= since;
  const isTalk = (message: Said) => isWritten(message) && isSince(message.ts);
  if (messages.some(isTalk)) return true;
  const threads = messages.filter(({ latest_reply }) => isSince(latest_reply)).slice(0, MAX_THREADS);
  const oldest = String(Math.max(0, since) / 1_000);
  for (const { ts = '' } of threads) {
    const replies = await client.conversations.replies({ channel, ts, oldest, limit: NEWEST });
    if (replies.messages?.some(isTalk)) return true;
  }
  return false;
}

interface Said {
  ts?: string;
  user?: string;
  bot_id?: string;
  subtype?: string;
}

/** Whoever joins, or pins something, says nothing; what people send has no subtype, or one of these. */
function isWritten({ user, bot_id, subtype }: Said): boolean {
  return user !== undefined && bot_id === undefined && (subtype === undefined || SPEAKING.has(subtype));
}

const SPEAKING: ReadonlySet<string> = new Set(['thread_broadcast', 'file_share', 'me_message']);
