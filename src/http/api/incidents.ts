import { setImmediate } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { AskedCommand } from '../../incidents/commands.ts';
import type { ReportOutcome } from '../../incidents/service.ts';
import type { CommitGuards, IncidentFilter, IncidentStore } from '../../incidents/store.ts';
import {
  type Incident,
  incidentKey,
  LIVE_STATUSES,
  parseIncidentKey,
  STATUSES,
  type Status,
} from '../../incidents/types.ts';
import type { ApiKey } from '../../keys/store.ts';
import { isObject } from '../../lib/json-value.ts';
import { URGENCIES } from '../../oncall/urgency.ts';
import { markdownOf } from '../../post-mortems/document.ts';
import { asManyAsFit, boundedIncident } from '../../words/json/bounded.ts';
import { incidentJson, taskJson, timelineJson } from '../../words/json/incident.ts';
import { actorName } from '../../words/plain-writer.ts';
import { rejectionSentence } from '../../words/rejections.ts';
import type { HttpDeps } from '../deps.ts';
import { onceOf } from '../idempotency.ts';
import { toReport } from '../ingest/alert.ts';
import { bearerKey, type KeyHolder, toReadOrAct } from '../ingest/bearer.ts';
import { alertBodyLimit, readJson } from '../ingest/body.ts';
import { explain, issuesOf } from '../ingest/messages.ts';
import { readNativeEvent } from '../ingest/native-event.ts';
import { refuseWhenBusy } from '../ingest/overload.ts';
import { guardsOf, monitor } from '../ingest/receive.ts';
import { ServiceLookup } from '../ingest/services.ts';
import { eyesOf, knownToKey } from '../known-to-key.ts';
import { RefusedRequest } from '../refused-request.ts';
import { API_ACTIONS, editBody } from './actions.ts';
import { postMortemJson } from './post-mortem.ts';

const MAX_LISTED = 100;
/** Of a list, so many parts are looked through before it is answered with what was found. */
const MAX_PARTS = 10;
/** Of a timeline, the newest, as far as they fit into an answer. */
const MAX_EVENTS = 500;

const upperCase = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : value);
const cursor = z.coerce.number().int().min(1).optional();
export const listQuery = z.object({
  status: z.preprocess(upperCase, z.enum([...STATUSES, 'LIVE', 'ALL'])).default('ALL'),
  urgency: z.preprocess(upperCase, z.enum(URGENCIES)).optional(),
  service: z.string().optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(50),
  cursor,
});
export const timelineQuery = z.object({ cursor });

/**
 * `/api/incidents`: lists, one, its timeline, a new one, and what can be done to it. A key sees what everybody may see, and a
 * key of a service the incidents of that service.
 */
