import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { onceOf } from '../idempotency.ts';
import { RefusedRequest } from '../refused-request.ts';
import { bearerKey } from './bearer.ts';
import { alertBodyLimit, readJson } from './body.ts';
import { type Draft, type Reading, type TakenIn, takeIn } from './intake.ts';
import { type NativeEvent, readNativeEvent } from './native-event.ts';
import { refuseWhenBusy } from './overload.ts';
import { resultsToTell } from './results.ts';
import { ServiceLookup } from './services.ts';

/** Events of one request. */
const MAX_EVENTS = 1_000;

/** `POST /api/events`: one native event, or an array of them. */
export function nativeEventRoutes(deps: HttpDeps) {
  return new Hono().post(
    '/api/events',
    bearerKey(deps, () => 'alerts'),
    refuseWhenBusy(deps.pendingWrites),
    alertBodyLimit,
    async (c) => {
      const key = c.var.apiKey;
      const body = await readJson(c);
      const services = new ServiceLookup(deps.settings, key);
      const { results, refused } = await takeIn(
        readNative(body),
        services,
        key,
        deps,
        onceOf(c, key, await c.req.text(), deps),
      );
      if (refused) throw nothingGood(refused, Array.isArray(body));
      return c.json({ results: resultsToTell(results) }, 202);
    },
  );
}

/** What one request says. Throws `RefusedRequest` for a body that is no list of events. */
export function readNative(body: unknown): Reading[] {
  return eventsOf(body).map(read);
}

function eventsOf(body: unknown): unknown[] {
  if (!Array.isArray(body)) return [body];
  if (body.length === 0) throw wrongCount('The array is empty: send at least one event.');
  if (body.length > MAX_EVENTS) {
    throw wrongCount(`${body.length} events are too many: send at most ${MAX_EVENTS} at a time. None was taken in.`);
  }
  return body;
}

function wrongCount(message: string): RefusedRequest {
  return new RefusedRequest(400, message, { issues: [{ path: '', message }] });
}

function read(input: unknown): Reading {
  const reading = readNativeEvent(input);
  return reading.ok ? { ok: true, draft: toDraft(reading.event) } : reading;
}

function toDraft(event: NativeEvent): Draft {
  const { service } = event;
  if (event.event_action === 'trigger') {
    const { title, description, urgency, components, source, url, details, dedup_key: dedupKey } = event;
    return {
      action: 'trigger',
      service,
      report: { title, description, urgency, components, source, url, details, dedupKey },
    };
  }
  return { action: event.event_action, service, dedupKey: event.dedup_key, source: event.source };
}

function nothingGood(refused: NonNullable<TakenIn['refused']>, isArray: boolean): RefusedRequest {
  const issues = refused.flatMap(({ index, issues }) =>
    isArray ? issues.map((issue) => ({ ...issue, path: placeIn(index, issue.path) })) : issues,
  );
  const message = isArray ? 'None of the events is valid, so none was taken in.' : 'The event is not valid.';
  return new RefusedRequest(400, message, { issues });
}

function placeIn(index: number, path: string): string {
  return path === '' ? `[${index}]` : `[${index}].${path}`;
}
