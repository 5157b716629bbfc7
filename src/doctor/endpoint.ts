import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { SECOND } from '../lib/clock.ts';
import { type Finding, well, wrong } from './finding.ts';

const ADDRESS = '/api/slack/events';
const given = z.object({ challenge: z.string() });

/** Whether what Slack sends would arrive, whole and in time: asks at the public address as Slack does when an address is entered. */
export async function examineEndpoint(baseUrl: string | null, signingSecret: string): Promise<Finding> {
  const address = `${baseUrl}${ADDRESS}`;
  if (!baseUrl?.startsWith('https:')) {
    return wrong(
      `Slack's requests: BASE_URL is ${baseUrl ?? 'not set'}, and Slack calls only https addresses`,
      'Set BASE_URL to the public https address of this server, or leave out SLACK_SIGNING_SECRET and use Socket Mode.',
    );
  }
  const remedy = 'Does OpsKnight run, and does your proxy hand on this path with its headers, and the body as it is?';
  try {
    const challenge = randomBytes(16).toString('hex');
    const answer = await ask(address, signingSecret, JSON.stringify({ type: 'url_verification', challenge }));
    if (answer.ok && given.safeParse(await answer.json()).data?.challenge === challenge) {
      return well(`Slack's requests: they arrive at ${address}`);
    }
    return wrong(`Slack's requests: ${address} answers with HTTP ${answer.status}`, remedy);
  } catch (error) {
    const reason = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : error;
    return wrong(`Slack's requests: ${address} can't be asked (${reason})`, remedy);
  }
}

function ask(address: string, signingSecret: string, body: string): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / SECOND));
  const hash = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(address, {
    method: 'POST',
    body,
    redirect: 'error', // Slack follows none
    signal: AbortSignal.timeout(3 * SECOND),
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
    },
  });
}
