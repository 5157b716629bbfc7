import { dedupKeyOf } from '../http/ingest/alert.ts';
import type { Rules } from '../incidents/change.ts';
import { pagesFor } from '../incidents/escalation.ts';
import { groupOf, takesMore } from '../incidents/grouping.ts';
import { maintenanceUntil } from '../incidents/maintenance.ts';
import { groupFor, type Noise } from '../incidents/open.ts';
import { incidentKey } from '../incidents/types.ts';
import { systemClock, type UtcMs } from '../lib/clock.ts';
import { routesFor } from '../notifications/plan/route.ts';
import type { OnCallDirectory } from '../oncall/call.ts';
import { rehearse as rehearsePolicy } from '../oncall/rehearsal.ts';
import { SLA_TARGETS, type SlaTargets } from '../oncall/sla.ts';
import { URGENCIES, type Urgency } from '../oncall/urgency.ts';
import type { Actor } from '../people/actor.ts';
import { formatDuration } from '../settings/duration.ts';
import { rulesFor, workspacesFor } from '../settings/rules.ts';
import type { ConnectionSettings } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import type { Storage } from '../storage/storage.ts';
import { rehearsedCall } from '../words/call.ts';
import { groupWords } from '../words/noise.ts';
import { rehearsedReach } from './rehearse-reach.ts';
import { CommandError } from './report.ts';
import { type RoutedAlert, routePayload } from './route-payload.ts';
import { findService } from './services.ts';
import { print, say } from './terminal.ts';
import { formatTime, readTime } from './time.ts';
import { withStorage } from './with-storage.ts';

export interface RehearseOptions {
  service?: string;
  /** A file with what a monitor sends. */
  payload?: string;
  /** As with a key that is bound to it. */
  ruleSet?: string;
  at?: string;
  urgency: string;
}

/** `opsknight rehearse`: where an alert would be shown, who would be paged and when. Nothing is sent. */
export async function rehearse(options: RehearseOptions): Promise<void> {
  const at = readTime(options.at, systemClock.now());
  const { service: name, payload } = options;
  if ((name === undefined) === (payload === undefined)) {
    throw new CommandError('Say either --service or --payload: what the alert is about, or what a monitor sends.');
  }
  await withStorage(async (storage) => {
    if (payload !== undefined) await rehearsePayload(payload, options.ruleSet ?? null, at, storage);
    if (name !== undefined) {
      const urgency = readUrgency(options.urgency);
      const service = await findService(storage.settings, name, 'nothing was rehearsed');
      await rehearseAlert(service, urgency, at, storage);
    }
    say('This was a rehearsal: nothing was opened or sent. Schedules and people are as they are now.');
  });
}

/** What the routing rules make of each alert in a file, and what would come of it. */
async function rehearsePayload(file: string, ruleSet: string | null, at: UtcMs, storage: Storage): Promise<void> {
  const alerts = await routePayload(file, ruleSet, storage);
  for (const [index, { lines, opens }] of alerts.entries()) {
    if (index > 0) print('');
    for (const line of lines) print(line);
    if (opens) print(await counting(opens, at, storage));
    if (opens) await rehearseAlert(opens.service, opens.urgency, at, storage, opens.noise);
  }
}

/** The open incident that an alert would count on, by its dedup key or its group. */
async function counting(
  { service, urgency, dedupKey, noise }: NonNullable<RoutedAlert['opens']>,
  at: UtcMs,
  { settings, incidents }: Storage,
): Promise<string> {
  const serviceId = service?.id ?? null;
  const holder = dedupKey === null ? null : await incidents.findByDedupKey(dedupKeyOf(dedupKey), serviceId);
  if (holder) return `Now: counts on ${incidentKey(holder.number)}, which has an alert with this dedup key`;
  const openedBy: Actor = { kind: 'monitor', name: 'rehearsal' };
  const workspaces = workspacesFor(service, openedBy, await settings.workspaces());
  const group = groupFor({ noise }, rulesFor({ service, workspaces }));
  const groupKey = group?.key ?? null;
  const wouldBe = { groupKey, alertServiceId: serviceId, serviceId, openedBy, urgency };
  const found = await incidents.findOfGroup(wouldBe);
  if (found && group && takesMore(found, wouldBe, group.within, at)) {
    return `Now: joins ${incidentKey(found.holder.number)}, which is open for its group`;
  }
  return 'Now: opens an incident';
}

