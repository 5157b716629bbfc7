import { labelsOf } from '../incidents/labels.ts';
import type { Fact, TimelineEvent } from '../incidents/timeline.ts';
import type { Incident } from '../incidents/types.ts';
import { DAY, type UtcMs } from '../lib/clock.ts';
import { isSameName } from '../oncall/targets.ts';
import { URGENCIES } from '../oncall/urgency.ts';
import { parseTimeOfDay, wallReached } from '../oncall/wallclock.ts';
import type { Occasion, RunbookEntry, Trigger } from '../settings/schema/runbooks/runbook.ts';

/** A change of an incident, as far as it begins runbooks. */
export interface Happening {
  incident: Pick<Incident, 'urgency' | 'details'>;
  /** The name of its service. */
  service: string | null;
  events: readonly TimelineEvent[];
}

/** Which runbooks a change begins, each once. */
export function runbooksBegunBy(
  { incident, service, events }: Happening,
  runbooks: readonly RunbookEntry[],
): RunbookEntry[] {
  // What runbooks do begins none: two that answer each other would never end.
  const others = events.filter(({ actor }) => actor.kind !== 'runbook');
  const isDelayed = others.some(({ fact }) => fact.kind === 'delayed');
  const occasions = new Map(
    others.flatMap(({ fact, at }) => {
      const occasion = occasionOf(fact);
      return occasion === null || (isDelayed && occasion === 'opened') ? [] : [[occasion, at] as const];
    }),
  );
  if (occasions.size === 0) return [];
  return runbooks.filter(({ trigger }) => {
    if (!trigger || !concerns(trigger, incident, service)) return false;
    return trigger.on.some((one) => {
      const at = occasions.get(one);
      return at !== undefined && isWithin(trigger.between, at);
    });
  });
}

function occasionOf(fact: Fact): Occasion | null {
  switch (fact.kind) {
    case 'triggered':
    case 'lasted':
      return 'opened';
    case 'acknowledged':
    case 'escalated':
    case 'snoozed':
    case 'resolved':
    case 'urgency_raised':
      return fact.kind;
    case 'reopened': // what somebody hands back was open all the time
      return fact.from === 'RESOLVED' ? 'reopened' : null;
    case 'sla_breached':
      return 'breached';
    case 'urgency_changed':
      return URGENCIES.indexOf(fact.to) < URGENCIES.indexOf(fact.from) ? 'urgency_raised' : null;
    default:
      return null;
  }
}

function concerns(
  { urgencies, services, labels }: Trigger,
  { urgency, details }: Happening['incident'],
  service: string | null,
): boolean {
  if (urgencies && !urgencies.includes(urgency)) return false;
  if (services && (service === null || !services.some((one) => isSameName(one, service)))) return false;
  if (!labels) return true;
  const own = labelsOf(details);
  return Object.entries(labels).every(([name, value]) => own.values(name).includes(value));
}

/** By the clock on the wall there; over midnight where it ends earlier than it begins. */
function isWithin(between: Trigger['between'], at: UtcMs): boolean {
  if (!between) return true;
  const [from, to] = [parseTimeOfDay(between.from), parseTimeOfDay(between.to)];
  const time = ((wallReached(between.timezone, at) % DAY) + DAY) % DAY;
  return from <= to ? time >= from && time < to : time >= from || time < to;
}
