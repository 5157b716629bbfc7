import { readFile } from 'node:fs/promises';
import type { Draft, Reading } from '../http/ingest/intake.ts';
import { type RecognisedBody, readAny } from '../http/ingest/read-any.ts';
import { applyRules, type Routing, routeDraft } from '../http/ingest/routing.ts';
import { RefusedRequest } from '../http/refused-request.ts';
import type { Noise } from '../incidents/open.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { RuleLook } from '../routing/route.ts';
import type { Service } from '../settings/types.ts';
import type { Storage } from '../storage/storage.ts';
import { oneLine } from '../words/text.ts';
import { CommandError } from './report.ts';
import { count } from './terminal.ts';

/** Of one file; and of each value that is shown. */
const MAX_ALERTS = 20;
const MAX_VALUE = 80;

/** What would come of an alert. */
export interface RoutedAlert {
  lines: string[];
  /** The incident that it would open, or count on; null when it would not. */
  opens: { service: Service | null; urgency: Urgency; dedupKey: string | null; noise: Noise } | null;
}

/** What the routing rules make of the alerts that a monitor sends, as if with a key of no service. */
export async function routePayload(file: string, ruleSet: string | null, storage: Storage): Promise<RoutedAlert[]> {
  const recognised = await reading(file, (body) => readAny(body, storage.settings));
  if (!recognised) {
    throw new CommandError(
      `${file} is in no format that OpsKnight knows; nothing was rehearsed. docs/alerts.md has them.`,
    );
  }
  return routeReadings(file, recognised, ruleSet, storage);
}

export async function routeReadings(
  file: string,
  { format, readings }: RecognisedBody,
  ruleSet: string | null,
  storage: Storage,
): Promise<RoutedAlert[]> {
  const { settings, heartbeats } = storage;
  const sender = { name: 'rehearsal', serviceId: null, ruleSet, reach: 'everything' as const };
  const routing = { rules: await settings.routing(), heartbeats: await heartbeats.list(), sender };
  const shown = readings.slice(0, MAX_ALERTS);
  const alerts = await Promise.all(shown.map((one, index) => routeReading(one, index, routing, storage)));
  const title = `${file}: ${count(readings.length, 'alert')}, as ${format}${readings.length > MAX_ALERTS ? `; the first ${MAX_ALERTS}` : ''}`;
  return [{ lines: [title], opens: null }, ...alerts];
}

/** What somebody makes of the JSON in a file. */
export async function reading<Result>(file: string, read: (body: unknown) => Result): Promise<Awaited<Result>> {
  try {
    return await read(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const issues = error instanceof RefusedRequest ? (error.issues ?? []) : [];
    const reason = error instanceof Error ? error.message : String(error);
    const details = issues.map(({ path, message }) => `\n  ${path} ${message}`).join('');
    throw new CommandError(`${file} can't be read: ${reason}${details}\nNothing was rehearsed.`);
  }
}

async function routeReading(
  one: Reading,
  index: number,
  routing: Routing,
  { settings }: Storage,
): Promise<RoutedAlert> {
  if (!one.ok) {
    const issues = one.issues.map(({ path, message }) => `  ${path} ${message}`);
    return { lines: [`${index + 1}. not valid, so it would be ignored:`, ...issues], opens: null };
  }
  const { draft } = one;
  const lines = [`${index + 1}. ${nameOf(draft)}`, ...lookLines(applyRules(draft, routing).looks)];
  const routed = routeDraft(draft, routing);
  if (routed.kind === 'drop')
    return { lines: [...lines, 'It would be dropped: no incident is opened, and nobody is told.'], opens: null };
  if (routed.kind === 'beat')
    return { lines: [...lines, `The heartbeat "${routed.heartbeat.name}" would beat.`], opens: null };
  if (routed.draft.action !== 'trigger') {
    return {
      lines: [
        ...lines,
        `Incidents with the dedup key ${routed.draft.dedupKey} would be ${PARTICIPLES[routed.draft.action]}.`,
      ],
      opens: null,
    };
  }
  const { report } = routed.draft;
  const service = await serviceOf([routed.service, draft.service], settings);
  lines.push(`Title: ${shown(report.title)}`, `Dedup key: ${shown(report.dedupKey ?? 'one of its own')}`);
  return { lines, opens: { service, urgency: report.urgency, dedupKey: report.dedupKey, noise: routed.noise } };
}

const PARTICIPLES = { acknowledge: 'acknowledged', resolve: 'resolved' } as const;

async function serviceOf(names: (string | null)[], settings: Storage['settings']): Promise<Service | null> {
  for (const name of names) {
    const service = name === null ? null : await settings.serviceByName(name);
    if (service) return service;
  }
  return null;
}

function nameOf(draft: Draft): string {
  return draft.action === 'trigger' ? shown(draft.report.title) : `${draft.action} of ${shown(draft.dedupKey)}`;
}

function lookLines(looks: RuleLook[]): string[] {
  if (looks.length === 0) return ['  There are no routing rules.'];
  return looks.map(({ rule: { rule, match, effect }, mismatch }) => {
    const name = `  rule ${rule} (${match})`;
    if (!mismatch) return `${name} applies: ${effect}`;
    const is = mismatch.values.length === 0 ? 'is not there' : `is ${mismatch.values.map(shown).join(', ')}`;
    return `${name} does not: ${mismatch.name} ${is}`;
  });
}

function shown(text: string): string {
  const line = oneLine(text);
  return line.length <= MAX_VALUE ? line : `${line.slice(0, MAX_VALUE - 1)}…`;
}
