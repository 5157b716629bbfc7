import { MINUTE, type UtcMs } from '../lib/clock.ts';
import { explain } from '../notifications/queue/slack-errors.ts';
import type { WebhookStore } from '../notifications/webhooks/store.ts';
import type { OutgoingHosts } from '../outside/hosts.ts';
import { secretOf } from '../outside/webhooks/request.ts';
import type { OutgoingWebhookEntry } from '../settings/schema/outgoing-webhooks.ts';
import { since } from '../words/time.ts';
import { type Finding, well, wrong } from './finding.ts';

/** A receiver may be restarted, but that takes no longer. */
const LONG_WAIT = 10 * MINUTE;

/** Whether what happens to incidents gets to the operator's other systems. */
export async function examineWebhooks(
  webhooks: readonly OutgoingWebhookEntry[],
  store: Pick<WebhookStore, 'backlog'>,
  world: { environment: Readonly<Record<string, string | undefined>>; hosts: OutgoingHosts | null },
  now: UtcMs,
): Promise<Finding[]> {
  return Promise.all(webhooks.map((webhook) => examineOne(webhook, store, world, now)));
}

async function examineOne(
  webhook: OutgoingWebhookEntry,
  store: Pick<WebhookStore, 'backlog'>,
  world: Parameters<typeof examineWebhooks>[2],
  now: UtcMs,
): Promise<Finding> {
  const what = `Outgoing webhook ${webhook.name}`;
  const read = secretOf(webhook, world);
  const { waiting, oldestAt, failed } = await store.backlog(webhook.name);
  if ('obstacle' in read) {
    const { meaning, remedy } = explain(`outgoing:${read.obstacle}`);
    return wrong(`${what}: ${meaning} ${waiting} events wait`, remedy);
  }
  if (oldestAt !== null && now - oldestAt > LONG_WAIT) {
    return wrong(
      `${what}: ${waiting} events wait, the oldest came ${since(oldestAt, now)}`,
      `See what it answers: opsknight webhook test "${webhook.name}". What has waited for a day is given up.`,
    );
  }
  if (failed > 0) {
    return wrong(`${what}: ${failed} events were given up`, 'The line on refused deliveries says why.');
  }
  return well(`${what}: ${waiting} events wait`);
}
