import { and, desc, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { GroupIncident } from '../../incidents/grouping.ts';
import type { NewIncident } from '../../incidents/types.ts';
import { incidents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { toIncident } from './incident-row.ts';
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
          isNotNull(incidents.groupKey),
          ne(incidents.status, sql`'RESOLVED'`),
        ),
      )
      .orderBy(desc(incidents.number))
      .limit(1)
      .prepare(),
  ),
  byNumber: later(() =>
    db
      .select()
      .from(incidents)
      .where(eq(incidents.number, sql.placeholder('number')))
      .prepare(),
  ),
}));

/** The latest incident, not resolved, of the group of alerts that one would be opened for; null when it is of none. */
export function latestOfGroup(
  db: Drizzle,
  { groupKey, alertServiceId }: Pick<NewIncident, 'groupKey' | 'alertServiceId'>,
): GroupIncident | null {
  if (groupKey === null) return null;
  const row = statements(db)
    .latest()
    .get({ groupKey, dedupScope: alertServiceId ?? 0 });
  if (!row) return null;
  const opened = toIncident(row);
  if (opened.state.status !== 'MERGED') return { opened, holder: opened };
  const survivor = statements(db).byNumber().get({ number: opened.state.into });
  return survivor ? { opened, holder: toIncident(survivor) } : null;
}
