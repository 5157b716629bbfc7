import type { HomeView } from '@slack/types';
import { linksIn } from '../incidents/links.ts';
import { maintenanceUntil } from '../incidents/maintenance.ts';
import { slaOf } from '../incidents/sla.ts';
import type { IncidentQuery, IncidentStore, Viewer } from '../incidents/store.ts';
import { type Incident, LIVE_STATUSES } from '../incidents/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { SlackMessage } from '../notifications/message.ts';
import { URGENCIES, type Urgency } from '../oncall/urgency.ts';
import { rulesFor } from '../settings/rules.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import { type HomeContent, homeView, MAX_MINE } from './cards/home.ts';
import type { IncidentRow, ServiceName } from './cards/incident.ts';
import type { CardContent } from './cards/incident-card.ts';
import { incidentList, PAGE_SIZE } from './cards/incident-list.ts';

/** What the Home tab says of on-call duty. */
export type Duty = Pick<HomeContent, 'onCall' | 'shifts'>;

/** What people see of many incidents at once, read from the store for the eyes of one viewer. */
export class IncidentViews {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly settings: SettingsStore,
    private readonly baseUrl: string,
    private readonly clock: Clock,
  ) {}

  pageUrl(number: number): string {
    return `${this.baseUrl}/incidents/${number}`;
  }

  /** The answer to `/opsknight incidents`. @param page from 1. */
  async list(viewer: Viewer, page: number): Promise<SlackMessage> {
    const query = { ...openFor(viewer), limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
    const { incidents, total } = await this.incidents.list(query);
    return incidentList({ rows: await this.rows(incidents), total, page });
  }

  async home(viewer: Viewer, slackUserId: string, duty: Duty): Promise<HomeView> {
    const mine = await this.incidents.list({
      ...openFor(viewer),
      statuses: ['ACKNOWLEDGED'],
      heldBy: { connectionId: viewer.connectionId, slackUserId },
      limit: MAX_MINE + 1,
      offset: 0,
    });
    return homeView({
      ...duty,
      now: this.clock.now(),
      mine: await this.rows(mine.incidents),
      openByUrgency: await this.openByUrgency(viewer),
      incidentsUrl: `${this.baseUrl}/incidents`,
    });
  }

  /** The HIGH incident that has been open, and nobody's, the longest. */
  async oldestOpenHigh(viewer: Viewer): Promise<IncidentRow | null> {
    const { incidents } = await this.incidents.list({
      ...openFor(viewer),
      statuses: ['OPEN'],
      urgency: 'HIGH',
      limit: 1,
      offset: 0,
    });
    const [row] = await this.rows(incidents);
    return row ?? null;
  }

  /** What the card of an incident shows. */
  async card(incident: Incident): Promise<CardContent> {
    const service = incident.serviceId === null ? null : await this.settings.service(incident.serviceId);
    const { sla } = rulesFor({ service, workspaces: await this.settings.workspaces() });
    const standing = slaOf(incident, sla[incident.urgency] ?? {}, this.clock.now());
    const { links, images } = linksIn(incident.details);
    return {
      incident,
      service: this.named(service),
      pageUrl: this.pageUrl(incident.number),
      sla: standing,
      links: [...links, ...(service?.links ?? [])],
      imageUrl: images[0]?.url,
    };
  }

  async rows(incidents: Incident[]): Promise<IncidentRow[]> {
    return Promise.all(
      incidents.map(async (incident) => ({
        incident,
        service: this.named(incident.serviceId === null ? null : await this.settings.service(incident.serviceId)),
        pageUrl: this.pageUrl(incident.number),
      })),
    );
  }

  private named(service: Service | null): ServiceName {
    if (!service) return null;
    return { name: service.name, maintenanceUntil: maintenanceUntil(service.maintenance, this.clock.now()) };
  }

  private async openByUrgency(viewer: Viewer): Promise<Record<Urgency, number>> {
    const counts = { HIGH: 0, MEDIUM: 0, LOW: 0 };
    for (const urgency of URGENCIES) {
      const { total } = await this.incidents.list({ ...openFor(viewer), urgency, limit: 0, offset: 0 });
      counts[urgency] = total;
    }
    return counts;
  }
}

function openFor(viewer: Viewer): Pick<IncidentQuery, 'statuses' | 'viewer' | 'order'> {
  return { statuses: LIVE_STATUSES, viewer, order: 'most_urgent' };
}
