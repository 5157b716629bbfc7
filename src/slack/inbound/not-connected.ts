import type { ReceiverEvent } from '@slack/bolt';
import { z } from 'zod';
import { SECOND } from '../../lib/clock.ts';

const WORDS =
  'OpsKnight is not connected to this workspace, or not any more: nothing was done. Whoever runs OpsKnight can install it here again.';
const PATIENCE = 3 * SECOND;

const text = z.string().optional().catch(undefined);
const request = z.object({ type: text, command: text, response_url: text }).catch({});

/** Tells somebody in a workspace that is not connected so, where that takes no token; Slack's events need no more than an answer. */
export async function answerNotConnected({ body, ack }: Pick<ReceiverEvent, 'body' | 'ack'>): Promise<void> {
  const { type, command, response_url: responseUrl } = request.parse(body);
  if (command !== undefined) return ack({ response_type: 'ephemeral', text: WORDS });
  if (type === 'view_submission') {
    const blocks = [{ type: 'section', text: { type: 'plain_text', text: WORDS } }];
    return ack({
      response_action: 'update',
      view: { type: 'modal', title: { type: 'plain_text', text: 'OpsKnight' }, blocks },
    });
  }
  if (type === 'block_suggestion') return ack({ options: [] });
  await ack();
  if (responseUrl === undefined) return;
  await fetch(responseUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text: WORDS }),
    signal: AbortSignal.timeout(PATIENCE),
  });
}
