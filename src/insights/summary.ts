import { DateTime } from 'luxon';
import type { UtcMs } from '../lib/clock.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { WeekCount } from './store.ts';

/** Counts added up, and what they say on average; null where there is nothing to average. */
export interface Totals {
  incidents: number;
  byUrgency: Record<Urgency, number>;
  /** Mean time to acknowledge and to resolve, in milliseconds. */
  mtta: number | null;
  mttr: number | null;
  /** The share, from 0 to 1, of the incidents with an SLA target that have missed none. */
  slaKept: number | null;
}

export interface Week extends Totals {
  startsAt: UtcMs;
}

export interface ServiceTotals extends Totals {
  serviceId: number | null;
  /** Incidents of each week. */
  weekly: number[];
}

export interface Summary {
  all: Totals;
  weeks: Week[];
  /** The busiest first. */
  services: ServiceTotals[];
}

/** The Mondays, at midnight in the zone, on which the last `count` weeks began; the current one is the last. */
export function weekStarts(now: UtcMs, zone: string, count: number): UtcMs[] {
  const monday = DateTime.fromMillis(now, { zone }).startOf('week');
  return Array.from({ length: count }, (_, index) => monday.minus({ weeks: count - 1 - index }).toMillis());
}

/** Whether incidents of a service and urgency have an SLA target. */
export type HasTarget = (serviceId: number | null, urgency: Urgency) => boolean;

/** What the counts of some weeks say, over all, by week and by service. */
export function summarise(counts: WeekCount[], starts: UtcMs[], hasTarget: HasTarget): Summary {
  const totals = (some: WeekCount[]) => totalsOf(some, hasTarget);
  const serviceIds = [...new Set(counts.map(({ serviceId }) => serviceId))];
  const services = serviceIds.map((serviceId) => {
    const own = counts.filter((count) => count.serviceId === serviceId);
    const weekly = starts.map((_, week) =>
      sum(
        own.filter((count) => count.week === week),
        'incidents',
      ),
    );
    return { serviceId, weekly, ...totals(own) };
  });
  return {
    all: totals(counts),
    weeks: starts.map((startsAt, week) => ({ startsAt, ...totals(counts.filter((count) => count.week === week)) })),
    services: services.sort((a, b) => b.incidents - a.incidents),
  };
}

function totalsOf(counts: WeekCount[], hasTarget: HasTarget): Totals {
  const of = (urgency: Urgency) =>
    sum(
      counts.filter((count) => count.urgency === urgency),
      'incidents',
    );
  return {
    incidents: sum(counts, 'incidents'),
    byUrgency: { HIGH: of('HIGH'), MEDIUM: of('MEDIUM'), LOW: of('LOW') },
    mtta: mean(sum(counts, 'acknowledgeMs'), sum(counts, 'acknowledged')),
    mttr: mean(sum(counts, 'resolveMs'), sum(counts, 'resolved')),
    slaKept: slaKept(counts, hasTarget),
  };
}

/** A target that was missed counts also after the settings have dropped it. */
function slaKept(counts: WeekCount[], hasTarget: HasTarget): number | null {
  const breached = sum(counts, 'breached');
  const [covered, others] = [true, false].map((wanted) =>
    counts.filter(({ serviceId, urgency }) => hasTarget(serviceId, urgency) === wanted),
  );
  const measured = sum(covered ?? [], 'incidents') + sum(others ?? [], 'breached');
  return mean(measured - breached, measured);
}

type Countable = 'incidents' | 'acknowledged' | 'acknowledgeMs' | 'resolved' | 'resolveMs' | 'breached';

function sum(counts: WeekCount[], what: Countable): number {
  return counts.reduce((total, count) => total + count[what], 0);
}

function mean(total: number, count: number): number | null {
  return count === 0 ? null : total / count;
}
