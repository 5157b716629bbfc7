import { type InferSelectModel, sql } from 'drizzle-orm';
import type { Incident, IncidentState, NewIncident } from '../../incidents/types.ts';
import type { Escalation } from '../../oncall/escalation.ts';
import { urgencyRank } from '../../oncall/urgency.ts';
import type { Actor } from '../../people/actor.ts';
import { toEscalationPolicy, toEscalationPolicyEntry } from '../../settings/policy.ts';
import { incidents } from '../schema/index.ts';

export type IncidentRow = InferSelectModel<typeof incidents>;

/** That an incident isn't over. In these words, the index of dedup keys has all that are not. */
export const isLive = sql<boolean>`(${incidents.status} <> 'RESOLVED' and ${incidents.status} <> 'MERGED')`;

/** The row as the domain knows it. */
export function toIncident(row: IncidentRow): Incident {
  return {
    number: row.number,
    version: row.version,
    state: toState(row),
    urgency: row.urgency,
    title: row.title,
    description: row.description,
    serviceId: row.serviceId,
    alertServiceId: row.dedupScope === 0 ? null : row.dedupScope,
    components: row.components,
    source: row.source,
    url: row.url,
    details: row.details,
    dedupKey: row.dedupKey,
    joinedAlerts: row.joinedAlerts,
    groupKey: row.groupKey,
    flappingChoice: row.flappingChoice,
    flapping: row.flapping,
    alertCount: row.alertCount,
    openedBy: row.openedBy,
    openedAt: row.openedAt,
    lastAlertAt: row.lastAlertAt,
    firstAcknowledgedAt: row.firstAcknowledgedAt,
    raisedAt: row.raisedAt,
    escalation: toEscalation(row),
    pauses: row.pauses,
    breached: row.breached,
    roles: row.roles,
    merged: row.merged,
    related: row.related,
  };
}

function toState(row: IncidentRow): IncidentState {
  if (row.status === 'OPEN') return { status: 'OPEN' };
  const since = { by: required(row.statusBy, row), at: required(row.statusAt, row) };
  switch (row.status) {
    case 'ACKNOWLEDGED':
      return { status: 'ACKNOWLEDGED', ...since };
    case 'SNOOZED':
      return { status: 'SNOOZED', ...since, until: required(row.snoozedUntil, row) };
    case 'RESOLVED':
      return { status: 'RESOLVED', ...since, note: row.resolutionNote };
    case 'MERGED':
      return { status: 'MERGED', ...since, into: required(row.mergedInto, row), from: required(row.mergedFrom, row) };
  }
}

function required<T>(value: T | null, row: IncidentRow): T {
  if (value === null)
    throw new Error(`incident ${row.number} is ${row.status} but its row does not say by whom, when or into what`);
  return value;
}

/** The columns of an incident, all but its number. */
export function toRow(incident: NewIncident, version: number): Omit<IncidentRow, 'number'> {
  return {
    version,
    ...stateColumns(incident.state),
    urgency: incident.urgency,
    urgencyRank: urgencyRank(incident.urgency),
    title: incident.title,
    description: incident.description,
    serviceId: incident.serviceId,
    dedupScope: incident.alertServiceId ?? 0,
    components: incident.components,
    source: incident.source,
    url: incident.url,
    details: incident.details,
    dedupKey: incident.dedupKey,
    joinedAlerts: incident.joinedAlerts,
    groupKey: incident.groupKey,
    flappingChoice: incident.flappingChoice,
    flapping: incident.flapping,
    alertCount: incident.alertCount,
    openedBy: incident.openedBy,
    openedAt: incident.openedAt,
    lastAlertAt: incident.lastAlertAt,
    firstAcknowledgedAt: incident.firstAcknowledgedAt,
    raisedAt: incident.raisedAt,
    ...escalationColumns(incident.escalation),
    pauses: incident.pauses,
    breached: incident.breached,
    roles: incident.roles,
    merged: incident.merged,
    related: incident.related,
  };
}

function toEscalation({ escalation, escalationPolicy }: IncidentRow): Escalation | null {
  return escalation && escalationPolicy && { ...escalation, policy: toEscalationPolicy(escalationPolicy) };
}

function escalationColumns(escalation: Escalation | null): Pick<IncidentRow, 'escalation' | 'escalationPolicy'> {
  if (!escalation) return { escalation: null, escalationPolicy: null };
  const { policy, ...rest } = escalation;
  return { escalation: rest, escalationPolicy: toEscalationPolicyEntry(policy) };
}

type StateColumns = Pick<
  IncidentRow,
  'status' | 'statusBy' | 'statusAt' | 'snoozedUntil' | 'resolutionNote' | 'mergedInto' | 'mergedFrom'
>;

function stateColumns(state: IncidentState): StateColumns {
  const since = (by: Actor | null, at: number | null): StateColumns => ({
    status: state.status,
    statusBy: by,
    statusAt: at,
    snoozedUntil: null,
    resolutionNote: null,
    mergedInto: null,
    mergedFrom: null,
  });
  switch (state.status) {
    case 'OPEN':
      return since(null, null);
    case 'ACKNOWLEDGED':
      return since(state.by, state.at);
    case 'SNOOZED':
      return { ...since(state.by, state.at), snoozedUntil: state.until };
    case 'RESOLVED':
      return { ...since(state.by, state.at), resolutionNote: state.note };
    case 'MERGED':
      return { ...since(state.by, state.at), mergedInto: state.into, mergedFrom: state.from };
  }
}
