import { and, asc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import type { Service } from '../../settings/types.ts';
import { incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { visibleTo } from './incident-queries.ts';

/** When its policy has nobody left to call, those whom it has called have so long, from its beginning, to answer. */
const PATIENCE = 15 * MINUTE;

const survivor = alias(incidents, 'survivor');

/** Somebody has it, or is being called for it. */
function isAttended({ status, escalation, openedAt }: typeof incidents | typeof survivor, now: UtcMs): SQL | undefined {
  const isCalling = or(sql`${escalation} ->> 'isHeld' = 0`, and(isNull(escalation), gt(openedAt, now - PATIENCE)));
  return or(eq(status, 'ACKNOWLEDGED'), and(eq(status, 'OPEN'), isCalling));
}

/**
 * The name of a service that this one depends on, and that has an earlier incident which somebody has, or is being called for. Only
 * earlier ones: of services that depend on each other the first is always called for. Of none that not everybody may know of.
 * @param before An incident; null while it has no number yet.
 */
export function upstreamOf(
  db: Drizzle,
  service: Service | null,
  all: Iterable<Service>,
  now: UtcMs,
  before?: number,
): string | null {
  if (!service || service.dependsOn.length === 0) return null;
  const wanted = new Set(service.dependsOn.map((name) => name.toLowerCase()));
  const names = new Map(
    [...all]
      .filter(({ id, name, policy }) => policy && id !== service.id && wanted.has(name.toLowerCase()))
      .map(({ id, name }) => [id, name]),
  );
  // What was merged is worked on as its survivor.
  const row = db
    .select({ serviceId: incidents.serviceId })
    .from(incidents)
    .leftJoin(survivor, eq(survivor.number, incidents.mergedInto))
    .where(
      and(
        inArray(incidents.serviceId, [...names.keys()]),
        or(isAttended(incidents, now), isAttended(survivor, now)),
        before === undefined
          ? undefined
          : and(lt(incidents.number, before), or(isNull(survivor.number), ne(survivor.number, before))),
        visibleTo(db, 'anyone'),
      ),
    )
    .orderBy(asc(incidents.number))
    .limit(1)
    .get();
  return (row && names.get(row.serviceId ?? 0)) ?? null;
}