export function incidentApiRoutes(deps: HttpDeps) {
  const { store, incidents, clock } = deps;
  const app = new Hono<KeyHolder>();
  app.use('/api/incidents/*', bearerKey(deps, toReadOrAct), refuseWhenBusy(deps.pendingWrites), alertBodyLimit);

  app.get('/api/incidents', async (c) => {
    const { status, urgency, service, q, limit, cursor } = parsed(listQuery, queryOf(c), 'The query');
    const { apiKey } = c.var;
    const serviceId = service === undefined ? apiKey.serviceId : await serviceOf(service, apiKey, deps);
    const filter: IncidentFilter = {
      statuses: statusesOf(status),
      ...(urgency && { urgency }),
      ...(serviceId !== null && { serviceId }),
      ...(q && { text: q }),
      viewer: eyesOf(apiKey),
    };
    const { found, next } = await newest(filter, limit, cursor ?? null, store);
    const listed = asManyAsFit(
      (await inJson(found, apiKey, deps)).map(({ description: _, details: __, related: ___, ...one }) => one),
    );
    const behind = listed.length < found.length ? found[listed.length - 1]?.number : next;
    return c.json({ incidents: listed, next_cursor: behind ? String(behind) : null });
  });

  app.post('/api/incidents', async (c) => {
    const key = c.var.apiKey;
    const body = await readJson(c);
    const event = { ...(isObject(body) ? body : {}), event_action: 'trigger' };
    const reading = readNativeEvent(isObject(body) ? event : body);
    if (!reading.ok) throw new RefusedRequest(400, 'The incident is not valid.', { issues: reading.issues });
    if (reading.event.event_action !== 'trigger') throw new Error('an incident is made of a trigger');
    const { event_action: _, service, dedup_key, ...said } = reading.event;
    const serviceId = await serviceOf(service, key, deps);
    const guards = await onceGuards(c, await c.req.text(), deps);
    const report = toReport({ ...said, serviceId, dedupKey: dedup_key ?? guards.requestKey ?? null });
    const outcome = await incidents.report(report, monitor(null, key), guards);
    const { incident, isNew } = await reported(outcome, store);
    // Whoever knows a dedup key may say that it is the same again, and learns no more of it than what they say.
    const isKnown = await store.isVisible(incident.number, eyesOf(key));
    const shown = isKnown ? await oneInJson(incident, key, deps) : { number: incidentKey(incident.number) };
    return c.json({ incident: shown }, isNew ? 201 : 200);
  });

  app.get('/api/incidents/:number', async (c) => {
    const shown = await oneInJson(await find(c, deps), c.var.apiKey, deps, 2);
    return c.json({ incident: shown, ...shown });
  });

  app.get('/api/incidents/:number/timeline', async (c) => {
    const { number } = await find(c, deps);
    const { cursor } = parsed(timelineQuery, c.req.query(), 'The query');
    const events = await store.timeline(number, {
      eyes: eyesOf(c.var.apiKey),
      limit: MAX_EVENTS,
      ...(cursor && { before: cursor }),
    });
    const newestFirst = asManyAsFit(events.map(timelineJson).reverse());
    const oldest = events[events.length - newestFirst.length];
    const isMore = oldest && (await store.countTimelineBefore(number, oldest.id, eyesOf(c.var.apiKey))) > 0;
    return c.json({ timeline: newestFirst.reverse(), next_cursor: isMore ? String(oldest.id) : null });
  });

  app.get('/api/incidents/:number/tasks', async (c) => {
    const { number } = await find(c, deps);
    return c.json({ tasks: asManyAsFit((await store.tasks(number, eyesOf(c.var.apiKey))).map(taskJson)) });
  });

  app.get('/api/incidents/:number/postmortem', async (c) => {
    const incident = await find(c, deps);
    const postMortem = await deps.postMortems.get(incident.number);
    if (!postMortem) throw new RefusedRequest(404, 'This incident has no post-mortem yet.');
    const markdown = markdownOf(postMortem);
    return c.json(postMortemJson(postMortem, incident, markdown, deps.baseUrl));
  });

  const does = async (c: Context<KeyHolder>, command: AskedCommand, text: string) => {
    const { number } = await find(c, deps);
    const guards = await onceGuards(c, text, deps);
    const outcome = await incidents.execute(number, command, monitor(null, c.var.apiKey), guards);
    if (outcome.kind === 'rejected') {
      const message = rejectionSentence(outcome.rejection, outcome.incident, clock.now(), actorName);
      // Not what the incident is stands in the way, but what was asked.
      const isAsked = ['snooze_out_of_range', 'due_out_of_range', 'next_update_out_of_range'].includes(
        outcome.rejection.reason,
      );
      throw isAsked ? new RefusedRequest(400, message, { issues: [{ path: '', message }] }) : conflict(message);
    }
    const incident = outcome.kind === 'done' ? outcome.incident : await find(c, deps);
    return c.json({ incident: await oneInJson(incident, c.var.apiKey, deps) });
  };

  for (const [name, action] of Object.entries(API_ACTIONS)) {
    app.post(`/api/incidents/:number/${name}`, async (c) => {
      await find(c, deps);
      const text = await c.req.text();
      const body = text.trim() === '' ? {} : await readJson(c);
      return does(c, parsed(action, body, 'The body')(clock.now()), text);
    });
  }

  app.post('/api/incidents/:number/edit', async (c) => {
    await find(c, deps);
    const text = await c.req.text();
    const { service, ...rest } = parsed(editBody, await readJson(c), 'The body');
    // A key of a service can't give its incidents away, nor make them nobody's.
    const serviceId = service === undefined ? undefined : await serviceOf(service, c.var.apiKey, deps);
    return does(c, { type: 'edit', ...rest, ...(serviceId !== undefined && { serviceId }) }, text);
  });
  return app;
}

/** The incident that a report was for, and whether it has opened it: asked for again, the answer is that of the first time. */
async function reported(outcome: ReportOutcome, store: IncidentStore): Promise<{ incident: Incident; isNew: boolean }> {
  if (outcome.kind !== 'repeated') return { incident: outcome.incident, isNew: outcome.kind === 'opened' };
  const { incident: number, isNew } = outcome.effect ?? { incident: null, isNew: false };
  const incident = number === null ? null : await store.get(number);
  if (!incident) throw conflict('This was asked before and has had its effect.');
  return { incident, isNew };
}

