import { isDeepStrictEqual } from 'node:util';
import type { RoutingRule } from '../routing/rule.ts';
import type { EntryChange, SettingsChange } from './changes.ts';
import { withoutPersonalReach } from './personal-reach.ts';
import { type Problem, SettingsError } from './problems.ts';
import { refuseWhatIsOthers } from './project-claims.ts';
import { danglingReferences, namesIn, withDeclaredNames } from './references.ts';
import { identityOf, NOUNS, SECTIONS, type Section, type Sections, type SettingsDocument } from './schema/document.ts';
import type { UserEntry } from './schema/people.ts';
import type { ServiceEntry } from './schema/services.ts';
import { withoutSlackOverrides } from './slack-overrides.ts';
import { withoutSlackSubscriptions } from './subscriptions.ts';
import type { IncidentChannels, WorkspaceSettings } from './types.ts';
import type { CurrentSettings } from './writer.ts';

/** What is to become of every entry, section by section, also of those that stay as they are. */
export type Plan = { [S in Section]: EntryChange<Sections[S]>[] };

/** What becomes of an entry that its section no longer names. */
type Leftover<Entry> = (entry: Entry) => EntryChange<Entry>;

/**
 * What has to change for the database to say what the document says; nothing for what is so already. An entry is
 * taken as a whole: what it leaves out has its default. A section that is absent stays as it is.
 *
 * With `prune`, entries that a section no longer names go. What history refers to stays: users become inactive
 * (incidents say who acted), and a service with incidents or API keys loses its settings, not its name. Throws a
 * SettingsError rather than take away what entries outside the file still refer to.
 */
export function planChanges(
  document: SettingsDocument,
  current: CurrentSettings,
  { prune }: { prune: boolean },
): SettingsChange[] {
  const retireService = serviceRetirement(new Set(current.servicesInUse));
  const schedules =
    document.schedules && withoutSlackOverrides(document.schedules, current.schedules, current.slackOverrides);
  const users = document.users && withoutPersonalReach(document.users, current.users, current.personalReaches);
  const named: Plan = {
    connections: planSection(document.connections, current.connections, prune ? remove : keep),
    workspaces: planSection(document.workspaces, current.workspaces, prune ? remove : keep),
    users: planSection(users, current.users, prune ? deactivate : keep),
    groups: planSection(document.groups, current.groups, prune ? remove : keep),
    schedules: planSection(schedules, current.schedules, prune ? remove : keep),
    escalation_policies: planSection(document.escalation_policies, current.escalation_policies, prune ? remove : keep),
    services: planSection(document.services, current.services, prune ? retireService : keep),
    projects: planSection(document.projects, current.projects, prune ? remove : keep),
    heartbeats: planSection(document.heartbeats, current.heartbeats, prune ? remove : keep),
    maintenance: planSection(document.maintenance, current.maintenance, prune ? remove : keep),
    templates: planSection(document.templates, current.templates, prune ? remove : keep),
    webhooks: planSection(document.webhooks, current.webhooks, prune ? remove : keep),
    senders: planSection(document.senders, current.senders, prune ? remove : keep),
    outgoing_webhooks: planSection(document.outgoing_webhooks, current.outgoing_webhooks, prune ? remove : keep),
    runbooks: planSection(document.runbooks, current.runbooks, prune ? remove : keep),
  };
  const plan = withReferences(named);
  const routing = document.routing ?? current.routing;
  refuseUnconnected(plan, current.connected);
  refuseForeignChannels(plan);
  refuseWhatIsOthers(plan);
  refuseSharedAccounts(plan);
  const workspace = document.workspace ?? current.workspace;
  const incidentChannels = document.incident_channels ?? current.incident_channels;
  refuseDangling(plan, { routing, workspace, incident_channels: incidentChannels }, current.connected);
  const changesOf = <S extends Section>(section: S) =>
    plan[section].filter(isChange).map((change) => ({ section, ...change }));
  return [
    ...planWorkspace(document, current),
    ...changesOf('connections'),
    ...changesOf('workspaces'),
    ...changesOf('users'),
    ...changesOf('groups'),
    ...changesOf('schedules'),
    ...changesOf('escalation_policies'),
    ...changesOf('services'),
    ...changesOf('projects'),
    ...planRouting(document, current),
    ...planIncidentChannels(document, current),
    ...planRetention(document, current),
    ...changesOf('heartbeats'),
    ...changesOf('maintenance'),
    ...changesOf('templates'),
    ...changesOf('webhooks'),
    ...changesOf('senders'),
    ...changesOf('outgoing_webhooks'),
    ...changesOf('runbooks'),
  ];
}

