import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type Sqlite from 'better-sqlite3';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { systemClock } from '../../../src/lib/clock.ts';
import * as schema from '../../../src/storage/schema/index.ts';
import { type Database, openDatabase } from '../../../src/storage/sqlite/database.ts';
import { sqliteSettingsWriter } from '../../../src/storage/sqlite/settings-writer.ts';
import { sqliteStorage } from '../../../src/storage/sqlite/storage.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeAsOf } from './older-database.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder('migrations');
  file = join(folder, 'test.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a table is, whichever way it came about: order and spelling don't count. */
function described(sqlite: Sqlite.Database, table: string) {
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
  const pragma = (name: string) => sqlite.pragma(`${name}('${table}')`) as Record<string, unknown>[];
  const definition = (index: unknown) => {
    const sql = sqlite.prepare('select sql from sqlite_master where name = ?').pluck().get(index) as string | null;
    return (
      sql
        ?.slice(sql.indexOf('('))
        .replaceAll(/[`"\s]/g, '')
        .toLowerCase() ?? null
    );
  };
  return {
    columns: sorted(pragma('table_info').map(({ name, type, notnull, pk }) => ({ name, type, notnull, pk }))),
    foreignKeys: sorted(
      pragma('foreign_key_list').map(({ table: other, from, to, on_delete, on_update }) => ({
        other,
        from,
        to: to ?? null,
        on_delete,
        on_update,
      })),
    ),
    indexes: sorted(
      pragma('index_list')
        .filter(({ origin }) => origin === 'c')
        .map(({ name, unique, partial }) => ({ name, unique, partial, definition: definition(name) })),
    ),
  };
}

/** What the schema says of a table, in the same form. */
function declared(table: SQLiteTable) {
  const { columns, primaryKeys, foreignKeys, indexes } = getTableConfig(table);
  const keys = primaryKeys.flatMap((key) => key.columns.map(({ name }) => name));
  return {
    columns: columns
      .map((column) =>
        JSON.stringify({
          name: column.name,
          type: column.getSQLType().toUpperCase(),
          notnull: column.notNull ? 1 : 0,
          pk: column.primary ? 1 : keys.indexOf(column.name) + 1,
        }),
      )
      .sort(),
    foreignKeys: foreignKeys
      .map((key) => {
        const { columns: from, foreignColumns: to, foreignTable } = key.reference();
        return JSON.stringify({
          other: getTableConfig(foreignTable as SQLiteTable).name,
          from: from[0]?.name,
          to: to[0]?.name,
          on_delete: (key.onDelete ?? 'no action').toUpperCase(),
          on_update: (key.onUpdate ?? 'no action').toUpperCase(),
        });
      })
      .sort(),
    indexes: indexes
      .map(({ config }) => `${config.name}${config.unique ? ' unique' : ''}${config.where ? ' partial' : ''}`)
      .sort(),
  };
}

test('what the migrations make is what the schema says: tables, columns, keys and indexes', () => {
  const { db, close } = openDatabase(`file:${file}`);
  const tables = Object.values<unknown>(schema).filter((one) => is(one, SQLiteTable));
  const names = db.$client
    .prepare(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_drizzle%' escape '\\'",
    )
    .pluck()
    .all() as string[];
  expect(names.sort()).toEqual(tables.map((table) => getTableConfig(table).name).sort());
  for (const table of tables) {
    const { name } = getTableConfig(table);
    const made = described(db.$client, name);
    const indexes = made.indexes
      .map((row) => JSON.parse(row))
      .map(({ name, unique, partial }) => `${name}${unique ? ' unique' : ''}${partial ? ' partial' : ''}`)
      .sort();
    const columns = made.columns.map((row) => {
      const column = JSON.parse(row);
      return JSON.stringify({ ...column, type: column.type.toUpperCase() });
    });
    expect({ name, ...made, columns: columns.sort(), indexes }).toEqual({ name, ...declared(table) });
  }
  close();
});

const JANE = '{"kind":"person","connectionId":1,"slackUserId":"UJANE0001","name":"jane","userId":1}';
const AT = Date.UTC(2026, 10, 20, 12);
const POLICY =
  '{"name":"Payments","repeat":1,"steps":[{"after":"0s","notify":["user:jane@example.com"]},{"after":"10m","notify":["schedule:Primary"]}]}';
const SCHEDULE = '{"name":"Primary","timezone":"Europe/Berlin","user_group":null,"layers":[],"overrides":[]}';

/** What the first release left behind in the middle of its work. */
const IN_THE_MIDDLE = `
  insert into connections (id, team_id, team_name, bot_user_id, bot_id, channels_listed_at) values (1, 'T1', 'Acme', 'UBOT', 'B1', ${AT});
  insert into users values (1, 'Jane Doe', 'jane@example.com', 'admin', null, 1), (2, 'Bob Stone', 'bob@example.com', 'responder', null, 1);
  insert into documents values ('escalation_policy', 'Payments', '${POLICY}'), ('schedule', 'Primary', '${SCHEDULE}');
  insert into services values (1, 'Payment API', '#payments', 'Payments', '{"HIGH":{"acknowledge":"5m"}}', null);
  insert into channels values (1, 'C1', 'payments', 0, 0, 1);
  insert into overrides values (7, 'Primary', 2, null, ${AT}, ${AT + 3_600_000}, '${JANE}', ${AT});
  insert into hand_offs values ('Primary', 2, ${AT});
  insert into cover_requests values (3, 'Primary', 1, ${AT}, ${AT + 60_000}, '${JANE}', ${AT}, null, null);
  insert into pending_requests values (4, 1, 'trigger:1', '{"requestKey":"trigger:1","slackUserId":"UJANE0001","wish":{"kind":"command","number":1,"command":{"type":"acknowledge"}},"responseUrl":null}', ${AT});
  insert into seen_requests values ('seen', ${AT});
  insert into incidents (number, version, status, status_by, status_at, snoozed_until, urgency, urgency_rank, title, service_id, dedup_scope, components, dedup_key, alert_count, opened_by, opened_at, last_alert_at, escalation) values
    (1, 3, 'OPEN', null, null, null, 'HIGH', 0, 'Payments fail', 1, 1, '[]', 'a', 2, '{"kind":"monitor","name":"prometheus"}', ${AT}, ${AT}, '{"cycle":0,"step":1}'),
    (2, 2, 'SNOOZED', '${JANE}', ${AT}, ${AT + 3_600_000}, 'LOW', 2, 'Disk', null, 0, '[]', 'b', 1, '{"kind":"monitor","name":"prometheus"}', ${AT}, ${AT}, null),
    (3, 5, 'RESOLVED', '${JANE}', ${AT}, null, 'LOW', 2, 'Old', 1, 1, '[]', 'c', 1, '{"kind":"monitor","name":"prometheus"}', ${AT}, ${AT}, null);
  insert into timers values (1, 1, 'escalate', ${AT + 600_000}), (2, 1, 'sla_acknowledge', ${AT + 300_000}), (3, 2, 'wake', ${AT + 3_600_000});
  insert into timeline_events values (1, 1, ${AT}, '{"kind":"monitor","name":"prometheus"}', 'triggered', '{"kind":"triggered","title":"Payments fail","urgency":"HIGH"}'),
    (2, 1, ${AT}, '${JANE}', 'note_added', '{"kind":"note_added","text":"looking"}');
  insert into alert_repeats values (1, ${AT}, ${AT}, 'Payments fail', '{"kind":"monitor","name":"prometheus"}', '[]');
  insert into storms (id, connection_id, target, channel_id, ts, started_at, last_joined_at, drawn_at) values (1, 1, '#payments', 'C1', '1763640000.000009', ${AT}, ${AT}, ${AT});
  insert into cards (id, connection_id, incident_number, target, channel_id, ts, is_home, storm_id) values
    (1, 1, 1, '#payments', 'C1', '1763640000.000001', 1, null), (2, 1, 1, '@jane@example.com', null, null, 0, null), (3, 1, 2, '#payments', 'C1', null, 1, 1);
  insert into notices values (1, 1, 'UJANE0001', '{"kind":"channel_closed","target":"#old","code":"is_archived","fallback":null}');
  insert into deliveries (id, uuid, connection_id, lane, priority, kind, card_id, storm_id, notice_id, event_id, created_at, attempts, due_at, in_doubt_since, is_taken, failed_at, error) values
    (1, 'u1', 1, '1:#payments', 0, 'card', 1, null, null, null, ${AT}, 0, ${AT}, null, 0, null, null),
    (2, 'u2', 1, '1:#payments', 4, 'line', 1, null, null, 2, ${AT}, 3, ${AT}, ${AT}, 1, null, null),
    (3, 'u3', 1, '1:@jane@example.com', 1, 'card', 2, null, null, null, ${AT}, 0, ${AT}, null, 0, null, null),
    (4, 'u4', 1, '1:#payments', 4, 'storm_lines', null, 1, null, null, ${AT}, 0, ${AT}, null, 0, null, null),
    (5, 'u5', 1, '1:UJANE0001', 5, 'notice', null, null, 1, null, ${AT}, 0, ${AT}, null, 0, null, null),
    (6, 'u6', 1, '1:#payments', 0, 'storm', null, 1, null, null, ${AT}, 1, ${AT}, null, 0, null, null),
    (7, 'u7', 1, '1:#payments', 4, 'line', 1, null, null, 1, ${AT}, 1, ${AT}, null, 0, ${AT}, 'msg_too_long'),
    (8, 'u8', 1, '1:#payments', 4, 'storm_lines', null, 1, null, null, ${AT}, 0, ${AT}, ${AT}, 1, null, null),
    (9, 'u9', 1, '1:#payments', 4, 'line', 3, null, null, 2, ${AT}, 0, ${AT}, null, 0, null, null);
  insert into storm_lines values (1, 1, 2, ${AT}, null), (2, 1, 1, ${AT}, 8);`;

describe('a database of the first release, in the middle of its work', () => {
  const upgraded = () => sqliteStorage(openDatabase(`file:${file}`), { now: () => AT });

  test('has the same schema afterwards as a new one', () => {
    makeAsOf(2, file, IN_THE_MIDDLE);
    const schemas = [file, join(folder, 'new.db')].map((path) => {
      const { db, close }: Database = openDatabase(`file:${path}`);
      const names = db.$client.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
      const tables = names.sort().map((name) => [name, described(db.$client, name)]);
      const broken = db.$client.pragma('foreign_key_check');
      close();
      return { tables, broken };
    });
    expect(schemas[0]).toEqual(schemas[1]);
    expect(schemas[0]?.broken).toEqual([]);
  });

  test('keeps its incidents, timers and timelines, and goes on climbing the policy that it climbed', async () => {
    makeAsOf(2, file, IN_THE_MIDDLE);
    const { incidents, timers, close } = upgraded();
    expect(await incidents.get(1)).toMatchObject({
      state: { status: 'OPEN' },
      escalation: {
        cycle: 0,
        step: 1,
        isHeld: false,
        reached: [],
        policy: {
          name: 'Payments',
          repeat: 1,
          repeatAfter: null,
          urgencies: null,
          steps: [{ after: 0 }, { after: 600_000 }],
        },
      },
    });
    expect(await incidents.get(2)).toMatchObject({ state: { status: 'SNOOZED', until: AT + 3_600_000 } });
    expect(await incidents.get(3)).toMatchObject({ state: { status: 'RESOLVED' }, escalation: null });
    expect((await timers.due(AT * 2, 9)).map(({ kind, dueAt }) => [kind, dueAt - AT])).toEqual([
      ['sla_acknowledge', 300_000],
      ['escalate', 600_000],
      ['wake', 3_600_000],
    ]);
    expect((await incidents.timeline(1)).map(({ fact }) => fact.kind)).toEqual(['triggered', 'note_added']);
    expect(await incidents.repeats(1)).toMatchObject({ title: 'Payments fail' });
    expect(await incidents.privateHome(1, 1)).toBeNull();
    close();
  });

  test('keeps overrides, covers, hand-offs and requests that wait', async () => {
    makeAsOf(2, file, IN_THE_MIDDLE);
    const { onCall, pending, close } = upgraded();
    const { schedules } = await onCall.directory();
    expect(schedules).toMatchObject([
      { name: 'Primary', overrides: [{ from: AT, to: AT + 3_600_000, userId: 2, replaces: null }] },
    ]);
    expect((await pending.waiting(1)).map(({ id, request }) => [id, request.action])).toEqual([
      [4, { kind: 'command', number: 1, command: { type: 'acknowledge' } }],
    ]);
    close();
    const { db, close: end } = openDatabase(`file:${file}`);
    const [schedule] = db.$client.prepare("select id from documents where kind = 'schedule'").pluck().all();
    expect(db.select().from(schema.handOffs).all()).toEqual([{ scheduleId: schedule, userId: 2, since: AT }]);
    expect(db.select().from(schema.coverRequests).all()).toMatchObject([{ id: 3, scheduleId: schedule, userId: 1 }]);
    end();
  });

  test('owes Slack what it owed, by the call that it takes now, and settles what was in doubt first', async () => {
    makeAsOf(2, file, IN_THE_MIDDLE);
    const { deliveries, close } = upgraded();
    expect(await deliveries.load()).toMatchObject({ waiting: 8, failed: 1 });
    const heads = await deliveries.heads([]);
    expect(heads.map(({ id, method }) => [id, method])).toEqual([
      [1, 'chat.update'],
      [3, 'chat.postMessage'],
      [2, 'chat.postMessage'],
      [5, 'chat.postMessage'],
    ]);
    expect(await deliveries.delivery(2)).toMatchObject({ uuid: 'u2', attempts: 0, inDoubtSince: AT - 86_400_000 });
    for (const { id } of heads) {
      const delivery = await deliveries.delivery(id);
      expect(delivery && (await deliveries.job(delivery.task))).not.toBeNull();
    }
    close();
  });

  test('knows what each delivery does and in whose thread it is, what a notice tells, and which lines are being said', () => {
    makeAsOf(2, file, IN_THE_MIDDLE);
    const { db, close } = openDatabase(`file:${file}`);
    const { id, work, thread, detail } = schema.deliveries;
    const notice = { kind: 'channel_closed', target: '#old', code: 'is_archived', fallback: null };
    expect(db.select({ id, work, thread, detail }).from(schema.deliveries).all()).toEqual([
      { id: 1, work: 'card:1', thread: 'card:1', detail: null },
      { id: 2, work: 'line:1', thread: 'card:1', detail: { eventId: 2 } },
      { id: 3, work: 'card:2', thread: 'card:2', detail: null },
      { id: 4, work: 'storm_lines:1', thread: 'storm:1', detail: null },
      { id: 5, work: 'notice:1', thread: null, detail: { connectionId: 1, to: 'UJANE0001', notice } },
      { id: 6, work: 'storm:1', thread: 'storm:1', detail: null },
      { id: 7, work: 'line:1', thread: 'card:1', detail: { eventId: 1 } },
      { id: 8, work: 'storm_lines:1', thread: 'storm:1', detail: null },
      { id: 9, work: 'line:3', thread: 'storm:1', detail: { eventId: 2 } },
    ]);
    expect(db.select().from(schema.stormLines).all()).toMatchObject([
      { id: 1, deliveryId: null },
      { id: 2, deliveryId: 8 },
    ]);
    close();
  });

  test('can have its settings applied and exported', async () => {
    makeAsOf(2, file, IN_THE_MIDDLE);
    const database = openDatabase(`file:${file}`);
    const current = await sqliteSettingsWriter(database, systemClock).read();
    expect(current.escalation_policies).toMatchObject([{ name: 'Payments', repeat_after: null, urgencies: null }]);
    expect(current.slackOverrides).toMatchObject([{ schedule: 'Primary', override: { user: 'bob@example.com' } }]);
    database.close();
  });
});
