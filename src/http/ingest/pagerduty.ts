import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ApiKey } from '../../keys/store.ts';
import { isObject } from '../../lib/json-value.ts';
import { cutTo, oneLine } from '../../words/text.ts';
import type { HttpDeps } from '../deps.ts';
import { MAX_ISSUES, type RefusalStatus, RefusedRequest } from '../refused-request.ts';
import { alertBodyLimit, readJson } from './body.ts';
import { type Draft, type Reading, takeInOne } from './intake.ts';
import { type KeyCheck, keyCheck } from './key-check.ts';
import { lenientWord, textOf } from './lenient.ts';
import { refuseWhenBusy } from './overload.ts';
import { urgencyOf } from './severity.ts';
import { linksOf, webAddressOf } from './web-address.ts';

/*
 * PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/send-alert-event), answered as PagerDuty does, so that whatever
 * can send to PagerDuty sends to us when its address is changed. One of our keys is the routing key.
 */

const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
/** Links, or images, of one event. */
const MAX_LINKS = 20;
const MAX_TEXT = 64 * 1024;
/** Of the summary of a change. */
const MAX_LOGGED = 255;

const present = (name: string) =>
  z.string({ error: `'${name}' is missing or blank` }).refine((text) => text.trim() !== '', {
    error: `'${name}' is missing or blank`,
  });
const oneOf = <Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
    z.enum(choices, { error: ({ input }) => wrongChoice(name, input, choices) }),
  );
/** Read in the same way by every action: what a trigger has opened, a resolve closes. */
const dedupKey = lenientWord.refine((key): key is string => key !== null, { error: "'dedup_key' is missing or blank" });
const list = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) ? value.slice(0, MAX_LINKS).filter(isObject) : []));

const eventSchema = z.discriminatedUnion(
  'event_action',
  [
    z.object({
      event_action: z.literal('trigger'),
      dedup_key: lenientWord,
      payload: z.object(
        {
          summary: present('payload.summary'),
          source: present('payload.source'),
          severity: oneOf('payload.severity', SEVERITIES),
          timestamp: lenientWord,
          component: lenientWord,
          group: lenientWord,
          class: lenientWord,
          custom_details: z.unknown().optional(),
        },
        { error: "'payload' is missing or blank" },
      ),
      images: list,
      links: list,
      client: lenientWord,
      client_url: lenientWord,
    }),
    z.object({ event_action: z.literal('acknowledge'), dedup_key: dedupKey }),
    z.object({ event_action: z.literal('resolve'), dedup_key: dedupKey }),
  ],
  { error: ({ input }) => wrongChoice('event_action', isObject(input) ? input['event_action'] : input, ACTIONS) },
);

type PagerDutyEvent = z.infer<typeof eventSchema>;

function wrongChoice(name: string, input: unknown, choices: readonly string[]): string {
  if (input === undefined || input === null || input === '') return `'${name}' is missing or blank`;
  return `'${name}' is invalid (must be one of the following: ${choices.map((choice) => `'${choice}'`).join(', ')})`;
}

const changeSchema = z.object({
  payload: z.object({ summary: present('payload.summary') }, { error: "'payload' is missing or blank" }),
});

/** An event as it is sent, its key left aside. */
export function readPagerDuty(body: unknown): Reading[] {
  if (!isObject(body)) return [{ ok: false, issues: [{ path: '', message: 'must be an object' }] }];
  const { data, error } = eventSchema.safeParse(withAction(body));
  if (!error) return [{ ok: true, draft: toDraft(data) }];
  return [{ ok: false, issues: wordsOf(error).map((message) => ({ path: '', message })) }];
}

