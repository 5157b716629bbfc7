import type { HomeView, ModalView } from '@slack/types';
import { linksIn } from '../incidents/links.ts';
import { maintenanceUntil } from '../incidents/maintenance.ts';
import { rolesWith } from '../incidents/roles.ts';
import { slaOf } from '../incidents/sla.ts';
import type { IncidentQuery, IncidentStore, Viewer } from '../incidents/store.ts';
import { type Incident, LIVE_STATUSES } from '../incidents/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { SlackMessage } from '../notifications/message.ts';
import { isConfinedFrom, rulesOf } from '../settings/rules.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Service } from '../settings/types.ts';
import { HOME_ROWS, type HomeContent, homeView } from './cards/home.ts';
import type { IncidentRow, ServiceName } from './cards/incident.ts';
import type { CardContent } from './cards/incident-card.ts';
import { incidentList, PAGE_SIZE } from './cards/incident-list.ts';
import { MODAL_ROWS, openIncidentsModal } from './cards/open-incidents.ts';

/** A glance at what somebody is to do. */
const HOME_TASKS = 10;

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

  /** All that isn't resolved, in a modal. @param page from 1. */
  async openIncidents(viewer: Viewer, page: number): Promise<ModalView> {
    const query = { ...openFor(viewer), limit: MODAL_ROWS, offset: (page - 1) * MODAL_ROWS };
    const { incidents, total } = await this.incidents.list(query);
    return openIncidentsModal({ rows: await this.rows(incidents), total, page });
  }

  async home(viewer: Viewer, slackUserId: string, duty: Duty, changesSettings: boolean): Promise<HomeView> {
    const me = { connectionId: viewer.connectionId, slackUserId };
    const first = { ...openFor(viewer), limit: HOME_ROWS, offset: 0 };
    const paging = await this.incidents.list({ ...first, statuses: ['OPEN'], pagedTo: me });
    const mine = await this.incidents.list({ ...first, statuses: ['ACKNOWLEDGED', 'SNOOZED'], heldBy: me });
    const shown = new Set([...paging.incidents, ...mine.incidents].map(({ number }) => number));
    // As many more as are shown already: they may be the most urgent ones.
    const open = await this.incidents.list({ ...first, statuses: ['OPEN'], limit: HOME_ROWS + shown.size });
    return homeView({
      ...duty,
      changesSettings,
      now: this.clock.now(),
      incidents: {
        paging: await this.rows(paging.incidents),
        mine: await this.rows(mine.incidents),
        open: await this.rows(open.incidents.filter(({ number }) => !shown.has(number)).slice(0, HOME_ROWS)),
      },
      tasks: await this.incidents.tasksOf(viewer, HOME_TASKS),
      counts: await this.incidents.countLive(viewer),
      auditUrl: `${this.baseUrl}/settings/audit`,
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

  /** Whether a channel may not show an incident, because it is of a closed project. @param target as the settings name it */
  async isConfinedFrom(number: number, { connectionId, target }: { connectionId: number; target: string }) {
    const incident = await this.incidents.get(number);
    const service = incident?.serviceId == null ? null : await this.settings.service(incident.serviceId);
    const workspace = (await this.settings.workspaces()).find((one) => one.connectionId === connectionId);
    return isConfinedFrom(service, target, workspace?.channelNames ?? {});
  }

  /** The roles that there are in an incident. */
  async roleNames({ serviceId, openedBy }: Incident): Promise<string[]> {
    const service = serviceId === null ? null : await this.settings.service(serviceId);
    return rolesWith(rulesOf(service, openedBy, await this.settings.workspaces()).roles);
  }

  /** What the card of an incident shows in a workspace. */
  async card(incident: Incident, connectionId: number): Promise<CardContent> {
    const service = incident.serviceId === null ? null : await this.settings.service(incident.serviceId);
    const { sla } = rulesOf(service, incident.openedBy, await this.settings.workspaces());
    const standing = slaOf(incident, sla[incident.urgency] ?? {}, this.clock.now());
    const { links, images } = linksIn(incident.details);
    return {
      incident,
      service: this.named(service),
      pageUrl: this.pageUrl(incident.number),
      sla: standing,
      template: (await this.settings.workspace(connectionId)).card,
      links: [...links, ...(service?.links ?? [])],
      tasks: await this.incidents.tasks(incident.number),
      imageUrl: images[0]?.url,
      tally: incident.joinedAlerts > 0 ? await this.incidents.tally(incident.number) : null,
      pageUrlOf: (number) => this.pageUrl(number),
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
}

function openFor(viewer: Viewer): Pick<IncidentQuery, 'statuses' | 'viewer' | 'order'> {
  return { statuses: LIVE_STATUSES, viewer, order: 'most_urgent' };
}
