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
  const values = by.map((name) => fields.values(name));
  if (by.length > 0 && values.every((found) => found.length === 0)) return null;
  const key = createHash('sha256')
    .update(JSON.stringify([by, values]))
    .digest('base64url');
  return { by, within, key, values: values.map((found) => found.join(', ').slice(0, MAX_VALUE).toWellFormed()) };
}

/** An incident that was opened for a group. */
export interface GroupIncident {
  opened: Incident;
  /** What counts its alerts: it itself, or what it goes on as. */
  holder: Incident;
}

/** Whether an alert of the group that it would open an incident for counts on this one of the same group instead. */
export function takesMore(
  { opened, holder }: GroupIncident,
  { groupKey, serviceId }: Pick<NewIncident, 'groupKey' | 'serviceId'>,
  within: number,
  now: UtcMs,
): boolean {
  return (
    groupKey !== null &&
    opened.groupKey === groupKey &&
    // Also where somebody has said since that it is of another service.
    opened.serviceId === serviceId &&
    opened.alertServiceId === serviceId &&
    now - opened.openedAt < within &&
    !isOver(holder.state) &&
    holder.joinedAlerts + 1 < MAX_ALERTS
  );
}
