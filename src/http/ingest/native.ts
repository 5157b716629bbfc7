import { Hono } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { type Issue, MAX_ISSUES, RefusedRequest } from '../refused-request.ts';
import type { ApiKey } from '../store.ts';
import { type Alert, dedupKeyOf, sourceOf, toReport } from './alert.ts';
import { bearerKey } from './bearer.ts';
import { alertBodyLimit, readJson } from './body.ts';
import { type NativeEvent, readNativeEvent } from './native-event.ts';
import { refuseWhenBusy } from './overload.ts';
import { type Receipt, receiveAlerts, type Sender } from './receive.ts';
import { ServiceLookup } from './services.ts';

/** Events of one request. */
const MAX_EVENTS = 1_000;

type Reading = { ok: true; alert: Alert } | { ok: false; issues: Issue[] };

/** What is said, in its place, of an event that does not count. */
interface BadEvent {
  error: string;
  issues: Issue[];
}

/** `POST /api/events`: one native event, or an array of them. */
export function nativeEventRoutes(deps: HttpDeps) {
  const { settings } = deps;
  return new Hono().post(
    '/api/events',
    bearerKey(deps),
    refuseWhenBusy(deps.pendingWrites),
    alertBodyLimit,
    async (c) => {
      const key: ApiKey = c.var.apiKey;
      const body = await readJson(c);
      const services = new ServiceLookup(settings, key.serviceId);
      const readings = await Promise.all(eventsOf(body).map((event) => read(event, services)));
      if (!readings.some(({ ok }) => ok)) throw nothingGood(readings, Array.isArray(body));
      return c.json({ results: await resultsOf(readings, key, deps) }, 202);
    },
  );
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

async function read(input: unknown, services: ServiceLookup): Promise<Reading> {
  const reading = readNativeEvent(input);
  if (!reading.ok) return reading;
  const service = await services.find(reading.event.service);
  if (!service.ok) return { ok: false, issues: [service.issue] };
  return { ok: true, alert: toAlert(reading.event, service.serviceId) };
}

function toAlert(event: NativeEvent, serviceId: number | null): Alert {
  if (event.event_action === 'trigger') {
    const { title, description, urgency, components, source, url, details } = event;
    const dedupKey = event.dedup_key;
    const report = { title, description, urgency, serviceId, components, source, url, details, dedupKey };
    return { action: 'trigger', report: toReport(report) };
  }
  const dedupKey = dedupKeyOf(event.dedup_key);
  return { action: event.event_action, dedupKey, serviceId, source: sourceOf(event.source) };
}

/** One result per event, in the order in which they were sent; problems are told in full as far as an answer holds them. */
async function resultsOf(readings: Reading[], sender: Sender, deps: HttpDeps): Promise<(Receipt | BadEvent)[]> {
  const alerts = readings.flatMap((reading) => (reading.ok ? [reading.alert] : []));
  const receipts = (await receiveAlerts(alerts, sender, deps)).values();
  let told = 0;
  return readings.map((reading) => {
    if (reading.ok) return nextOf(receipts);
    const issues = reading.issues.slice(0, MAX_ISSUES - told);
    told += issues.length;
    return { error: 'Not valid, so ignored.', issues };
  });
}

function nextOf(receipts: Iterator<Receipt>): Receipt {
  const { done, value } = receipts.next();
  if (done) throw new Error('there are fewer receipts than alerts');
  return value;
}

function nothingGood(readings: Reading[], isArray: boolean): RefusedRequest {
  const issues = readings.flatMap((reading, index) =>
    reading.ok ? [] : reading.issues.map((issue) => (isArray ? { ...issue, path: placeIn(index, issue.path) } : issue)),
  );
  const message = isArray ? 'None of the events is valid, so none was taken in.' : 'The event is not valid.';
  return new RefusedRequest(400, message, { issues });
}

function placeIn(index: number, path: string): string {
  return path === '' ? `[${index}]` : `[${index}].${path}`;
}