/** What refers to an entry by name follows it when that is written otherwise, whether or not the file has it. */
function withReferences(plan: Plan): Plan {
  const names = Object.fromEntries(
    SECTIONS.map((section) => [
      section,
      plan[section].flatMap(({ after }) => (after ? ['email' in after ? after.email : after.name] : [])),
    ]),
  );
  const follow = <S extends Section>(section: S): EntryChange<Sections[S]>[] =>
    plan[section].map((change) => ({
      ...change,
      after: change.after && withDeclaredNames(section, change.after, names),
    }));
  return {
    ...plan,
    escalation_policies: follow('escalation_policies'),
    services: follow('services'),
    projects: follow('projects'),
    heartbeats: follow('heartbeats'),
    maintenance: follow('maintenance'),
    outgoing_webhooks: follow('outgoing_webhooks'),
    runbooks: follow('runbooks'),
  };
}

function planWorkspace(document: SettingsDocument, current: CurrentSettings): SettingsChange[] {
  const { workspace: before, slackSubscriptions } = current;
  const after = document.workspace && withoutSlackSubscriptions(document.workspace, before, slackSubscriptions);
  return after && !isDeepStrictEqual(before, after) ? [{ section: 'workspace', before, after }] : [];
}

function planIncidentChannels(document: SettingsDocument, current: CurrentSettings): SettingsChange[] {
  const { incident_channels: before } = current;
  const after = document.incident_channels;
  return after && !isDeepStrictEqual(before, after) ? [{ section: 'incident_channels', before, after }] : [];
}

function planRetention(
  { retention: after }: SettingsDocument,
  { retention: before }: CurrentSettings,
): SettingsChange[] {
  return after && !isDeepStrictEqual(before, after) ? [{ section: 'retention', before, after }] : [];
}

function planRouting(document: SettingsDocument, { routing: before }: CurrentSettings): SettingsChange[] {
  const after = document.routing;
  return after && !isDeepStrictEqual(before, after) ? [{ section: 'routing', before, after }] : [];
}

function planSection<Entry extends Sections[Section]>(
  wanted: Entry[] | undefined,
  stored: Entry[],
  leftover: Leftover<Entry>,
): EntryChange<Entry>[] {
  if (!wanted) return stored.map(keep);
  const storedById = new Map(stored.map((entry) => [identityOf(entry), entry]));
  const wantedIds = new Set(wanted.map(identityOf));
  return [
    ...wanted.map((after) => ({ before: storedById.get(identityOf(after)) ?? null, after, note: null })),
    ...stored.filter((entry) => !wantedIds.has(identityOf(entry))).map(leftover),
  ];
}

function keep<Entry>(entry: Entry): EntryChange<Entry> {
  return { before: entry, after: entry, note: null };
}

function remove<Entry>(entry: Entry): EntryChange<Entry> {
  return { before: entry, after: null, note: null };
}

function deactivate(user: UserEntry): EntryChange<UserEntry> {
  return { before: user, after: { ...user, active: false }, note: null };
}

function serviceRetirement(inUse: Set<string>): Leftover<ServiceEntry> {
  return (service) => {
    if (!inUse.has(service.name)) return remove(service);
    const bare = {
      name: service.name,
      channel: null,
      connection: null,
      shared_with: [],
      channels: [],
      escalation_policy: null,
      sla: {},
      acknowledge_reminder: null,
      delay: null,
      depends_on: [],
      resolve_after_silence: null,
      group: null,
      flapping: null,
      links: [],
      mention: {},
    };
    return { before: service, after: bare, note: 'keeps only its name: incidents or API keys refer to it' };
  };
}

