import { asc } from 'drizzle-orm';
import type { OnCallDirectory } from '../../oncall/call.ts';
import type { Schedule } from '../../oncall/types.ts';
import type { Project } from '../../people/projects.ts';
import type { RoutingRule } from '../../routing/rule.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import type { SenderEntry } from '../../settings/schema/senders.ts';
import type { WebhookEntry } from '../../settings/schema/webhooks.ts';
import type { Rulebook } from '../../settings/store.ts';
import type { IncidentChannels } from '../../settings/types.ts';
import { connections, referenceRevision } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { readDocuments } from './documents.ts';
import { type HeartbeatSettings, readHeartbeats } from './heartbeat-settings.ts';
import { readIncidentChannels } from './incident-channel-settings.ts';
import { knownConnections } from './known-connections.ts';
import { readOnCallDirectory } from './on-call-directory.ts';
import { later, prepared } from './prepared.ts';
import { readProjects } from './projects.ts';
import { readRouting } from './routing.ts';
import { readRulebook } from './settings-rows.ts';

/** What decisions look at besides the incident: settings, and who can be called. Nobody changes what is handed out. */
export interface Reference extends Rulebook {
  directory: OnCallDirectory;
  heartbeats: HeartbeatSettings[];
  routing: RoutingRule[];
  incidentChannels: IncidentChannels;
  webhooks: WebhookEntry[];
  /** `isKnown`: its people count as the users that they are by their addresses (`knownConnections`). */
  connections: { id: number; teamId: string | null; isKnown: boolean }[];
  senders: SenderEntry[];
  projects: Project[];
  outgoingWebhooks: OutgoingWebhookEntry[];
  runbooks: RunbookEntry[];
}

/**
 * The reference data, held in memory and read anew when the database says that it has changed, whichever process changed it.
 * Inside a transaction it is that of the transaction's moment.
 */
export function reference(db: Drizzle): Reference {
  return held(db)();
}

/** The organisation's connection, which is the first that was made; null before the app has first been started. */
export function primaryId(db: Drizzle): number | null {
  return reference(db).workspaces[0]?.connectionId ?? null;
}

/** Whether the people of a connection count as users of ours. */
export function isKnownConnection(db: Drizzle, connectionId: number): boolean {
  return reference(db).connections.find(({ id }) => id === connectionId)?.isKnown ?? false;
}

/** Those whose teams have their channels in a workspace: all of them in the organisation's. */
export function schedulesOf(db: Drizzle, connectionId: number): readonly Schedule[] {
  return primaryId(db) === connectionId ? reference(db).directory.schedules : [];
}

const held = prepared((db) => {
  const current = later(() => db.select({ token: referenceRevision.token }).from(referenceRevision).prepare());
  let known: { token: string | undefined; reference: Reference } | undefined;
  return () => {
    const token = current().get()?.token;
    if (known === undefined || token === undefined || known.token !== token) {
      // The token comes first: what changes while the rest is read, is read again the next time.
      known = { token, reference: readAll(db) };
    }
    return known.reference;
  };
});

function readAll(db: Drizzle): Reference {
  const rulebook = readRulebook(db);
  const known = knownConnections(db, rulebook.services.values());
  const heartbeats = readHeartbeats(db, rulebook.services.values());
  return {
    ...rulebook,
    connections: db
      .select({ id: connections.id, teamId: connections.teamId })
      .from(connections)
      .orderBy(asc(connections.id))
      .all()
      .map((connection) => ({ ...connection, isKnown: known.has(connection.id) })),
    projects: readProjects(db, rulebook.services.values()),
    directory: readOnCallDirectory(db, known),
    heartbeats,
    routing: readRouting(db),
    incidentChannels: readIncidentChannels(db),
    webhooks: readDocuments<WebhookEntry>(db, 'webhook'),
    senders: readDocuments<SenderEntry>(db, 'sender'),
    outgoingWebhooks: readDocuments<OutgoingWebhookEntry>(db, 'outgoing_webhook'),
    runbooks: readDocuments<RunbookEntry>(db, 'runbook'),
  };
}
