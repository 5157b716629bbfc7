import type { Viewer } from '../../../incidents/store.ts';
import type { Period } from '../../../insights/period.ts';
import type { InsightsStore } from '../../../insights/store.ts';
import { type Summary, Summing, type TargetsOf } from '../../../insights/summary.ts';
import { type Clock, isFresh, MINUTE, type UtcMs } from '../../../lib/clock.ts';
import { rulesOf } from '../../../settings/rules.ts';
import type { SettingsStore } from '../../../settings/store.ts';
import type { Service } from '../../../settings/types.ts';
import { type Query, serviceIdOf, written } from './query.ts';

/** Numbers over days need not be of this second, and a page asks for them once per chart. */
const FRESH_FOR = MINUTE;
/** More questions at once than people ask. */
const MOST_KEPT = 30;

/** The numbers behind the page and its charts, counted at most once a minute for each question, time zone and person. */
export class InsightsReport {
  /** The oldest first. */
  private readonly known = new Map<string, { at: UtcMs; summary: Promise<Summary> }>();

  constructor(
    private readonly store: InsightsStore,
    private readonly settings: SettingsStore,
    private readonly clock: Clock,
  ) {}

  /** What the viewer may see is counted. */
  read(query: Query, period: Period, zone: string, viewer: Viewer): Promise<Summary> {
    const now = this.clock.now();
    const question = `${zone} ${written(query)} ${JSON.stringify(viewer)}`;
    const known = this.known.get(question);
    if (known && isFresh(known.at, now, FRESH_FOR)) return known.summary;
    const summary = this.count(query, period, viewer);
    this.known.delete(question);
    this.known.set(question, { at: now, summary });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KEPT && oldest !== undefined) this.known.delete(oldest);
    // A failure is for those who wait for it now, not for everybody during the next minute.
    summary.catch(() => this.known.delete(question));
    return summary;
  }

  private async count(query: Query, period: Period, viewer: Viewer): Promise<Summary> {
    const { from, to } = period;
    const serviceId = serviceIdOf(query);
    const summing = new Summing(period, await this.targets());
    const portions = this.store.outcomes({ from, to, viewer, ...(serviceId !== undefined && { serviceId }) });
    for await (const portion of portions) for (const outcome of portion) summing.add(outcome);
    return summing.summary();
  }

  private async targets(): Promise<TargetsOf> {
    const [services, workspaces] = await Promise.all([this.settings.services(), this.settings.workspaces()]);
    const slaOf = (service: Service | null) => rulesOf(service, null, workspaces).sla;
    const byService = new Map<number | null, ReturnType<typeof slaOf>>(
      services.map((service) => [service.id, slaOf(service)]),
    );
    byService.set(null, slaOf(null));
    return (serviceId, urgency) => byService.get(serviceId)?.[urgency] ?? {};
  }
}
