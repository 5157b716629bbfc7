import { and, asc, eq, sql } from 'drizzle-orm';
import { DEFAULT_FLAPPING } from '../../incidents/flapping.ts';
import type { MaintenanceSpan } from '../../incidents/maintenance.ts';
import type { FlappingEntry, GroupingEntry } from '../../routing/rule.ts';
import { connectionCalled } from '../../settings/connection-called.ts';
import { parseDuration } from '../../settings/duration.ts';
import { toEscalationPolicy } from '../../settings/policy.ts';
import type { EscalationPolicyEntry } from '../../settings/schema/escalation-policies.ts';
import { toFlapping, toGrouping } from '../../settings/schema/noise.ts';
import type { ProjectEntry } from '../../settings/schema/projects.ts';
import { type SlaEntry, toSla } from '../../settings/schema/sla.ts';
import type { Rulebook } from '../../settings/store.ts';
import type { ChannelRef, Service, WorkspaceSettings } from '../../settings/types.ts';
import { channels, connections, documents, services } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { readDocuments } from './documents.ts';
import { channelMeant } from './incident-homes.ts';
import { readMaintenance } from './maintenance.ts';
import { later, prepared } from './prepared.ts';
import { readSubscriptions } from './subscription-rows.ts';
import { completeWorkspace } from './workspace-settings.ts';

const statements = prepared((db) => ({
  services: later(() =>
    db
      .select({
        id: services.id,
        name: services.name,
        channel: services.channel,
        channels: services.channels,
        policy: documents.body,
        sla: services.sla,
        acknowledgeReminder: services.acknowledgeReminder,
        dependsOn: services.dependsOn,
        delay: services.delay,
        resolveAfterSilence: services.resolveAfterSilence,
        grouping: services.grouping,
        flapping: services.flapping,
        links: services.links,
        mention: services.mention,
        connection: services.connection,
        sharedWith: services.sharedWith,
      })
      .from(services)
      .leftJoin(
        documents,
        and(eq(documents.kind, sql`'escalation_policy'`), eq(documents.name, services.escalationPolicy)),
      )
      .orderBy(asc(sql`lower(${services.name})`))
      .prepare(),
  ),
  workspaces: later(() =>
    db
      .select({
        connectionId: connections.id,
        settings: connections.settings,
        name: connections.name,
        teamName: connections.teamName,
        teamId: connections.teamId,
      })
      .from(connections)
      .orderBy(asc(connections.id))
      .prepare(),
  ),
}));

/** The settings that decisions depend on, services by name; inside a transaction, all of it is of one moment. */
export function readRulebook(db: Drizzle): Rulebook {
  const { services: rows, workspaces } = statements(db);
  const maintenance = readMaintenance(db);
  const connected = workspaces().all();
  const made = readSubscriptions(db);
  const confined = confinedServices(db);
  const services = rows()
    .all()
    .map((row) => ({
      ...toService(row, maintenance.get(row.id) ?? [], connected),
      ...confined.get(row.name.toLowerCase()),
    }));
  return {
    services: new Map(services.map((service) => [service.id, service])),
    workspaces: connected.map(({ connectionId, settings: stored }) => {
      const settings = completeWorkspace(stored);
      const theirs = made.filter(({ by }) => by.connectionId === connectionId);
      const workspace = { ...settings, subscriptions: [...settings.subscriptions, ...theirs] };
      const channelNames = namesOf(db, connectionId, channelsIn(workspace, services));
      return { connectionId, settings: workspace, channelNames };
    }),
  };
}

/** The services of closed projects, by name in lower case. */
function confinedServices(db: Drizzle): Map<string, Pick<Service, 'confinedTo'>> {
  const closed = readDocuments<ProjectEntry>(db, 'project').filter((project) => project.closed);
  return new Map(
    closed.flatMap(({ services, channels }) => services.map((name) => [name.toLowerCase(), { confinedTo: channels }])),
  );
}

function channelsIn(
  { defaultChannel, urgencyChannels, subscriptions }: WorkspaceSettings,
  services: readonly Service[],
): (ChannelRef | null)[] {
  return [
    defaultChannel,
    ...Object.values(urgencyChannels),
    ...subscriptions.map(({ channel }) => channel),
    ...services.flatMap(({ channel, channels, confinedTo = [] }) => [channel, ...channels, ...confinedTo]),
  ];
}

/** A name that means another channel than the one that bears it is not its name. */
function namesOf(db: Drizzle, connectionId: number, refs: (ChannelRef | null)[]): Record<ChannelRef, ChannelRef> {
  const ids = refs.filter((ref) => ref !== null && !ref.startsWith('#'));
  if (ids.length === 0) return {};
  const named = db
    .select({ id: channels.id, name: channels.name })
    .from(channels)
    .where(
      and(
        eq(channels.connectionId, connectionId),
        sql`${channels.id} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    )
    .all();
  const own = named.filter(({ id, name }) => channelMeant(db, connectionId, name)?.id === id);
  return Object.fromEntries(own.map(({ id, name }) => [id, `#${name}`]));
}

interface ServiceRow {
  id: number;
  name: string;
  channel: string | null;
  channels: string[] | null;
  policy: unknown;
  sla: unknown;
  acknowledgeReminder: string | null;
  dependsOn: string[] | null;
  delay: string | null;
  resolveAfterSilence: string | null;
  grouping: GroupingEntry | null;
  flapping: FlappingEntry | null;
  links: Service['links'] | null;
  mention: Service['mention'] | null;
  connection: string | null;
  sharedWith: string[] | null;
}

/** What a connection is called by. */
interface NamedConnection {
  connectionId: number;
  name: string | null;
  teamName: string | null;
  teamId: string | null;
}

function toService(
  {
    id,
    name,
    channel,
    channels,
    policy,
    sla,
    links,
    mention,
    dependsOn,
    grouping,
    flapping,
    connection,
    sharedWith,
    ...spans
  }: ServiceRow,
  maintenance: MaintenanceSpan[],
  connected: NamedConnection[],
): Service {
  // Only `apply` writes these, after validating them.
  const entry = policy as EscalationPolicyEntry | null;
  const group = grouping && toGrouping(grouping);
  const flaps = flapping === null ? DEFAULT_FLAPPING : toFlapping(flapping);
  return {
    id,
    name,
    channel,
    channels: channels ?? [],
    policy: entry && toEscalationPolicy(entry),
    sla: toSla((sla ?? {}) as SlaEntry),
    acknowledgeReminder: spanOf(spans.acknowledgeReminder),
    delay: spanOf(spans.delay),
    silence: spanOf(spans.resolveAfterSilence),
    group: group === 'never' ? null : group,
    flapping: flaps === 'never' ? null : flaps,
    dependsOn: dependsOn ?? [],
    links: links ?? [],
    mention: mention ?? {},
    maintenance,
    ...(connected.length > 1 && connectionsOf(connection, sharedWith ?? [], connected)),
  };
}

/** Which connections a service means by their names; the organisation's is the first. */
function connectionsOf(
  own: string | null,
  sharedWith: string[],
  connected: NamedConnection[],
): Pick<Service, 'connection' | 'sharedWith'> {
  const named = own === null ? undefined : connectionCalled(own, connected);
  const id = (named ?? connected[0])?.connectionId;
  return {
    ...(id !== undefined && { connection: { id, isNamed: named !== undefined } }),
    sharedWith: sharedWith.flatMap((name) => connectionCalled(name, connected)?.connectionId ?? []),
  };
}

function spanOf(text: string | null): number | null {
  return text === null ? null : parseDuration(text);
}
