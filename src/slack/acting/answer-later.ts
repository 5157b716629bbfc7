import type { WebClient } from '@slack/web-api';
import type { SlackMessage } from '../../courier/message.ts';
import type { ActingRequest } from './request.ts';

/** Answers a request long after it was acknowledged: where it was made while Slack takes that, else in the person's DM. */
export async function answerLater(client: WebClient, request: ActingRequest, message: SlackMessage): Promise<void> {
  const { responseUrl, slackUserId } = request;
  if (responseUrl && (await respondTo(responseUrl, message))) return;
  await client.chat.postMessage({ channel: slackUserId, ...message });
}

/** @returns false when Slack no longer takes answers there. */
async function respondTo(url: string, message: SlackMessage): Promise<boolean> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, response_type: 'ephemeral', replace_original: false }),
    signal: AbortSignal.timeout(10_000),
  });
  return answer.ok;
}
