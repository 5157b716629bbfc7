import { z } from 'zod';
import { isObject } from '../../lib/json-value.ts';
import { end, serviceIn, trigger } from './drafts.ts';
import type { Draft } from './intake.ts';
import { lenientText } from './lenient.ts';
import { webAddressOf } from './web-address.ts';
import { parseWebhook, type WebhookFormat } from './webhook.ts';

/*
 * The webhook of Uptime Kuma with its own body, "application/json": `{heartbeat, monitor, msg}`. Its test button, and its word that
 * a certificate runs out, send a message alone.
 */

const SOURCE = 'Uptime Kuma';
/** The statuses of a heartbeat. */
const DOWN = 0;
const UP = 1;
const MAX_TAGS = 50;

const schema = z.object({
  msg: z.string(),
  heartbeat: z.object({ status: z.number(), msg: lenientText }).nullish(),
  monitor: z
    .object({
      id: z.union([z.number(), z.string()]),
      name: z.string(),
      url: lenientText,
      hostname: lenientText,
      type: lenientText,
      tags: z.unknown().optional(),
    })
    .nullish(),
});

type Notification = z.infer<typeof schema>;

export const uptimeKuma: WebhookFormat = {
  path: '/api/integrations/uptime-kuma',
  read(body) {
    const notification = parseWebhook(schema, body, SOURCE);
    return isNoNews(notification) ? [] : [{ ok: true, draft: toDraft(notification) }];
  },
};

/** It tries again before something counts as down, or something is in maintenance: nobody is called for that. */
function isNoNews({ heartbeat }: Notification): boolean {
  return heartbeat ? heartbeat.status !== UP && heartbeat.status !== DOWN : false;
}

function toDraft({ msg, heartbeat, monitor }: Notification): Draft {
  if (!heartbeat || !monitor) {
    return trigger({ title: msg, source: SOURCE, dedupKey: `uptime-kuma:message:${msg}`, urgency: 'LOW' });
  }
  // Every Uptime Kuma counts its monitors from 1: the name tells those of two servers apart.
  const dedupKey = `uptime-kuma:${monitor.id}:${monitor.name}`;
  const { name, type, hostname } = monitor;
  const tags = tagsOf(monitor.tags);
  const labels = { monitor: name, type, hostname, ...tags };
  if (heartbeat.status === UP) return end('resolve', { dedupKey, source: SOURCE, labels });
  return trigger({
    title: `${monitor.name} is down`,
    source: SOURCE,
    dedupKey,
    labels,
    service: serviceIn(tags),
    description: heartbeat.msg,
    url: webAddressOf(monitor.url),
    components: monitor.hostname === null ? [] : [monitor.hostname],
    details: monitor.type === null ? null : { type: monitor.type },
  });
}

function tagsOf(tags: unknown): Record<string, unknown> {
  const known = Array.isArray(tags) ? tags.slice(0, MAX_TAGS).filter(isObject) : [];
  return Object.fromEntries(known.flatMap(({ name, value }) => (typeof name === 'string' ? [[name, value]] : [])));
}
