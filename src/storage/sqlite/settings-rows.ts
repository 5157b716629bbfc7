import { and, asc, eq, sql } from 'drizzle-orm';
import type { MaintenanceSpan } from '../../incidents/maintenance.ts';
import { parseDuration } from '../../settings/duration.ts';
import { toEscalationPolicy } from '../../settings/policy.ts';
import type { EscalationPolicyEntry } from '../../settings/schema/escalation-policies.ts';
import { type SlaEntry, toSla } from '../../settings/schema/sla.ts';
import type { Rulebook } from '../../settings/store.ts';
import type { Service } from '../../settings/types.ts';
import { connections, documents, services } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { readMaintenance } from './maintenance.ts';
import { later, prepared } from './prepared.ts';
import { completeWorkspace } from './workspace-settings.ts';

const statements = prepared((db) => ({
  services: later(() =>
    db
      .select({
        id: services.id,
        name: services.name,
        channel: services.channel,
        policy: documents.body,
        sla: services.sla,
        acknowledgeReminder: services.acknowledgeReminder,
        dependsOn: services.dependsOn,
        delay: services.delay,
        resolveAfterSilence: services.resolveAfterSilence,
        links: services.links,
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
      .select({ connectionId: connections.id, settings: connections.settings })
      .from(connections)
      .orderBy(asc(connections.id))
      .prepare(),
  ),
}));

/** The settings that decisions depend on, services by name; inside a transaction, all of it is of one moment. */
export function readRulebook(db: Drizzle): Rulebook {
  const { services: rows, workspaces } = statements(db);
  const maintenance = readMaintenance(db);
  return {
    services: new Map(
      rows()
        .all()
        .map((row) => [row.id, toService(row, maintenance.get(row.id) ?? [])]),
    ),
    workspaces: workspaces()
      .all()
      .map(({ connectionId, settings }) => ({
        connectionId,
        settings: completeWorkspace(settings),
      })),
  };
}

interface ServiceRow {
  id: number;
  name: string;
  channel: string | null;
  policy: unknown;
  sla: unknown;
  acknowledgeReminder: string | null;
  dependsOn: string[] | null;
  delay: string | null;
  resolveAfterSilence: string | null;
  links: Service['links'] | null;
}

function toService(
  { id, name, channel, policy, sla, links, dependsOn, ...spans }: ServiceRow,
  maintenance: MaintenanceSpan[],
): Service {
  // Only `apply` writes these, after validating them.
  const entry = policy as EscalationPolicyEntry | null;
  return {
    id,
    name,
    channel,
    policy: entry && toEscalationPolicy(entry),
    sla: toSla((sla ?? {}) as SlaEntry),
    acknowledgeReminder: spanOf(spans.acknowledgeReminder),
    delay: spanOf(spans.delay),
    silence: spanOf(spans.resolveAfterSilence),
    dependsOn: dependsOn ?? [],
    links: links ?? [],
    maintenance,
  };
}

function spanOf(text: string | null): number | null {
  return text === null ? null : parseDuration(text);
}
