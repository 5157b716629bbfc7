import { and, asc, count, desc, eq, gt, gte, inArray, lt, max, min, type SQL } from 'drizzle-orm';
import { type IncidentFilter, type IncidentPart, type ListCursor, MAX_COUNTED } from '../../incidents/store.ts';
import { type Incident, isOver, LIVE_STATUSES, type LiveStatus, STATUSES } from '../../incidents/types.ts';
import { URGENCIES, type Urgency } from '../../oncall/urgency.ts';
import { incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { matches, openedWithin } from './incident-queries.ts';
import { toIncident } from './incident-row.ts';

/** So many incidents are looked at for one part of a list, at most: whoever looks for what is rare goes on from there. */
const MOST_LOOKED_AT = 20_000;

/** By number, the newest first. */
export function newestPart(
  db: Drizzle,
  filter: IncidentFilter,
  limit: number,
  cursor: ListCursor | null,
): IncidentPart {
  const { lowest, highest } = numbersOf(db, filter);
  const before = Math.min(cursor?.number ?? Number.MAX_SAFE_INTEGER, highest + 1);
  const from = Math.max(lowest, before - MOST_LOOKED_AT);
  const { statuses } = filter;
  const where = and(
    statuses.length < STATUSES.length ? inArray(incidents.status, [...statuses]) : undefined,
    lt(incidents.number, before),
    gte(incidents.number, from),
    matches(db, filter),
  );
  const found = read(db, where, desc(incidents.number), limit + 1);
  if (found.length > limit) return partOf(found, limit, ({ number }) => ({ order: 'newest', number }));
  if (from === lowest) return { incidents: found, next: null, searchedTo: null };
  return { incidents: found, next: { order: 'newest', number: from }, searchedTo: from };
}

/**
 * What isn't resolved: by urgency, then what nobody works on yet, then the oldest. Each status of an urgency is in this order in
 * the index `incidents_by_urgency`, so that no more is read than is shown.
 */
export function mostUrgentPart(
  db: Drizzle,
  filter: IncidentFilter,
  limit: number,
  cursor: ListCursor | null,
): IncidentPart {
  const found: Incident[] = [];
  for (const { urgency, status, after } of shelvesBehind(cursor)) {
    if (!filter.statuses.includes(status)) continue;
    const where = and(
      eq(incidents.status, status),
      eq(incidents.urgencyRank, URGENCIES.indexOf(urgency)),
      gt(incidents.number, after),
      matches(db, filter),
    );
    found.push(...read(db, where, asc(incidents.number), limit + 1 - found.length));
    if (found.length > limit) break;
  }
  return partOf(found, limit, ({ urgency, state, number }) =>
    isOver(state) ? null : { order: 'most_urgent', urgency, status: state.status, number },
  );
}

/** How many match in each status of what isn't over, counted no further than `MAX_COUNTED`. */
export function countMatching(db: Drizzle, filter: IncidentFilter): Record<LiveStatus, number> {
  const countOf = (status: LiveStatus) => {
    if (!filter.statuses.includes(status)) return 0;
    const matching = db
      .select({ number: incidents.number })
      .from(incidents)
      .where(and(eq(incidents.status, status), matches(db, filter)))
      .limit(MAX_COUNTED)
      .as('matching');
    return db.select({ count: count() }).from(matching).get()?.count ?? 0;
  };
  return { OPEN: countOf('OPEN'), ACKNOWLEDGED: countOf('ACKNOWLEDGED'), SNOOZED: countOf('SNOOZED') };
}

interface Shelf {
  urgency: Urgency;
  status: LiveStatus;
  /** Only what has a larger number. */
  after: number;
}

/** The statuses of each urgency, in order, from the one of the cursor on. */
function shelvesBehind(cursor: ListCursor | null): Shelf[] {
  const shelves = URGENCIES.flatMap((urgency) => LIVE_STATUSES.map((status) => ({ urgency, status, after: 0 })));
  if (cursor?.order !== 'most_urgent') return shelves;
  const begun = shelves.findIndex(({ urgency, status }) => urgency === cursor.urgency && status === cursor.status);
  return shelves.slice(begun).map((shelf, index) => (index === 0 ? { ...shelf, after: cursor.number } : shelf));
}

function partOf(found: Incident[], limit: number, cursorOf: (last: Incident) => ListCursor | null): IncidentPart {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { incidents: shown, next: found.length > limit && last ? cursorOf(last) : null, searchedTo: null };
}

function read(db: Drizzle, where: SQL | undefined, order: SQL, limit: number): Incident[] {
  return db.select().from(incidents).where(where).orderBy(order).limit(limit).all().map(toIncident);
}

/**
 * Between which numbers all that match are. Numbers follow the time of opening, but for what was brought in later and for clocks
 * that were set back: so the first and the last ones to open are looked at, not one alone.
 */
function numbersOf(db: Drizzle, { opened }: IncidentFilter): { lowest: number; highest: number } {
  if (opened) {
    const opening = (order: SQL) =>
      db
        .select({ number: incidents.number })
        .from(incidents)
        .where(openedWithin(opened))
        .orderBy(order)
        .limit(MOST_LOOKED_AT)
        .as('opening');
    const [first, last] = [opening(asc(incidents.openedAt)), opening(desc(incidents.openedAt))];
    return {
      lowest:
        db
          .select({ number: min(first.number) })
          .from(first)
          .get()?.number ?? 1,
      highest:
        db
          .select({ number: max(last.number) })
          .from(last)
          .get()?.number ?? 0,
    };
  }
  const row = db.select({ number: incidents.number }).from(incidents).orderBy(desc(incidents.number)).limit(1).get();
  return { lowest: 1, highest: row?.number ?? 0 };
}