/** A filter that is left empty, as scripts and forms leave it, is none. */
function queryOf(c: Context): Record<string, string> {
  return Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value.trim() !== ''));
}

function statusesOf(choice: Status | 'LIVE' | 'ALL'): readonly Status[] {
  if (choice === 'LIVE') return LIVE_STATUSES;
  return choice === 'ALL' ? STATUSES : [choice];
}

async function find(c: Context<KeyHolder>, { store }: HttpDeps): Promise<Incident> {
  const incident = await knownToKey(parseIncidentKey(c.req.param('number') ?? ''), c.var.apiKey, store);
  if (incident) return incident;
  throw new RefusedRequest(404, 'There is no incident with this number that this key may see.');
}

/** The service that is asked for, or the key's own; a name that is none is a mistake of the caller. */
async function serviceOf(name: string | null, key: ApiKey, { settings }: HttpDeps): Promise<number | null> {
  const found = await new ServiceLookup(settings, key).find(name);
  if (found.ok) return found.serviceId;
  throw new RefusedRequest(400, 'The service is not known.', { issues: [found.issue] });
}

/** Of other incidents, those are named that the key may know of. */
async function inJson(incidents: Incident[], key: ApiKey, { settings, store, baseUrl }: HttpDeps) {
  const names = new Map((await settings.services()).map(({ id, name }) => [id, name]));
  return Promise.all(
    incidents.map(async (one) => {
      const service = one.serviceId === null ? null : (names.get(one.serviceId) ?? null);
      return incidentJson(one, service, await knownOf(othersOf(one), key, store), baseUrl);
    }),
  );
}

function othersOf({ state, merged, related }: Incident): number[] {
  return [...(state.status === 'MERGED' ? [state.into] : []), ...merged, ...related];
}

async function knownOf(numbers: number[], key: ApiKey, store: IncidentStore): Promise<number[]> {
  const known = await Promise.all(numbers.map((number) => store.isVisible(number, eyesOf(key))));
  return numbers.filter((_, index) => known[index]);
}

/** @param times how often the answer has it */
async function oneInJson(incident: Incident, key: ApiKey, deps: HttpDeps, times = 1) {
  const [whole] = await inJson([incident], key, deps);
  if (!whole) throw new Error('one incident is one');
  return boundedIncident(whole, times);
}

/** What the key may touch, and that nothing happens twice that is asked the same again. */
async function onceGuards(c: Context<KeyHolder>, body: string, deps: HttpDeps): Promise<CommitGuards> {
  const key = c.var.apiKey;
  const once = onceOf(c, key, body, deps);
  await once?.claim();
  return { ...guardsOf(key), eyes: eyesOf(key), ...(once && { requestKey: once.key }) };
}

function parsed<Value>(schema: z.ZodType<Value>, input: unknown, what: string): Value {
  const { data, error } = schema.safeParse(input, { error: explain });
  if (!error) return data;
  throw new RefusedRequest(400, `${what} is not valid.`, { issues: issuesOf(error) });
}

function conflict(message: string): RefusedRequest {
  return new RefusedRequest(409, message);
}

/** What is live is few, wherever it is; all else is looked for part by part, so that no answer costs more the older the database is. */
async function newest(
  filter: IncidentFilter,
  limit: number,
  before: number | null,
  store: IncidentStore,
): Promise<{ found: Incident[]; next: number | null }> {
  if (filter.statuses.every((status) => LIVE_STATUSES.some((live) => live === status))) {
    const asked = { ...filter, ...(before !== null && { before }), order: 'newest', offset: 0 } as const;
    const { incidents } = await store.list({ ...asked, limit: limit + 1 });
    const found = incidents.slice(0, limit);
    return { found, next: incidents.length > limit ? (found.at(-1)?.number ?? null) : null };
  }
  const found: Incident[] = [];
  let next = before;
  for (let part = 0; part < MAX_PARTS; part++) {
    const cursor = next === null ? null : ({ order: 'newest', number: next } as const);
    const { incidents, next: behind } = await store.newest(filter, limit - found.length, cursor);
    found.push(...incidents);
    next = behind?.number ?? null;
    if (next === null || found.length === limit) break;
    await setImmediate();
  }
  return { found, next };
}
