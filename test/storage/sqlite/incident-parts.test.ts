import { expect, jest, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { LIVE_STATUSES, STATUSES } from '../../../src/incidents/types.ts';
import { mostUrgentPart, newestPart } from '../../../src/storage/sqlite/incident-parts.ts';
import { tempDatabase } from './temp-database.ts';

/** Incidents 1 to 30,000, of which one in ten thousand is called "rare". */
function manyIncidents() {
  const { db } = tempDatabase();
  db.$client.exec(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 30000)
    insert into incidents (number, version, status, urgency, urgency_rank, title, dedup_scope, components, dedup_key,
      alert_count, opened_by, opened_at, last_alert_at, status_by, status_at)
    select n, 1, iif(n % 100 = 0, 'OPEN', 'RESOLVED'), 'HIGH', 0, iif(n % 10000 = 0, 'rare', 'common'), 0, '[]', n, 1,
      '{"kind":"clock"}', 0, 0, '{"kind":"clock"}', 0 from numbers`);
  return db;
}

test('what is rare is looked for in so many incidents at once, and from there on when asked', () => {
  const db = manyIncidents();
  const rare = { statuses: STATUSES, text: 'rare' };
  const first = newestPart(db, rare, 10, null);
  expect(first.incidents.map(({ number }) => number)).toEqual([30_000, 20_000]);
  expect(first).toMatchObject({ next: { order: 'newest', number: 10_001 }, searchedTo: 10_001 });
  const second = newestPart(db, rare, 10, first.next);
  expect(second.incidents.map(({ number }) => number)).toEqual([10_000]);
  expect(second).toMatchObject({ next: null, searchedTo: null });
});

test('a part is read in the order of an index, and no more of the table than is shown', () => {
  const db = manyIncidents();
  const prepare = jest.spyOn(db.$client, 'prepare');
  mostUrgentPart(db, { statuses: LIVE_STATUSES }, 50, null);
  newestPart(db, { statuses: STATUSES }, 50, { order: 'newest', number: 500 });
  newestPart(db, { statuses: ['RESOLVED'] }, 50, null);
  const queries = prepare.mock.calls.map(([query]) => query).filter((query) => /from "incidents" where/.test(query));
  expect(queries).toHaveLength(3);
  const another = new Sqlite(db.$client.name);
  for (const query of queries) {
    const parameters = Array.from(query.matchAll(/\?/g), () => 1);
    const steps = another.prepare<number[], { detail: string }>(`explain query plan ${query}`).all(...parameters);
    const plan = steps.map(({ detail }) => detail).join('; ');
    expect(plan).toMatch(/^SEARCH incidents/);
    expect(plan).not.toContain('TEMP B-TREE');
  }
  another.close();
});