/** `POST /v2/enqueue` and `POST /v2/change/enqueue` */
export function pagerDutyRoutes(deps: HttpDeps): Hono {
  const check = keyCheck(deps);
  const guards = [refuseWhenBusy(deps.pendingWrites), alertBodyLimit] as const;
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof RefusedRequest)) throw error;
    const { status, message } = error;
    for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
    if (status === 400) return c.json(UNREADABLE, status);
    if (status !== 429) return invalid(c, [message], status);
    return c.json({ status: 'throttle exceeded', message, errors: [message] }, status);
  });
  app.post('/v2/enqueue', ...guards, async (c) => {
    const request = await readRequest(c, check);
    if ('errors' in request) return invalid(c, request.errors);
    const parsed = eventSchema.safeParse(withAction(request.body));
    if (!parsed.success) return invalid(c, wordsOf(parsed.error));
    const { dedup_key } = await takeInOne(toDraft(parsed.data), request.key, deps);
    return c.json({ status: 'success', message: 'Event processed', dedup_key }, 202);
  });

  // Something was deployed or set: nothing that anybody has to be called for. Senders of alerts send these beside them.
  app.post('/v2/change/enqueue', ...guards, async (c) => {
    const request = await readRequest(c, check);
    if ('errors' in request) return invalid(c, request.errors);
    const parsed = changeSchema.safeParse(request.body);
    if (!parsed.success) return invalid(c, wordsOf(parsed.error));
    const summary = cutTo(MAX_LOGGED, oneLine(parsed.data.payload.summary));
    deps.logger.info({ key: request.key.name, summary }, 'a change was reported');
    return c.json({ status: 'success', message: 'Change event processed' }, 202);
  });
  return app;
}

type EventRequest = { body: Record<string, unknown>; key: ApiKey } | { errors: string[] };

/** An object with one of our keys as its routing key. */
async function readRequest(c: Context, check: KeyCheck): Promise<EventRequest> {
  const body = await readJson(c);
  if (!isObject(body)) return { errors: ['The body must be a JSON object'] };
  const routingKey = textOf(body['routing_key']);
  if (routingKey === null) return { errors: ["'routing_key' is missing or blank"] };
  const key = await check(routingKey, 'alerts');
  return key ? { body, key } : { errors: ["'routing_key' is not a key that is in use"] };
}

function wordsOf(error: z.ZodError): string[] {
  return error.issues.map(({ message }) => message);
}

/** Any case and any space around it, as PagerDuty takes it. */
function withAction(body: Record<string, unknown>): unknown {
  const { event_action: action } = body;
  return { ...body, event_action: typeof action === 'string' ? action.trim().toLowerCase() : action };
}

function invalid(c: Context, errors: string[], status: RefusalStatus = 400) {
  const message = 'Event object is invalid';
  return c.json({ status: 'invalid event', message, errors: errors.slice(0, MAX_ISSUES) }, status);
}

/** As PagerDuty answers what is no JSON. */
const UNREADABLE = {
  status: 'Unrecognized object',
  message: 'Event object format is unrecognized',
  errors: ['JSON parse error'],
};

function toDraft(event: PagerDutyEvent): Draft {
  if (event.event_action !== 'trigger') {
    return { action: event.event_action, service: null, dedupKey: event.dedup_key, source: null };
  }
  const { payload } = event;
  const own = customDetails(payload.custom_details);
  const links = linksOf(event.links.map(({ href, text }) => ({ text: textOf(text), url: textOf(href) })));
  const images = linksOf(event.images.map(({ src, alt }) => ({ text: textOf(alt), url: textOf(src) })));
  const details = {
    ...own,
    ...said({ class: payload.class, group: payload.group, client: event.client, started: payload.timestamp }),
    ...(links.length > 0 && { links }),
    ...(images.length > 0 && { images }),
  };
  return {
    action: 'trigger',
    service: textOf(own['service']),
    labels: { ...details, severity: payload.severity, component: payload.component },
    report: {
      title: payload.summary.slice(0, MAX_TEXT),
      description: null,
      urgency: urgencyOf(payload.severity),
      components: payload.component === null ? [] : [payload.component],
      source: payload.source.slice(0, MAX_TEXT),
      url: webAddressOf(event.client_url) ?? links[0]?.url ?? null,
      details: Object.keys(details).length > 0 ? details : null,
      dedupKey: event.dedup_key,
    },
  };
}

function customDetails(details: unknown): Record<string, unknown> {
  if (details === undefined || details === null) return {};
  return isObject(details) ? details : { custom_details: details };
}

function said(fields: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
