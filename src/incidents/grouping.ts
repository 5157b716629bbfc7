import { createHash } from 'node:crypto';
import type { UtcMs } from '../lib/clock.ts';
import type { AlertFields } from '../routing/alert-fields.ts';
import { type Incident, isOver, type NewIncident } from './types.ts';

/** Alerts of one service that agree in some fields are one incident, if they come within a while of its opening. */
export interface Grouping {
  /** Names of fields and labels; with none, all alerts of the service agree. */
  by: readonly string[];
  /** In milliseconds. */
  within: number;
}

/** A grouping, and what an alert has in its fields. */
export interface Group extends Grouping {
  key: string;
  values: readonly string[];
}

/** An incident with so many alerts takes no more. */
export const MAX_ALERTS = 500;
/** Of a value, so much is kept to be shown. */
const MAX_VALUE = 100;

/** The group that an alert belongs to; null for one that has none of the fields, of which it is not known what it has in common. */
export function groupOf({ by, within }: Grouping, fields: AlertFields): Group | null {
  const values = by.map((name) => fields.values(name).join(', '));
  if (by.length > 0 && values.every((value) => value === '')) return null;
  const key = createHash('sha256')
    .update(JSON.stringify([by, values]))
    .digest('base64url');
  return { by, within, key, values: values.map((value) => value.slice(0, MAX_VALUE)) };
}

/** Whether an alert of the group that it would open an incident for counts on this one of the same group instead. */
export function takesMore(
  incident: Incident,
  { groupKey, serviceId }: Pick<NewIncident, 'groupKey' | 'serviceId'>,
  within: number,
  now: UtcMs,
): boolean {
  return (
    groupKey !== null &&
    incident.groupKey === groupKey &&
    !isOver(incident.state) &&
    // Also where somebody has said since that it is of another service.
    incident.serviceId === serviceId &&
    incident.alertServiceId === serviceId &&
    incident.joinedAlerts + 1 < MAX_ALERTS &&
    now - incident.openedAt < within
  );
}
