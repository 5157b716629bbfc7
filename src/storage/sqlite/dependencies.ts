import { and, asc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import type { Service } from '../../settings/types.ts';
import { incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { visibleTo } from './incident-queries.ts';

/** When its policy has nobody left to call, those whom it has called have so long, from its beginning, to answer. */
const PATIENCE = 15 * MINUTE;

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
  const row = db
    .select({ serviceId: incidents.serviceId })
    .from(incidents)
    .where(
      and(
        inArray(incidents.serviceId, [...names.keys()]),
        or(
          eq(incidents.status, 'ACKNOWLEDGED'),
          and(
            eq(incidents.status, 'OPEN'),
            or(
              sql`${incidents.escalation} ->> 'isHeld' = 0`,
              and(isNull(incidents.escalation), gt(incidents.openedAt, now - PATIENCE)),
            ),
          ),
        ),
        before === undefined ? undefined : lt(incidents.number, before),
        visibleTo(db, 'anyone'),
      ),
    )
    .orderBy(asc(incidents.number))
    .limit(1)
    .get();
  return (row && names.get(row.serviceId ?? 0)) ?? null;
}