function isChange({ before, after }: EntryChange<unknown>): boolean {
  return !isDeepStrictEqual(before, after);
}

/** A workspace has settings once the app is in it. */
function refuseUnconnected({ workspaces, connections }: Plan, connected: readonly string[]): void {
  const names = [...connected, ...connections.flatMap(({ after }) => (after ? [after.name] : []))];
  const named = new Set(names.map((name) => name.toLowerCase()));
  const problems = workspaces.flatMap(({ before, after }): Problem[] => {
    if (before !== null || after === null || named.has(after.name.toLowerCase())) return [];
    const name = JSON.stringify(after.name);
    const message = `is not connected: install the app there first, at /slack/install; \`opsknight workspaces\` lists those that are`;
    return [{ place: null, path: `workspace ${name}`, message }];
  });
  if (problems.length > 0) throw new SettingsError(problems);
}

/** A Slack account is one person's. */
function refuseSharedAccounts({ users }: Plan): void {
  const active = users.flatMap(({ after }) => (after?.active ? [after] : []));
  const holders = new Map<string, string>();
  // Whose own address it is has it first.
  const ownFirst = active.sort((a, b) => Number(a.slack_email !== null) - Number(b.slack_email !== null));
  const problems = ownFirst.flatMap((after): Problem[] => {
    const address = after.slack_email ?? after.email;
    const holder = holders.get(address);
    if (holder === undefined) holders.set(address, after.email);
    const message = `has the Slack account with the address ${address}, which is that of ${holder} already`;
    return holder === undefined ? [] : [{ place: null, path: `user ${after.email}`, message }];
  });
  if (problems.length > 0) throw new SettingsError(problems);
}

/** A connection posts nowhere but in its channels. */
function refuseForeignChannels({ services, connections }: Plan): void {
  const allowed = new Map(
    connections.flatMap(({ after }) => (after?.channels.length ? [[after.name.toLowerCase(), after.channels]] : [])),
  );
  const problems = services.flatMap(({ after }): Problem[] => {
    const channels = allowed.get(after?.connection?.toLowerCase() ?? '');
    if (!after || !channels) return [];
    const foreign = [after.channel, ...after.channels].filter((one) => one !== null && !channels.includes(one));
    return foreign.map((channel) => ({
      place: null,
      path: `service ${JSON.stringify(after.name)}`,
      message: `goes through the connection ${JSON.stringify(after.connection)}, which may not post in ${channel}, but in ${channels.join(', ')}`,
    }));
  });
  if (problems.length > 0) throw new SettingsError(problems);
}

/** The file is consistent in itself; an entry that it does not name may still refer to one that goes. */
function refuseDangling(
  plan: Plan,
  wholes: { routing: RoutingRule[]; workspace: WorkspaceSettings; incident_channels: IncidentChannels },
  connected: readonly string[],
): void {
  const result = Object.fromEntries(
    SECTIONS.map((section) => [section, plan[section].flatMap(({ after }) => (after ? [after] : []))]),
  );
  const document = { ...result, ...wholes };
  const problems = danglingReferences(document, { ...namesIn(result), connected }).map(
    ({ path: [section, index], message }): Problem => {
      if (section === 'workspace')
        return { place: null, path: 'workspace.subscriptions, which is only in the database,', message };
      if (section === 'incident_channels')
        return { place: null, path: 'incident_channels.when, which is only in the database,', message };
      if (section === 'routing') {
        return { place: null, path: `routing[${index}], which is only in the database,`, message };
      }
      const kept = SECTIONS.find((candidate) => candidate === section) ?? 'services';
      const name = JSON.stringify(result[kept]?.[Number(index)]?.name);
      return { place: null, path: `${NOUNS[kept]} ${name}, which is only in the database,`, message };
    },
  );
  if (problems.length > 0) throw new SettingsError(problems);
}
