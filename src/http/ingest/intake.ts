import { randomUUID } from 'node:crypto';
import type { HeartbeatService } from '../../heartbeats/service.ts';
import type { ApiKey } from '../../keys/store.ts';
import type { SettingsStore } from '../../settings/store.ts';
import type { Once } from '../idempotency.ts';
import { type Issue, MAX_ISSUES } from '../refused-request.ts';
import { type Alert, dedupKeyOf, type RawReport, sourceOf, toReport } from './alert.ts';
import { type Intake, type Receipt, receiveAlerts } from './receive.ts';
import { type RoutedDraft, type Routing, routeDraft } from './routing.ts';
import { type FoundService, ServiceLookup } from './services.ts';

/** One alert as its format says it: of any length, and with the name of its service. */
export type Draft = {
  /** What its sender calls things, for routing rules; the details when left out. */
  labels?: Record<string, unknown>;
} & (
  | { action: 'trigger'; service: string | null; report: Omit<RawReport, 'serviceId'> }
  /**
   * `service`: null where the dedup key alone says which alert it is. The service may have changed since the alert was opened, and
   * its end is the end of all that it has opened.
   */
  | { action: 'acknowledge' | 'resolve'; service: string | null; dedupKey: string; source: string | null }
);

/** What a format reads: an alert, or everything that is wrong with it. */
export type Reading = { ok: true; draft: Draft } | { ok: false; issues: Issue[] };

type ReadAlert = { ok: true; alert: Alert } | { ok: false; issues: Issue[] };

/** What is said, in its place, of an alert that does not count. */
export interface BadAlert {
  error: string;
  issues: Issue[];
}

/** What came of the alerts of one request, in the order in which they were sent. */
export interface TakenIn {
  results: (Receipt | BadAlert)[];
  /** What is wrong, when not one of them counts; by the place of each. Then nothing was taken in. */
  refused: { index: number; issues: Issue[] }[] | null;
}

export interface IntakeDeps extends Intake {
  settings: SettingsStore;
  heartbeats: Pick<HeartbeatService, 'beat' | 'list'>;
}

/**
 * Takes in what can be taken in; resolves when it is on disk. Problems are told in full as far as an answer holds them.
 * @param once the whole request: asked the same again, nothing happens twice
 */
export async function takeIn(
  readings: Reading[],
  services: ServiceLookup,
  sender: ApiKey,
  intake: IntakeDeps,
  once: Once | null = null,
): Promise<TakenIn> {
  const requestKey = once?.key ?? null;
  const routing = await routingFor(sender, intake);
  const read = await Promise.all(
    readings.map((reading, index) => readAlert(withKey(reading, requestKey, index), services, routing)),
  );
  const alerts = read.flatMap((one) => (one.ok ? [one.alert] : []));
  const bad = read.flatMap((one, index) => (one.ok ? [] : [{ index, issues: one.issues }]));
  if (alerts.length === 0 && bad.length > 0) return { results: [], refused: bad };
  await once?.claim();
  const receipts = (await receiveAlerts(alerts, sender, intake, requestKey)).values();
  let told = 0;
  const results = read.map((one) => {
    if (one.ok) return nextOf(receipts);
    const issues = one.issues.slice(0, MAX_ISSUES - told);
    told += issues.length;
    return { error: 'Not valid, so ignored.', issues };
  });
  return { results, refused: null };
}

/** Takes in the one alert of a request in somebody else's form: what it calls a service need not be one of ours. */
export async function takeInOne(draft: Draft, sender: ApiKey, intake: IntakeDeps): Promise<Receipt> {
  const services = new ServiceLookup(intake.settings, sender, 'other');
  const { results } = await takeIn([{ ok: true, draft }], services, sender, intake);
  const [receipt] = results;
  if (!receipt || 'error' in receipt) throw new Error('nothing of an alert can be wrong once it is read');
  return receipt;
}

/** Whoever asks again is told the same dedup key, also of an alert that brings none. */
function withKey(reading: Reading, requestKey: string | null, index: number): Reading {
  if (requestKey === null || !reading.ok || dedupKeyIn(reading.draft) !== null) return reading;
  const { draft } = reading;
  if (draft.action !== 'trigger') return reading;
  return { ok: true, draft: { ...draft, report: { ...draft.report, dedupKey: `${requestKey}:${index}` } } };
}

async function routingFor(sender: ApiKey, { settings, heartbeats }: IntakeDeps): Promise<Routing> {
  const rules = await settings.routing();
  const isAsked = rules.some(({ heartbeat }) => heartbeat !== null);
  return { rules, heartbeats: isAsked ? await heartbeats.list() : [], sender };
}

async function readAlert(reading: Reading, services: ServiceLookup, routing: Routing): Promise<ReadAlert> {
  if (!reading.ok) return reading;
  const routed = routeDraft(reading.draft, routing);
  if (routed.kind !== 'alert') {
    const dedupKey = dedupKeyOf(dedupKeyIn(reading.draft) ?? randomUUID());
    return {
      ok: true,
      alert: routed.kind === 'beat' ? { action: 'beat', dedupKey, ...routed } : { action: 'drop', dedupKey },
    };
  }
  const { draft } = routed;
  const service = (await ruledService(routed, services)) ?? (await services.find(draft.service));
  if (!service.ok) return { ok: false, issues: [service.issue] };
  return { ok: true, alert: toAlert(routed, service.serviceId, routing) };
}

/** What is over is so for whatever it has opened, unless its sender says of which service. */
async function ruledService(
  { draft, service }: Extract<RoutedDraft, { kind: 'alert' }>,
  services: ServiceLookup,
): Promise<FoundService | null> {
  if (service === null || (draft.action !== 'trigger' && draft.service === null)) return null;
  return services.ofRule(service);
}

function dedupKeyIn(draft: Draft): string | null {
  return draft.action === 'trigger' ? draft.report.dedupKey : draft.dedupKey;
}

function toAlert(
  { draft, rules, noise }: Extract<RoutedDraft, { kind: 'alert' }>,
  serviceId: number | null,
  routing: Routing,
): Alert {
  if (draft.action === 'trigger') {
    return { action: 'trigger', report: toReport({ ...draft.report, serviceId, rules, noise }) };
  }
  const { action, dedupKey, source } = draft;
  const maybeElsewhere = routing.rules.some(({ set }) => set !== null && set.service !== null);
  return { action, dedupKey: dedupKeyOf(dedupKey), serviceId, source: sourceOf(source), maybeElsewhere };
}

function nextOf(receipts: Iterator<Receipt>): Receipt {
  const { done, value } = receipts.next();
  if (done) throw new Error('there are fewer receipts than alerts');
  return value;
}
