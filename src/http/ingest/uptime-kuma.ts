import { z } from 'zod';
import { RefusedRequest } from '../refused-request.ts';
import type { Draft } from './intake.ts';
import { isObject } from './json-value.ts';
import { lenientText, textOf } from './lenient.ts';
import { explain, issuesOf } from './messages.ts';
import { webAddressOf } from './web-address.ts';
import type { WebhookFormat } from './webhook.ts';

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
    const { data, error } = schema.safeParse(body, { error: explain });
    if (!error) return isNoNews(data) ? [] : [{ ok: true, draft: toDraft(data) }];
    throw new RefusedRequest(400, 'This is no webhook of Uptime Kuma.', { issues: issuesOf(error) });
  },
};

/** It tries again before something counts as down, or something is in maintenance: nobody is called for that. */
function isNoNews({ heartbeat }: Notification): boolean {
  return heartbeat ? heartbeat.status !== UP && heartbeat.status !== DOWN : false;
}

function toDraft({ msg, heartbeat, monitor }: Notification): Draft {
  if (!heartbeat || !monitor) return trigger(msg, { dedupKey: `uptime-kuma:message:${msg}`, urgency: 'LOW' });
  // Every Uptime Kuma counts its monitors from 1: the name tells those of two servers apart.
  const dedupKey = `uptime-kuma:${monitor.id}:${monitor.name}`;
  const { name, type, hostname } = monitor;
  const labels = { monitor: name, type, hostname, ...tagsOf(monitor.tags) };
  if (heartbeat.status === UP) return { action: 'resolve', service: null, dedupKey, source: SOURCE, labels };
  return trigger(`${monitor.name} is down`, {
    dedupKey,
    labels,
    service: serviceIn(monitor.tags),
    description: heartbeat.msg,
    url: webAddressOf(monitor.url),
    components: monitor.hostname === null ? [] : [monitor.hostname],
    details: monitor.type === null ? null : { type: monitor.type },
  });
}

type Said = Partial<Omit<Extract<Draft, { action: 'trigger' }>['report'], 'title' | 'source'>> & {
  dedupKey: string;
  service?: string | null;
  labels?: Record<string, unknown>;
};

function trigger(title: string, { service = null, labels, ...said }: Said): Draft {
  const unsaid = { description: null, urgency: 'HIGH', url: null, details: null } as const;
  const report = { ...unsaid, components: [], ...said, title, source: SOURCE };
  return { action: 'trigger', service, report, ...(labels && { labels }) };
}

/** A tag called "service" names it. */
function serviceIn(tags: unknown): string | null {
  return textOf(Object.entries(tagsOf(tags)).find(([name]) => name.toLowerCase() === 'service')?.[1]);
}

function tagsOf(tags: unknown): Record<string, unknown> {
  const known = Array.isArray(tags) ? tags.slice(0, MAX_TAGS).filter(isObject) : [];
  return Object.fromEntries(known.flatMap(({ name, value }) => (typeof name === 'string' ? [[name, value]] : [])));
}
