import { expect, jest, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { IncidentService } from '../../../src/incidents/service.ts';
import { MINUTE } from '../../../src/lib/clock.ts';
import { alertFields } from '../../../src/routing/alert-fields.ts';
import { applySettings } from '../../../src/settings/apply.ts';
import { sqliteSettingsWriter } from '../../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { EVERYBODY } from '../../everybody.ts';
import { OPERATOR } from '../../operator.ts';
import { tempDatabase } from './temp-database.ts';

const MONITOR = { kind: 'monitor', name: 'prometheus' } as const;

test('an alert costs the same however many its incident counts, and however often it has come before', async () => {
  const database = tempDatabase();
  let now = Date.UTC(2026, 0, 5, 12);
  const clock = { now: () => now };
  const { settings, incidents: store } = sqliteStorage(database, clock);
  const by = { by: OPERATOR, prune: false, dryRun: false };
  const yaml = 'services: [{ name: Payment API, group: { by: [site], within: 1h }, flapping: never }]';
  await applySettings(sqliteSettingsWriter(database, clock), yaml, by);
  const serviceId = (await settings.serviceByName('Payment API'))?.id ?? null;
  const incidents = new IncidentService(store, clock, () => {}, EVERYBODY);

  const fields = alertFields({ site: 'eu' }, {});
  const empty = { description: null, source: null, url: null, details: null };
  const comes = (dedupKey: string) =>
    incidents.report(
      {
        ...empty,
        components: [],
        title: dedupKey,
        urgency: 'HIGH',
        serviceId,
        dedupKey,
        noise: { group: null, flapping: null, fields },
      },
      MONITOR,
    );
  const goes = (dedupKey: string) =>
    incidents.executeForAlert({ dedupKey, serviceId }, { type: 'resolve_alert' }, MONITOR);

  const statement = Object.getPrototypeOf(database.db.$client.prepare('select 1')) as Sqlite.Statement;
  const ran = (['run', 'get', 'all'] as const).map((method) => jest.spyOn(statement, method));
  const cost = async (work: () => Promise<unknown>) => {
    for (const spy of ran) spy.mockClear();
    await work();
    return ran.flatMap((spy) => spy.mock.contexts.map((one) => (one as Sqlite.Statement).source));
  };
  /** What an incident of its group costs that begins with one alert, takes so many more, and is over. */
  const story = async (more: number) => {
    const opens = await cost(() => comes('first'));
    for (let index = 0; index < more; index++) await comes(`more-${index}`);
    const joins = await cost(() => comes('joins'));
    const repeats = await cost(() => comes('joins'));
    const ends = await cost(() => goes('joins'));
    for (let index = 0; index < more; index++) await goes(`more-${index}`);
    const isOver = await cost(() => goes('first'));
    now += MINUTE;
    return { opens, joins, repeats, ends, isOver };
  };
  await story(2);
  const few = await story(2);
  for (let index = 0; index < 20; index++) await story(2);
  const many = await story(60);
  for (const spy of ran) spy.mockRestore();
  expect(many).toEqual(few);

  const another = new Sqlite(database.db.$client.name);
  const steps = [...new Set(Object.values(many).flat())].filter(isNoInsert).flatMap((query) =>
    another.prepare<unknown[], { detail: string }>(`explain query plan ${query}`).all(
      ...query
        .split('?')
        .slice(1)
        .map(() => 1),
    ),
  );
  another.close();
  const walks = steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN (incident|timeline|alert|deliver|card|timer)/.test(detail));
  expect(walks).toEqual([]);
  expect(steps.map(({ detail }) => detail)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('incident_alerts_held'),
      expect.stringContaining('incidents_group'),
    ]),
  );
});

/** Their plans name what is looked through only where a transaction has broken a foreign key for a while. */
function isNoInsert(query: string): boolean {
  return !query.startsWith('insert');
}
