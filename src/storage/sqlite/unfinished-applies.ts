import { and, asc, eq, gt, inArray, lte, max } from 'drizzle-orm';
import { type Incident, LIVE_STATUSES } from '../../incidents/types.ts';
import type { Rulebook } from '../../settings/store.ts';
import { incidents, unfinishedApplies } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { toIncident } from './incident-row.ts';

/** New settings, as far as open incidents have had what they mean. */
export interface UnfinishedApply {
  id: number;
  before: Rulebook;
  restartsEscalations: boolean;
  doneThrough: number;
  through: number;
}

/** Inside the transaction of the settings themselves: the incidents that are open now have yet to hear of them. */
export function noteUnfinished(db: Drizzle, { services, workspaces }: Rulebook, restartsEscalations: boolean): void {
  const newest = db
    .select({ number: max(incidents.number) })
    .from(incidents)
    .where(inArray(incidents.status, LIVE_STATUSES))
    .get();
  if (!newest?.number) return;
  const before = { services: [...services.values()], workspaces };
  db.insert(unfinishedApplies).values({ before, restartsEscalations, through: newest.number }).run();
}

/** The oldest; null when every incident has had it all. */
export function firstUnfinished(db: Drizzle): UnfinishedApply | null {
  const row = db.select().from(unfinishedApplies).orderBy(asc(unfinishedApplies.id)).limit(1).get();
  if (!row) return null;
  const { services, workspaces } = row.before;
  return { ...row, before: { services: new Map(services.map((one) => [one.id, one])), workspaces } };
}

/** Inside the transaction that writes what it means for them: all live incidents of it up to this one are done. */
export function noteDone(db: Drizzle, { id, through }: UnfinishedApply, last: Incident | undefined): void {
  const row = eq(unfinishedApplies.id, id);
  if (!last || last.number >= through) db.delete(unfinishedApplies).where(row).run();
  else db.update(unfinishedApplies).set({ doneThrough: last.number }).where(row).run();
}

/** Live incidents, by number. `after`, `through`: only those between. */
export function readLive(
  db: Drizzle,
  { after, through, limit }: { after: number; through: number; limit: number },
): Incident[] {
  return db
    .select()
    .from(incidents)
    .where(and(inArray(incidents.status, LIVE_STATUSES), gt(incidents.number, after), lte(incidents.number, through)))
    .orderBy(asc(incidents.number))
    .limit(limit)
    .all()
    .map(toIncident);
}
