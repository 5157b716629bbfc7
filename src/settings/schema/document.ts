import { z } from 'zod';
import type { RoutingRule } from '../../routing/rule.ts';
import type { IncidentChannels, Retention, WorkspaceSettings } from '../types.ts';
import { type ConnectionEntry, connectionEntry, MAX_CONNECTIONS } from './connections.ts';
import { type EscalationPolicyEntry, escalationPolicyEntry } from './escalation-policies.ts';
import { type HeartbeatEntry, heartbeatEntry, MAX_HEARTBEATS } from './heartbeats.ts';
import { incidentChannelsSection } from './incident-channels.ts';
import { MAX_MAINTENANCE, type MaintenanceEntry, maintenanceEntry } from './maintenance.ts';
import { MAX_OUTGOING_WEBHOOKS, type OutgoingWebhookEntry, outgoingWebhookEntry } from './outgoing-webhooks.ts';
import { type GroupEntry, groupEntry, type UserEntry, userEntry } from './people.ts';
import { MAX_PROJECTS, type ProjectEntry, projectEntry } from './projects.ts';
import { retentionSection } from './retention.ts';
import { routingSection } from './routing.ts';
import { MAX_RUNBOOKS, type RunbookEntry, runbookEntry } from './runbooks/runbook.ts';
import { type ScheduleEntry, scheduleEntry } from './schedules.ts';
import { MAX_SENDERS, type SenderEntry, senderEntry } from './senders.ts';
import { type ServiceEntry, serviceEntry } from './services.ts';
import { type TemplateEntry, templateEntry } from './templates.ts';
import { MAX_WEBHOOKS, type WebhookEntry, webhookEntry } from './webhooks.ts';
import { type WorkspaceEntry, workspaceEntry, workspaceSection } from './workspace.ts';

/** opsknight.yml. A section that is absent leaves the database as it is. */
export const settingsDocument = z.strictObject({
  workspace: workspaceSection.optional(),
  connections: z.array(connectionEntry).max(MAX_CONNECTIONS, `must be ${MAX_CONNECTIONS} at most`).optional(),
  workspaces: z.array(workspaceEntry).optional(),
  users: z.array(userEntry).optional(),
  groups: z.array(groupEntry).optional(),
  schedules: z.array(scheduleEntry).optional(),
  escalation_policies: z.array(escalationPolicyEntry).optional(),
  services: z.array(serviceEntry).optional(),
  projects: z.array(projectEntry).max(MAX_PROJECTS, `must be ${MAX_PROJECTS} at most`).optional(),
  routing: routingSection.optional(),
  incident_channels: incidentChannelsSection.optional(),
  retention: retentionSection.optional(),
  heartbeats: z.array(heartbeatEntry).max(MAX_HEARTBEATS, `must be ${MAX_HEARTBEATS} at most`).optional(),
  maintenance: z.array(maintenanceEntry).max(MAX_MAINTENANCE, `must be ${MAX_MAINTENANCE} at most`).optional(),
  templates: z.array(templateEntry).optional(),
  webhooks: z.array(webhookEntry).max(MAX_WEBHOOKS, `must be ${MAX_WEBHOOKS} at most`).optional(),
  senders: z.array(senderEntry).max(MAX_SENDERS, `must be ${MAX_SENDERS} at most`).optional(),
  outgoing_webhooks: z
    .array(outgoingWebhookEntry)
    .max(MAX_OUTGOING_WEBHOOKS, `must be ${MAX_OUTGOING_WEBHOOKS} at most`)
    .optional(),
  runbooks: z.array(runbookEntry).max(MAX_RUNBOOKS, `must be ${MAX_RUNBOOKS} at most`).optional(),
});
export type SettingsDocument = z.output<typeof settingsDocument>;

/** The sections that are lists, with what each is a list of; in the order in which later ones refer to earlier ones. */
export interface Sections {
  connections: ConnectionEntry;
  workspaces: WorkspaceEntry;
  users: UserEntry;
  groups: GroupEntry;
  schedules: ScheduleEntry;
  escalation_policies: EscalationPolicyEntry;
  services: ServiceEntry;
  projects: ProjectEntry;
  heartbeats: HeartbeatEntry;
  maintenance: MaintenanceEntry;
  templates: TemplateEntry;
  webhooks: WebhookEntry;
  senders: SenderEntry;
  outgoing_webhooks: OutgoingWebhookEntry;
  runbooks: RunbookEntry;
}
export type Section = keyof Sections;

/** The sections that are one setting as a whole. */
export const WHOLE_SECTIONS = ['workspace', 'routing', 'incident_channels', 'retention'] as const;
export type WholeSection = (typeof WHOLE_SECTIONS)[number];

export function isWhole(section: Section | WholeSection): section is WholeSection {
  return (WHOLE_SECTIONS as readonly string[]).includes(section);
}

export const SECTIONS = [
  'connections',
  'workspaces',
  'users',
  'groups',
  'schedules',
  'escalation_policies',
  'services',
  'projects',
  'heartbeats',
  'maintenance',
  'templates',
  'webhooks',
  'senders',
  'outgoing_webhooks',
  'runbooks',
] as const satisfies Section[];

/** What one entry of each section is called in a sentence. */
export const NOUNS: Record<Section, string> = {
  connections: 'connection',
  workspaces: 'workspace',
  users: 'user',
  groups: 'group',
  schedules: 'schedule',
  escalation_policies: 'escalation policy',
  services: 'service',
  projects: 'project',
  heartbeats: 'heartbeat',
  maintenance: 'maintenance',
  templates: 'template',
  webhooks: 'webhook',
  senders: 'sender',
  outgoing_webhooks: 'outgoing webhook',
  runbooks: 'runbook',
};

/** What the database holds of all that opsknight.yml can say. */
export type StoredSettings = {
  workspace: WorkspaceSettings;
  routing: RoutingRule[];
  incident_channels: IncidentChannels;
  retention: Retention;
} & {
  [S in Section]: Sections[S][];
};

/** What tells the entries of a section apart: users by e-mail, the others by name, in any case. */
export function identityOf(entry: Sections[Section]): string {
  return 'email' in entry ? entry.email : entry.name.toLowerCase();
}