async function rehearseAlert(
  service: Service | null,
  urgency: Urgency,
  at: UtcMs,
  storage: Storage,
  noise: Noise | null = null,
): Promise<void> {
  const workspaces = workspacesFor(service, null, await storage.settings.workspaces());
  const rules = rulesFor({ service, workspaces });
  const directory = await storage.onCall.directory();
  print(`A ${urgency} alert ${service ? `for "${service.name}"` : 'of no service'} at ${formatTime(at)}`);
  print(cards(service, workspaces, urgency));
  if (noise) for (const line of noiseLines(rules, noise, at)) print(line);
  print(deadlines(rules.sla[urgency] ?? {}));
  for (const line of escalation(rules, urgency, at, directory)) print(line);
}

function readUrgency(text: string): Urgency {
  const urgency = URGENCIES.find((one) => one === text.toUpperCase());
  if (urgency) return urgency;
  throw new CommandError(`${JSON.stringify(text)} is not an urgency: write ${URGENCIES.join(', ')}.`);
}

function cards(service: Service | null, workspaces: ConnectionSettings[], urgency: Urgency): string {
  const routes = routesFor({ urgency, details: null }, service, workspaces);
  const places = routes.map(({ channel, isHome }) => (isHome ? channel : `${channel} (subscribed)`));
  return `Cards: ${places.join(', ') || 'none: no channel is set for it, or its urgency is filtered out'}`;
}

/** What holds back, or together, what a monitor reports; nothing is said of what does not. */
function noiseLines({ group, flapping, delay, silence, maintenance }: Rules, noise: Noise, at: UtcMs): string[] {
  const grouping = noise.group ?? group;
  const flaps = noise.flapping ?? flapping;
  const its = grouping && grouping !== 'never' ? groupOf(grouping, noise.fields) : null;
  const until = maintenanceUntil(maintenance, at);
  return [
    ...(its ? [`Group: counts on an open incident of the service that ${groupWords(its)}`] : []),
    ...(grouping && grouping !== 'never' && !its
      ? [`Group: none, for the alert has none of ${grouping.by.join(', ')}`]
      : []),
    ...(delay === null ? [] : [`Delay: shown and paged for only if it lasts ${formatDuration(delay)}`]),
    ...(until === null ? [] : [`Maintenance: nobody is paged before ${formatTime(until)}`]),
    flaps === null || flaps === 'never'
      ? 'Flapping: never'
      : `Flapping: once its alert was resolved ${flaps.times} times within ${formatDuration(flaps.within)}, it stays open until the alert has been quiet for ${formatDuration(flaps.calm)}`,
    ...(silence === null ? [] : [`Silence: resolved when the alert has not come for ${formatDuration(silence)}`]),
  ];
}

function deadlines(targets: SlaTargets): string {
  const set = SLA_TARGETS.flatMap((target) => {
    const length = targets[target];
    return length === undefined ? [] : [`${target} within ${formatDuration(length)}`];
  });
  return `SLA: ${set.join(', ') || 'no targets'}`;
}

function escalation(rules: Rules, urgency: Urgency, at: UtcMs, directory: OnCallDirectory): string[] {
  const { policy } = rules;
  if (!policy) return ['Escalation: none. The service has no escalation policy, so nobody is paged.'];
  if (!pagesFor(policy, rules, urgency)) {
    const why = policy.urgencies ? `the policy "${policy.name}"` : 'the urgency filter';
    return [`Escalation: none while it is ${urgency}: ${why} leaves that out, so nobody is paged.`];
  }
  const steps = rehearsePolicy(policy, at, directory).flatMap(({ at: due, position: { cycle, step }, call }) => {
    const round = cycle === 0 ? '' : `, round ${cycle + 1}`;
    const its = `  ${formatTime(due)}  step ${step + 1}${round}: ${rehearsedCall(call)}`;
    return [its, ...rehearsedReach(call, due, urgency, directory)];
  });
  return [`Escalation "${policy.name}", while nobody acknowledges:`, ...steps];
}
