import { randomBytes } from 'node:crypto';

/*
 * Where people of an incident talk: an address with places for what differs, as opsknight.yml has it. What an incident's own is, is settled when
 * its channel is asked for, so that nobody who can count finds the room of the next one; what Slack knows by then is filled in when it is shown.
 */

/** Nobody guesses 2^64. */
const SECRET_BYTES = 8;

/** `{room}` is the incident's number and what nobody guesses. */
export function settledCall(template: string | null, incidentNumber: number): string | null {
  if (template === null) return null;
  const room = `inc-${incidentNumber}-${randomBytes(SECRET_BYTES).toString('hex')}`;
  return template.replaceAll('{room}', room).replaceAll('{number}', String(incidentNumber));
}

/** The link to it; null where Slack has not told yet what it takes. */
export function callUrl(
  settled: string | null,
  { teamId, channelId }: { teamId: string | null; channelId: string },
): string | null {
  if (settled === null || (teamId === null && settled.includes('{team}'))) return null;
  return settled.replaceAll('{team}', teamId ?? '').replaceAll('{channel}', channelId);
}
