import type { AlertTally, IncidentAlert } from '../../../incidents/alerts.ts';
import type { AlertRepeats } from '../../../incidents/repeats.ts';
import { rolesWith } from '../../../incidents/roles.ts';
import { slaOf } from '../../../incidents/sla.ts';
import type { IncidentStore, PrivateHome, Viewer } from '../../../incidents/store.ts';
import type { Task } from '../../../incidents/tasks.ts';
import { type Incident, LIVE_STATUSES } from '../../../incidents/types.ts';
import type { Room } from '../../../notifications/incident-channels/store.ts';
import type { Card } from '../../../notifications/types.ts';
import type { SlaStatus, SlaTarget } from '../../../oncall/sla.ts';
import { isPersonTarget } from '../../../people/page-target.ts';
import type { User } from '../../../people/types.ts';
import type { RunProgress } from '../../../runbooks/types.ts';
import { rulesOf } from '../../../settings/rules.ts';
import type { Service } from '../../../settings/types.ts';
import type { HttpDeps } from '../../deps.ts';
import type { TimeFrame } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { type Entry, newestThatFit, toEntry } from './timeline.tsx';

/** Lines of the timeline on a list page of it. */
const MAX_ENTRIES = 50;

/** Other incidents that are named, or offered, in one place. */
const MAX_OTHERS = 30;

/** Users in the list of those whom it can be given to. */
const MAX_ASSIGNEES = 100;
/** Services in the list of those that it can belong to. */
const MAX_SERVICES = 100;
/** Private channels in the list of those that it can move to. */
const MAX_CHANNELS = 100;

/** Runs of runbooks that are shown: the latest. */
const MAX_RUNS = 10;

/** Alerts of an incident that are listed. */
const MAX_ALERTS = 30;

/** Everything that the page of an incident shows. */
export interface IncidentContent {
  incident: Incident;
  service: Service | null;
  /** How it stands against each target; null where it has none. */
  sla: Record<SlaTarget, SlaStatus | null>;
  timeline: TimelinePage;
  /** How often its alert came again; null for never. */
  repeats: AlertRepeats | null;
  /** The alerts that it counts; null where there is only the one that has opened it. */
  alerts: CountedAlerts | null;
  /** Where it is shown in Slack, as far as this visitor may know. */
  messages: SlackMessageLink[];
  /** Where its people talk, for whoever sees the channel in which that is said; null for nowhere. */
  callUrl: string | null;
  /** What it goes on as; null as well for whoever may not see that. */
  survivor: Incident | null;
  /** What goes on as it, as many as are shown, and what people have linked with it, as far as the visitor may see that. */
  merged: Incident[];
  related: Incident[];
  /** What the visitor can merge it into, or link it with: the most urgent that are open. */
  candidates: Incident[];
  visitor: Visitor;
  /** What is to be done for it, as far as the visitor may know. */
  tasks: Task[];
  /** The roles that there are in it. */
  roleNames: string[];
  /** Those that have run for it, the latest first; and the names of those that can be begun. */
  runs: RunProgress[];
  runbooks: string[];
  services: Pick<Service, 'id' | 'name'>[];
  /** Users whom the visitor can give it to, by name. */
  assignees: Pick<User, 'name' | 'email'>[];
  /** Where it can go on in private; null when it is private already. */
  privateChannels: { id: string; name: string }[] | null;
  frame: TimeFrame;
}

export interface CountedAlerts {
  tally: AlertTally;
  /** As many as are listed. */
  shown: IncidentAlert[];
}

/** A list page of a timeline. */
export interface TimelinePage {
  /** Newest first. */
  entries: Entry[];
  /** The event that the entries are from before; undefined on the first list page. */
  before: number | undefined;
  /** Between the last of the entries and the beginning. */
  hidden: number;
  /** What the timeline began with, unless it is among the entries. */
  beginning: Entry | null;
}

export interface SlackMessageLink {
  /** "#payment-alerts", as it is configured; "🔒 leads" for a private one. */
  channel: string;
  url: string;
}

