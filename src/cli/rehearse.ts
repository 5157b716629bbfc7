import type { Rules } from '../incidents/change.ts';
import { pagesFor } from '../incidents/escalation.ts';
import { systemClock, type UtcMs } from '../lib/clock.ts';
import { routesFor } from '../notifications/plan/route.ts';
import type { OnCallDirectory } from '../oncall/call.ts';
import { rehearse as rehearsePolicy } from '../oncall/rehearsal.ts';
import { SLA_TARGETS, type SlaTargets } from '../oncall/sla.ts';
import { URGENCIES, type Urgency } from '../oncall/urgency.ts';
import { formatDuration } from '../settings/duration.ts';
import { rulesFor } from '../settings/rules.ts';
import type { ConnectionSettings } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import { rehearsedCall } from '../words/call.ts';
import { CommandError } from './report.ts';
import { findService } from './services.ts';
import { print, say } from './terminal.ts';
import { formatTime, readTime } from './time.ts';
import { withStorage } from './with-storage.ts';

export interface RehearseOptions {
  service: string;
  at?: string;
  urgency: string;
}

/** `opsknight rehearse`: where an alert would be shown, who would be paged and when. Nothing is sent. */
export async function rehearse(options: RehearseOptions): Promise<void> {
  const at = readTime(options.at, systemClock.now());
  const urgency = readUrgency(options.urgency);
  await withStorage(async (storage) => {
    const settings = storage.settings;
    const service = await findService(settings, options.service, 'nothing was rehearsed');
    const workspaces = await settings.workspaces();
    const rules = rulesFor({ service, workspaces });
    const directory = await storage.onCall.directory();
    print(`A ${urgency} alert for "${service.name}" at ${formatTime(at)}`);
    print(cards(service, workspaces, urgency));
    print(deadlines(rules.sla[urgency] ?? {}));
    for (const line of escalation(rules, urgency, at, directory)) print(line);
    say('This was a rehearsal: nothing was opened or sent. Schedules and people are as they are now.');
  });
}

function readUrgency(text: string): Urgency {
  const urgency = URGENCIES.find((one) => one === text.toUpperCase());
  if (urgency) return urgency;
  throw new CommandError(`${JSON.stringify(text)} is not an urgency: write ${URGENCIES.join(', ')}.`);
}

function cards(service: Service, workspaces: ConnectionSettings[], urgency: Urgency): string {
  const routes = routesFor({ urgency }, service, workspaces);
  const places = routes.map(({ channel, isHome }) => (isHome ? channel : `${channel} (subscribed)`));
  return `Cards: ${places.join(', ') || 'none: no channel is set for it, or its urgency is filtered out'}`;
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
  const steps = rehearsePolicy(policy, at, directory).map(({ at: due, position: { cycle, step }, call }) => {
    const round = cycle === 0 ? '' : `, round ${cycle + 1}`;
    return `  ${formatTime(due)}  step ${step + 1}${round}: ${rehearsedCall(call)}`;
  });
  return [`Escalation "${policy.name}", while nobody acknowledges:`, ...steps];
}
