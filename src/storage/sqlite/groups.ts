import { and, desc, eq, sql } from 'drizzle-orm';
import type { Incident, NewIncident } from '../../incidents/types.ts';
import { incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { isLive, toIncident } from './incident-row.ts';
import { later, prepared } from './prepared.ts';

const statements = prepared((db) => ({
  latest: later(() =>
    db
      .select()
      .from(incidents)
      .where(
        and(
          eq(incidents.groupKey, sql.placeholder('groupKey')),
          eq(incidents.dedupScope, sql.placeholder('dedupScope')),
          isLive,
        ),
      )
      .orderBy(desc(incidents.number))
      .limit(1)
      .prepare(),
  ),
}));

/** The latest incident, not over, of the group of alerts that one would be opened for; null when it is of none. */
export function latestOfGroup(
  db: Drizzle,
  { groupKey, alertServiceId }: Pick<NewIncident, 'groupKey' | 'alertServiceId'>,
): Incident | null {
  if (groupKey === null) return null;
  const row = statements(db)
    .latest()
    .get({ groupKey, dedupScope: alertServiceId ?? 0 });
  return row ? toIncident(row) : null;
}