/** @param before The event whose predecessors the timeline shows; undefined for the newest. */
export async function loadContent(
  incident: Incident,
  visitor: Visitor,
  deps: HttpDeps,
  before?: number,
): Promise<IncidentContent> {
  const { store, settings, cards, people, clock, slackUrl } = deps;
  const viewer = await deps.viewer(visitor.session);
  const now = clock.now();
  const { session, permission } = visitor;
  const [timeline, repeats, alerts, service, workspaces, shown, users, services, home, channels, room] =
    await Promise.all([
      loadTimeline(incident.number, store, viewer, before),
      store.repeats(incident.number),
      incident.joinedAlerts > 0 ? loadAlerts(incident.number, store) : null,
      incident.serviceId === null ? null : settings.service(incident.serviceId),
      settings.workspaces(),
      cards.cardsOf(incident.number, viewer),
      permission.allowed ? people.users() : [],
      permission.allowed ? deps.serviceAccess.services(session, 'act') : [],
      store.privateHome(incident.number, session.connectionId),
      permission.allowed ? deps.sharedPrivateChannels(session) : [],
      deps.rooms.roomOf(incident.number),
    ]);
  const tasks = await store.tasks(incident.number, viewer);
  const [runs, runbooks] = await Promise.all([deps.runbooks.progress(incident.number), deps.runbooks.runbooks()]);
  const going = runs.filter(({ state }) => state === 'running' || state === 'waiting').map(({ runbook }) => runbook);
  const seen = (numbers: readonly number[]) => visibleOf(numbers.slice(0, MAX_OTHERS), viewer, store);
  const { state } = incident;
  const rules = rulesOf(service, incident.openedBy, workspaces);
  const [[survivor = null], merged, related, open] = await Promise.all([
    seen(state.status === 'MERGED' ? [state.into] : []),
    seen(state.status === 'MERGED' ? [] : incident.merged),
    seen(incident.related),
    permission.allowed ? store.mostUrgent({ statuses: LIVE_STATUSES, viewer }, MAX_OTHERS, null) : null,
  ]);
  return {
    incident,
    service,
    sla: slaOf(incident, rules.sla[incident.urgency] ?? {}, now),
    roleNames: rolesWith(rules.roles),
    runs: [...runs].reverse().slice(0, MAX_RUNS),
    runbooks: runbooks.map(({ name }) => name).filter((name) => !going.includes(name)),
    timeline,
    repeats,
    alerts,
    messages: shown.flatMap((card) => messageLink(card, { home, room }, visitor, slackUrl) ?? []),
    callUrl: shown.some(({ channelId }) => channelId !== null && channelId === room?.channelId)
      ? (room?.callUrl ?? null)
      : null,
    survivor,
    merged,
    related,
    candidates: (open?.incidents ?? []).filter(({ number }) => number !== incident.number),
    visitor,
    tasks,
    services: services.slice(0, MAX_SERVICES),
    assignees: users.filter(({ role }) => role !== 'viewer').slice(0, MAX_ASSIGNEES),
    privateChannels: home?.channelId ? null : channels.slice(0, MAX_CHANNELS),
    frame: { zone: visitor.zone, now },
  };
}

/** Those that the viewer may see, in their order. */
async function visibleOf(numbers: readonly number[], viewer: Viewer, store: IncidentStore): Promise<Incident[]> {
  const found = await Promise.all(
    numbers.map(async (number) => ((await store.isVisible(number, viewer)) ? store.get(number) : null)),
  );
  return found.filter((one) => one !== null);
}

async function loadAlerts(number: number, store: IncidentStore): Promise<CountedAlerts | null> {
  const [tally, shown] = await Promise.all([store.tally(number), store.alerts(number, MAX_ALERTS)]);
  return tally && { tally, shown };
}

async function loadTimeline(
  number: number,
  store: IncidentStore,
  eyes: Viewer,
  before?: number,
): Promise<TimelinePage> {
  const [first, events] = await Promise.all([
    store.beginning(number, eyes),
    store.timeline(number, { eyes, before, limit: MAX_ENTRIES }),
  ]);
  const entries = newestThatFit(events.reverse().map((event) => toEntry(event, number)));
  const oldest = entries.at(-1)?.id ?? before ?? 0;
  const older = await store.countTimelineBefore(number, oldest, eyes);
  return {
    entries,
    before,
    hidden: Math.max(0, older - 1),
    beginning: first && older > 0 ? toEntry(first, number) : null,
  };
}

/**
 * The permalink of a card, made as Slack makes them; slack.com leads everybody to their own workspace. A direct message
 * is for the person it pages alone.
 */
function messageLink(
  { connectionId, channelId, ts, target, movedTo }: Card,
  { home, room }: { home: PrivateHome | null; room: Room | null },
  visitor: Visitor,
  slackUrl: string,
): SlackMessageLink | null {
  if (channelId === null || ts === null || connectionId !== visitor.session.connectionId) return null;
  if (isPersonTarget(target) || movedTo !== null) return null;
  const isRoom = channelId === room?.channelId;
  const name = isRoom ? room.name : target.replace(/^#/, '');
  const isPrivate = channelId === home?.channelId || (isRoom && room.isPrivate);
  const channel = isPrivate ? `🔒 ${name}` : isRoom ? `#${name}` : target;
  return { channel, url: `${slackUrl}/archives/${channelId}/p${ts.replace('.', '')}` };
}
