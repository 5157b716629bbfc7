import { z } from 'zod';
import { lookUp } from '../../lib/look-up.ts';
import { end, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientWord, requiredWord, wordOf } from './lenient.ts';
import { urgencyOf } from './severity.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/* What the script of docs/integrations/nagios.md sends for a notification of Nagios or Icinga about a host or one of its checks. */

/** A macro stands as it is where the monitor knows nothing of it. */
const macro = z
  .unknown()
  .optional()
  .transform((value) => {
    const word = wordOf(value);
    return word === null || /^\$[\w.]+\$$/.test(word) ? null : word;
  });

const schema = z.object({
  notification_type: requiredWord,
  host: requiredWord,
  monitor: lenientWord,
  address: macro,
  check: macro,
  state: macro,
  output: macro,
  service: macro,
  url: macro,
});

type Notification = z.infer<typeof schema>;

/** What a state means as a severity. Of what is unknown nobody can say that it is well. */
const SEVERITIES: Record<string, string> = { DOWN: 'critical', UNREACHABLE: 'critical', UNKNOWN: 'warning' };
const WELL = ['OK', 'UP'];

export const nagios: WebhookFormat = {
  path: '/api/integrations/nagios',
  read(body) {
    const draft = toDraft(parseWebhook(schema, body, 'Nagios or Icinga'));
    return draft === null ? [] : [{ ok: true, draft }];
  },
};

/** null for downtimes and flapping: nobody is called for that. */
function toDraft(said: Notification): Draft | null {
  const { host, check, state, address } = said;
  const source = said.monitor ?? 'Nagios';
  const place = check === null ? host : `${host}/${check}`;
  const dedupKey = `${source.toLowerCase()}:${place}`;
  const labels = { host, check, state, address };
  const isWell = WELL.includes(state?.toUpperCase() ?? '');
  switch (said.notification_type.toUpperCase()) {
    case 'RECOVERY':
      return end('resolve', { dedupKey, source, labels });
    case 'ACKNOWLEDGEMENT':
      return end('acknowledge', { dedupKey, source, labels });
    case 'CUSTOM':
      return isWell ? note(said, source, place) : problem(said, { source, dedupKey, labels });
    case 'PROBLEM':
      return problem(said, { source, dedupKey, labels });
    default:
      return null;
  }
}

function problem(
  { host, check, state, output, service, url }: Notification,
  known: { source: string; dedupKey: string; labels: Record<string, unknown> },
): Draft {
  return trigger({
    ...known,
    title: `${check === null ? host : `${check} on ${host}`} is ${state ?? 'in trouble'}`,
    service,
    description: output,
    urgency: urgencyOf(state && (lookUp(SEVERITIES, state.toUpperCase()) ?? state)),
    url: webAddressOf(url),
    components: [host],
    details: known.labels,
  });
}

/** Somebody has sent a notification by hand about what is well: to try it, mostly. */
function note({ output, service }: Notification, source: string, place: string): Draft {
  return trigger({
    title: `A notification about ${place}, which is well`,
    source,
    dedupKey: `${source.toLowerCase()}:custom:${place}`,
    service,
    description: output,
    urgency: 'LOW',
  });
}
