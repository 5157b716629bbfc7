/*
 * Opsgenie's ids are UUIDs. Ours are of version 8 (RFC 9562), whose bits are for their maker to choose, and end in the number of
 * what they stand for: they stay the same for ever, and nothing has to be kept to know what they mean.
 */

const ALERT = '6f70736b-6e69-8000-8000-';
const INTEGRATION = '6f70736b-6579-8000-8000-';

/** The id of an incident, as Opsgenie's clients know it. Its tiny id is the number itself. */
export function alertIdOf(incidentNumber: number): string {
  return ALERT + hex(incidentNumber);
}

/** The number of the incident; null for an id that isn't ours. */
export function incidentNumberOf(alertId: string): number | null {
  const id = alertId.trim().toLowerCase();
  const number = id.slice(ALERT.length);
  return id.startsWith(ALERT) && /^[0-9a-f]{12}$/.test(number) ? Number.parseInt(number, 16) : null;
}

/** What Opsgenie calls an integration is a key here. */
export function integrationIdOf(keyId: number): string {
  return INTEGRATION + hex(keyId);
}

function hex(number: number): string {
  return number.toString(16).padStart(12, '0');
}
