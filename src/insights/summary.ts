import type { UtcMs } from '../lib/clock.ts';
import type { SlaTargets } from '../oncall/sla.ts';
import type { Urgency } from '../oncall/urgency.ts';
import { type Period, partOf } from './period.ts';
import type { Outcome } from './store.ts';

/** How long something took, in milliseconds. */
export interface Times {
  mean: number;
  /** Half took no longer. */
  median: number;
  /** Nine of ten took no longer. */
  p90: number;
}

/** What became of the SLA, of those incidents that have a target. */
export interface SlaCounts {
  /** All targets were met in time. */
  kept: number;
  missed: number;
  /** Not met yet, and not too late yet. */
  undecided: number;
}

/** Some incidents, added up. */
export interface Totals {
  incidents: number;
  byUrgency: Record<Urgency, number>;
  /** From the first alert to the first acknowledgement; null where there was none. */
  acknowledge: Times | null;
  /** From the first alert to the end; null where there was none. */
  resolve: Times | null;
  sla: SlaCounts;
}

/** A part of the period. */
export interface Part extends Totals {
  startsAt: UtcMs;
}

export interface ServiceTotals extends Totals {
  serviceId: number | null;
  /** Incidents of each part. */
  perPart: number[];
}

export interface Summary {
  period: Period;
  all: Totals;
  parts: Part[];
  /** The busiest first. */
  services: ServiceTotals[];
}

/** The SLA targets of incidents of a service and urgency, by the settings of today. */
export type TargetsOf = (serviceId: number | null, urgency: Urgency) => SlaTargets;

/** Adds up what came of incidents, one after the other. */
export class Summing {
  private readonly all = new Sum();
  private readonly parts: Sum[];
  private readonly services = new Map<number | null, { sum: Sum; perPart: number[] }>();

  constructor(
    private readonly period: Period,
    private readonly targetsOf: TargetsOf,
  ) {
    this.parts = period.starts.map(() => new Sum());
  }

  add(outcome: Outcome): void {
    const { serviceId, urgency, openedAt } = outcome;
    const verdict = verdictOn(outcome, this.targetsOf(serviceId, urgency));
    const part = partOf(this.period, openedAt);
    const service = this.serviceSum(serviceId);
    service.perPart[part] = (service.perPart[part] ?? 0) + 1;
    for (const sum of [this.all, this.parts[part], service.sum]) sum?.add(outcome, verdict);
  }

  summary(): Summary {
    const { period, all, parts, services } = this;
    return {
      period,
      all: all.totals(),
      parts: parts.map((sum, part) => ({ startsAt: period.starts[part] ?? period.from, ...sum.totals() })),
      services: [...services]
        .map(([serviceId, { sum, perPart }]) => ({ serviceId, perPart, ...sum.totals() }))
        .sort((a, b) => b.incidents - a.incidents),
    };
  }

  private serviceSum(serviceId: number | null) {
    const known = this.services.get(serviceId);
    if (known) return known;
    const added = { sum: new Sum(), perPart: this.period.starts.map(() => 0) };
    this.services.set(serviceId, added);
    return added;
  }
}

type Verdict = keyof SlaCounts | null;

/** A target that was missed counts also after the settings have dropped it. */
function verdictOn({ hasMissed, acknowledgedAt, resolvedAt }: Outcome, targets: SlaTargets): Verdict {
  if (hasMissed) return 'missed';
  if (targets.acknowledge === undefined && targets.resolve === undefined) return null;
  const isAcknowledged = targets.acknowledge === undefined || (acknowledgedAt ?? resolvedAt) !== null;
  const isResolved = targets.resolve === undefined || resolvedAt !== null;
  return isAcknowledged && isResolved ? 'kept' : 'undecided';
}

class Sum {
  private incidents = 0;
  private readonly byUrgency: Record<Urgency, number> = { HIGH: 0, MEDIUM: 0, LOW: 0 };
  private readonly acknowledge: number[] = [];
  private readonly resolve: number[] = [];
  private readonly sla: SlaCounts = { kept: 0, missed: 0, undecided: 0 };

  add({ openedAt, urgency, acknowledgedAt, resolvedAt }: Outcome, verdict: Verdict): void {
    this.incidents += 1;
    this.byUrgency[urgency] += 1;
    if (acknowledgedAt !== null) this.acknowledge.push(acknowledgedAt - openedAt);
    if (resolvedAt !== null) this.resolve.push(resolvedAt - openedAt);
    if (verdict !== null) this.sla[verdict] += 1;
  }

  totals(): Totals {
    const { incidents, byUrgency, acknowledge, resolve, sla } = this;
    return { incidents, byUrgency, sla, acknowledge: timesOf(acknowledge), resolve: timesOf(resolve) };
  }
}

/** The median of an even number is in the middle of the two in the middle; nine of ten are at most as long as the p90. */
export function timesOf(durations: readonly number[]): Times | null {
  if (durations.length === 0) return null;
  const sorted = Float64Array.from(durations).sort();
  const count = sorted.length;
  const nth = (position: number) => sorted[position] ?? 0;
  return {
    mean: sorted.reduce((sum, one) => sum + one, 0) / count,
    median: (nth(Math.floor((count - 1) / 2)) + nth(Math.floor(count / 2))) / 2,
    p90: nth(Math.ceil((count * 9) / 10) - 1),
  };
}
