/*
 * A list is an ephemeral message, of which Slack tells nothing when a button in it is pressed but the block it is in. So
 * the block says which page it belongs to. The incident's version makes it a new block after every change: a menu that
 * has been used shows its placeholder again.
 */

const PLACE = /^incidents:(\d{1,6}):/;

/** The block id of an incident's buttons on a page of `/opsknight incidents`. */
export function listPlace(page: number, incident: { number: number; version: number }): string {
  return `incidents:${page}:${incident.number}:${incident.version}`;
}

/** The page that a block belongs to; null for a block that isn't in a list. */
export function readListPlace(blockId: string | undefined): number | null {
  const match = PLACE.exec(blockId ?? '');
  return match ? Number(match[1]) : null;
}

const STORM_PLACE = /^storm:(\d{1,15}):(\d{1,6}):/;

/** The block id of an incident's row on a page of a storm's list. */
export function stormPlace(stormId: number, page: number, incident: { number: number; version: number }): string {
  return `storm:${stormId}:${page}:${incident.number}:${incident.version}`;
}

/** The page of a storm's list that a block belongs to; null for a block that isn't in one. */
export function readStormPlace(blockId: string | undefined): { stormId: number; page: number } | null {
  const match = STORM_PLACE.exec(blockId ?? '');
  return match ? { stormId: Number(match[1]), page: Number(match[2]) } : null;
}
