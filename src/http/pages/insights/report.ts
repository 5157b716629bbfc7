import type { InsightsStore } from '../../../insights/store.ts';
import { type HasTarget, type Summary, summarise, weekStarts } from '../../../insights/summary.ts';
import { type Clock, MINUTE, type UtcMs } from '../../../lib/clock.ts';
import { rulesFor } from '../../../settings/rules.ts';
import type { SettingsStore } from '../../../settings/store.ts';
import type { Service } from '../../../settings/types.ts';

const WEEKS = 12;
/** Numbers over weeks need not be of this second, and a page asks for them once per chart. */
const FRESH_FOR = MINUTE;

/** The numbers behind the page and its charts, counted at most once a minute for each time zone. */
export class InsightsReport {
  private readonly known = new Map<string, { at: UtcMs; summary: Promise<Summary> }>();

  constructor(
    private readonly store: InsightsStore,
    private readonly settings: SettingsStore,
    private readonly clock: Clock,
  ) {}

  read(zone: string): Promise<Summary> {
    const now = this.clock.now();
    const known = this.known.get(zone);
    if (known && now - known.at < FRESH_FOR) return known.summary;
    const summary = this.count(zone, now);
    this.known.set(zone, { at: now, summary });
    // A failure is for those who wait for it now, not for everybody during the next minute.
    summary.catch(() => this.known.delete(zone));
    return summary;
  }

  private async count(zone: string, now: UtcMs): Promise<Summary> {
    const starts = weekStarts(now, zone, WEEKS);
    return summarise(await this.store.weekly(starts), starts, await this.targets());
  }

  private async targets(): Promise<HasTarget> {
    const [services, workspaces] = await Promise.all([this.settings.services(), this.settings.workspaces()]);
    const slaOf = (service: Service | null) => rulesFor({ service, workspaces }).sla;
    const byService = new Map(services.map((service) => [service.id, slaOf(service)]));
    const withoutService = slaOf(null);
    return (serviceId, urgency) => {
      const targets = (serviceId === null ? withoutService : byService.get(serviceId))?.[urgency];
      return targets?.acknowledge !== undefined || targets?.resolve !== undefined;
    };
  }
}
