import type { Responders } from '../incidents/service.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { Incident } from '../incidents/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { PersonActor } from '../people/actor.ts';
import type { SettingsStore } from '../settings/store.ts';
import { type Change, edit, publish, review, type SectionEdit } from './change.ts';
import { draft } from './draft.ts';
import type { ListedPostMortem, PostMortemQuery, PostMortemStore } from './store.ts';
import type { PostMortem } from './types.ts';

/** Events of its timeline that a post-mortem begins with, the newest. */
const MAX_EVENTS = 2_000;

interface PostMortemDeps {
  store: PostMortemStore;
  incidents: Pick<IncidentStore, 'timeline' | 'tasks'>;
  settings: Pick<SettingsStore, 'service' | 'workspace'>;
  responders: Pick<Responders, 'maySee' | 'mayAct'>;
  pageUrl(number: number): string;
  clock: Clock;
  /** Something is owed to Slack. */
  onOwed(): void;
}

/** What people do to post-mortems. For whoever may not see an incident there is none. */
export class PostMortems {
  constructor(private readonly deps: PostMortemDeps) {}

  get(incidentNumber: number): Promise<PostMortem | null> {
    return this.deps.store.get(incidentNumber);
  }

  list(query: PostMortemQuery): Promise<ListedPostMortem[]> {
    return this.deps.store.list(query);
  }

  /**
   * The one that there is, or a new one that is made of the timeline; null for whoever may not do anything to the incident.
   * @param zone that its times are in
   */
  async begin(incident: Incident, by: PersonActor, zone: string): Promise<PostMortem | null> {
    if ((await this.refusal(incident.number, by)) !== 'allowed') return null;
    const { store, incidents, settings, pageUrl, clock } = this.deps;
    const existing = await store.get(incident.number);
    if (existing) return existing;
    const [service, workspace, timeline, tasks] = await Promise.all([
      incident.serviceId === null ? null : settings.service(incident.serviceId),
      settings.workspace(by.connectionId),
      // Everybody who sees the incident reads it: what only some may know of other incidents is left out.
      incidents.timeline(incident.number, { eyes: 'anyone', limit: MAX_EVENTS }),
      incidents.tasks(incident.number, 'anyone'),
    ]);
    const { number } = incident;
    const content = { incident, service: service?.name ?? null, timeline, tasks, pageUrl: pageUrl(number), zone };
    const begun = { by, at: clock.now() };
    return store.begin({
      incidentNumber: incident.number,
      version: 1,
      state: 'draft',
      sections: draft(content, workspace.postMortem.template),
      begun,
      edited: begun,
      reviewed: null,
      published: null,
      refusal: null,
    });
  }

  /** Null when there is none; the same of the two below. */
  edit(incidentNumber: number, edits: readonly SectionEdit[], by: PersonActor): Promise<Change | null> {
    const { store, clock } = this.deps;
    return this.asAllowed(incidentNumber, by, () =>
      store.change(incidentNumber, (current) => edit(current, edits, by, clock.now())),
    );
  }

  review(incidentNumber: number, version: number, by: PersonActor): Promise<Change | null> {
    const { store, clock } = this.deps;
    return this.asAllowed(incidentNumber, by, () =>
      store.change(incidentNumber, (current) => review(current, version, by, clock.now())),
    );
  }

  async publish(
    incidentNumber: number,
    asked: { version: number; target: string },
    by: PersonActor,
  ): Promise<Change | null> {
    const { store, clock, onOwed } = this.deps;
    const now = clock.now();
    const decide = (current: PostMortem) => publish(current, asked, by, now);
    const change = await this.asAllowed(incidentNumber, by, () =>
      store.publish(incidentNumber, decide, by.connectionId, now),
    );
    onOwed();
    return change;
  }

  private async asAllowed(
    incidentNumber: number,
    by: PersonActor,
    act: () => Promise<Change | null>,
  ): Promise<Change | null> {
    const refusal = await this.refusal(incidentNumber, by);
    if (refusal === 'allowed') return act();
    return refusal === 'unseen' ? null : { ok: false, refusal: { reason: 'not_allowed' } };
  }

  private async refusal(incidentNumber: number, by: PersonActor): Promise<'allowed' | 'unseen' | 'not_allowed'> {
    const { responders } = this.deps;
    if (!(await responders.maySee(incidentNumber, by))) return 'unseen';
    return (await responders.mayAct(incidentNumber, by)) ? 'allowed' : 'not_allowed';
  }
}
