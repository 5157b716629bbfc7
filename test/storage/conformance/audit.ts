import { beforeEach, expect, test } from '@jest/globals';
import { takeBack } from '../../../src/audit/take-back.ts';
import { newApiKey } from '../../../src/keys/secret.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import { finishApplying } from '../../../src/settings/apply.ts';
import {
  changeSetting,
  type FieldEdit,
  fingerprintOf,
  type SettingRequest,
  storedSetting,
  valueAt,
} from '../../../src/settings/change-setting.ts';
import type { SettingName } from '../../../src/settings/owned.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { OPERATOR } from '../../operator.ts';
import type { Fixture } from './fixture.ts';

const FILE = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane, email: jane@example.com, role: admin, contact: [{ webhook: "https://hooks.example.com/s3cret" }] }]
schedules: [{ name: primary, timezone: UTC }]
escalation_policies: [{ name: leads, steps: [{ after: 0s, notify: [user:jane@example.com] }] }]
services: [{ name: Payments, channel: "#payments", escalation_policy: leads }, { name: Search }]
`;
const PAYMENTS: SettingName = { section: 'services', name: 'payments' };

export function audit(fixture: () => Fixture): void {
  let world: Fixture;
  let storage: Storage;
  beforeEach(async () => {
    world = fixture();
    storage = world.storage;
  });

  const log = (query = {}) => storage.audit.list({ limit: 100, ...query });
  const jane = () => world.person('jane', 1);
  const change = (request: SettingRequest, by = jane()) => changeSetting(storage.settingsWriter, request, { by });
  const undo = (id = 0) =>
    takeBack(id, world.person('bob', 2), world.clock.time, {
      audit: storage.audit,
      writer: storage.settingsWriter,
      keys: storage.keys,
    });
  /** What a form that shows a setting as it is now sends of it. */
  const edited = async (setting: SettingName, values: Record<string, unknown>): Promise<SettingRequest> => {
    const stored = storedSetting(await storage.settingsWriter.read(), setting);
    const fields: FieldEdit[] = Object.entries(values).map(([key, value]) => {
      const path = key.split('.');
      return { path, seen: fingerprintOf(valueAt(stored, path)), value };
    });
    return { kind: 'edit', setting, fields };
  };
  const removed = async (name: string): Promise<SettingRequest> => {
    const setting: SettingName = { section: 'services', name };
    return { kind: 'remove', section: 'services', name, seen: fingerprintOf(await stored(setting)) };
  };
  const stored = async (setting: SettingName) => storedSetting(await storage.settingsWriter.read(), setting);

  test('every change that a file makes has an entry, a dry run and what changes nothing have none, and none has a secret', async () => {
    await world.apply(FILE, { dryRun: true });
    expect(await log()).toEqual([]);
    await world.apply(FILE);
    await world.apply(FILE);
    const entries = await log();
    expect(entries.map(({ section, name }) => `${section} ${name}`)).toEqual([
      'services Search',
      'services Payments',
      'escalation_policies leads',
      'schedules primary',
      'users jane@example.com',
      'workspace ',
    ]);
    expect(entries[1]).toMatchObject({
      by: OPERATOR,
      at: world.clock.time,
      before: null,
      after: { name: 'Payments', channel: '#payments', escalation_policy: 'leads' },
      takesBack: null,
      takenBackBy: null,
    });
    expect(JSON.stringify(entries)).not.toContain('s3cret');
    expect(JSON.stringify(entries)).toContain('not shown');
  });

  test('the log is read by what and who, from a time on, and part by part', async () => {
    await world.apply(FILE);
    world.passes(HOUR);
    await change(await edited(PAYMENTS, { channel: '#search' }));
    expect(await log({ text: 'PAYMENTS jane' })).toMatchObject([{ name: 'Payments', by: { name: 'jane' } }]);
    expect(await log({ text: 'service operator' })).toHaveLength(2);
    expect(await log({ text: '#search' })).toEqual([]); // values may name private channels
    expect(await log({ text: '%' })).toEqual([]);
    expect(await log({ since: world.clock.time })).toHaveLength(1);
    const [first, second] = await log({ limit: 2 });
    expect(await log({ before: second?.id, limit: 100 })).toHaveLength(5);
    expect(await storage.audit.entry(first?.id ?? 0)).toEqual(first);
  });

  test('a setting is changed by the rules of opsknight.yml, and open incidents have what it means for them', async () => {
    await world.apply(FILE);
    await world.open({ serviceId: await world.serviceId('Search') });
    const search: SettingName = { section: 'services', name: 'search' };
    const wrong = await edited(search, { channel: 'payments', escalation_policy: 'nobody', sla: { HIGH: {} } });
    expect(await change(wrong)).toMatchObject({
      kind: 'invalid',
      problems: [
        { path: ['channel'], message: expect.stringContaining('Did you mean "#payments"?') },
        { path: ['sla', 'HIGH'], message: 'must say acknowledge, resolve, or both' },
        { path: ['escalation_policy'], message: expect.stringContaining('does not exist') },
      ],
    });
    expect(await change(await edited(search, { escalation_policy: 'LEADS' }))).toMatchObject({ kind: 'changed' });
    expect(await stored(search)).toEqual({ name: 'Search', escalation_policy: 'leads' });
    expect(await finishApplying(storage.settingsWriter)).toMatchObject({ started: [1] });
    expect(await change(await edited(search, { escalation_policy: 'leads' }))).toEqual({ kind: 'unchanged' });
    expect(await log()).toHaveLength(7);
  });

  test('of two who change the same value at once the second is told; other values of the same entry are kept', async () => {
    await world.apply(FILE);
    const first = await edited(PAYMENTS, { channel: '#search' });
    const second = await edited(PAYMENTS, { channel: '#incidents' });
    const other = await edited(PAYMENTS, { delay: '5m' });
    expect(await change(first)).toMatchObject({ kind: 'changed' });
    expect(await change(second)).toEqual({
      kind: 'changed_meanwhile',
      fields: [{ path: ['channel'], now: '#search' }],
    });
    expect(await change(first)).toEqual({ kind: 'unchanged' }); // the same again
    expect(await change(other)).toMatchObject({ kind: 'changed' });
    expect(await stored(PAYMENTS)).toMatchObject({ channel: '#search', delay: '5m' });
  });

  test('an entry comes and goes; a name is taken once, and what others need stays', async () => {
    await world.apply(FILE);
    const create = { kind: 'create', section: 'services', entry: { name: 'Web', depends_on: ['payments'] } } as const;
    expect(await change(create)).toMatchObject({ kind: 'changed' });
    expect(await stored({ section: 'services', name: 'web' })).toMatchObject({ depends_on: ['Payments'] });
    expect(await change({ ...create, entry: { name: 'WEB' } })).toEqual({ kind: 'taken' });
    expect(await change(await removed('payments'))).toMatchObject({
      kind: 'in_the_way',
    });
    const asItWas = await removed('web');
    await change(await edited({ section: 'services', name: 'web' }, { channel: '#web' }));
    expect(await change(asItWas)).toEqual({ kind: 'not_as_expected' });
    expect(await change(await removed('web'))).toMatchObject({ kind: 'changed' });
    expect(await change(await removed('web'))).toEqual({ kind: 'gone' });
    expect(await change({ kind: 'edit', setting: { section: 'services', name: 'web' }, fields: [] })).toEqual({
      kind: 'gone',
    });
  });

  test('what a file has taken is changed by files alone, until one gives it up', async () => {
    await world.apply(FILE, { file: 'opsknight.yml', ownership: 'lock' });
    const edit = await edited(PAYMENTS, { channel: '#search' });
    expect(await change(edit)).toMatchObject({
      kind: 'owned',
      owner: { file: 'opsknight.yml', by: OPERATOR, at: world.clock.time },
    });
    expect(await change(await removed('search'))).toMatchObject({ kind: 'owned' });
    const create = { kind: 'create', section: 'services', entry: { name: 'Web' } } as const;
    expect(await change(create)).toMatchObject({ kind: 'changed' }); // the file does not name it
    expect(await log({ text: 'file' })).toMatchObject([
      { name: 'opsknight.yml', before: { owns: 0 }, after: { owns: 6 } },
    ]);

    world.passes(HOUR);
    await world.apply('services: [{ name: Payments }]', { prune: true });
    const { owned } = await storage.settingsWriter.read();
    expect(owned.filter(({ section }) => section === 'services')).toMatchObject([
      { name: 'payments', at: world.clock.time },
    ]);
    await world.apply('services: [{ name: Payments }]', { ownership: 'unlock' });
    expect(await change(await edited(PAYMENTS, { channel: '#search' }))).toMatchObject({ kind: 'changed' });
  });

  test('a change is taken back once, as long as what it changed is as it left it', async () => {
    await world.apply(FILE);
    const before = await stored(PAYMENTS);
    await change(await edited(PAYMENTS, { channel: '#search', 'sla.HIGH': { acknowledge: '5m' } }));
    const [entry] = await log();
    expect(await undo(entry?.id)).toMatchObject({ kind: 'taken_back', entry: { name: 'Payments' } });
    expect(await stored(PAYMENTS)).toEqual(before);
    const [undoing, undone] = await log();
    expect(undoing).toMatchObject({ by: { name: 'bob' }, takesBack: entry?.id });
    expect(undone).toMatchObject({ id: entry?.id, takenBackBy: undoing?.id });
    expect(await undo(entry?.id)).toMatchObject({ kind: 'taken_back_already', by: { by: { name: 'bob' } } });
    expect(await undo(undoing?.id)).toMatchObject({ kind: 'taken_back' });
    expect(await stored(PAYMENTS)).toMatchObject({ channel: '#search' });
    expect(await undo(undone?.id)).toMatchObject({ kind: 'taken_back_already' });
    expect(await undo(999)).toMatchObject({ kind: 'no_such_entry' });

    const [last] = await log();
    await change(await edited(PAYMENTS, { channel: '#incidents' }));
    expect(await undo(last?.id)).toMatchObject({ kind: 'changed_since', last: { by: { name: 'jane' } } });
    expect(await stored(PAYMENTS)).toMatchObject({ channel: '#incidents' });
  });

  test('what came is taken away again, what went comes again, and a secret that is known no more is not made up', async () => {
    await world.apply(FILE);
    await change(await removed('search'));
    const [removal] = await log();
    expect(await undo(removal?.id)).toMatchObject({ kind: 'taken_back' });
    const [addition] = await log();
    expect(await undo(addition?.id)).toMatchObject({ kind: 'taken_back' });
    expect(await stored({ section: 'services', name: 'search' })).toBeNull();

    const user: SettingName = { section: 'users', name: 'jane@example.com' };
    await change(await edited(user, { role: 'viewer' }));
    const [demotion] = await log();
    expect(await undo(demotion?.id)).toMatchObject({ kind: 'taken_back' });
    const contact = [{ webhook: 'https://hooks.example.com/s3cret' }];
    expect(await stored(user)).toMatchObject({ role: 'admin', contact });
    await change(await edited(user, { contact: undefined }));
    const [forgetting] = await log();
    expect(await undo(forgetting?.id)).toMatchObject({ kind: 'not_known' });
  });

  test('keys, overrides and maintenance are logged; a new key is taken back by revoking it', async () => {
    await world.apply(FILE);
    const { key, prefix, hash } = newApiKey();
    await storage.keys.create({
      name: 'ci',
      prefix,
      hash,
      serviceId: null,
      ruleSet: 'ours',
      limit: 300,
      at: 10,
      by: jane(),
    });
    const [made] = await log();
    expect(made).toMatchObject({ section: 'api_keys', name: 'ci', before: null });
    expect(made?.after).toEqual({ prefix, rule_set: 'ours', limit: 300 });
    expect(await undo(made?.id)).toMatchObject({ kind: 'taken_back' });
    expect(await storage.keys.byHash(hash, world.clock.time)).toBeNull();
    const [revoked] = await log();
    expect(revoked).toMatchObject({ after: null, takesBack: made?.id, by: { name: 'bob' } });
    expect(await undo(revoked?.id)).toMatchObject({ kind: 'not_this_kind' });

    const [from, to] = [world.clock.time, world.clock.time + HOUR];
    const override = { schedule: 'primary', from, to, userId: 1, replaces: null, madeBy: jane() };
    await storage.onCall.addOverride(override, null, world.newKey());
    await storage.onCall.declineOverride(1, jane());
    const serviceId = await world.serviceId('Search');
    await storage.maintenance.start({ serviceId, from, to, reason: 'upgrade', by: jane() }, world.newKey());
    await storage.maintenance.end(serviceId, { kind: 'monitor', name: 'deploys' }, world.newKey());
    const entries = await log({ limit: 4 });
    expect(entries.map(({ section, name, by }) => [section, name, 'name' in by && by.name])).toEqual([
      ['maintenance_windows', 'Search', 'deploys'],
      ['maintenance_windows', 'Search', 'jane'],
      ['overrides', 'primary', 'jane'],
      ['overrides', 'primary', 'jane'],
    ]);
    expect(entries[3]).toMatchObject({ after: { user: 'jane@example.com' } });
    expect(await undo(entries[3]?.id)).toMatchObject({ kind: 'changed_since' });
    expect(await undo(entries[0]?.id)).toMatchObject({ kind: 'not_this_kind' });
    const everything = JSON.stringify(await log());
    for (const secret of [key, hash]) expect(everything).not.toContain(secret);
  });

  test('an override that was ended comes again, for what is left of its time, and can be ended again; never twice', async () => {
    await world.apply(FILE);
    const { time } = world.clock;
    const made = {
      schedule: 'primary',
      from: time - HOUR,
      to: time + 3 * HOUR,
      userId: 1,
      replaces: null,
      madeBy: jane(),
    };
    await storage.onCall.addOverride(made, null, world.newKey());
    const [override] = await storage.onCall.overridesIn('primary');
    await storage.onCall.endOverride(override?.id ?? 0, jane());
    expect(await storage.onCall.overridesIn('primary')).toEqual([]);
    world.clock.time += HOUR;
    const [ending] = await log();
    expect(await undo(ending?.id)).toMatchObject({ kind: 'taken_back' });
    expect(await undo(ending?.id)).toMatchObject({ kind: 'taken_back_already' });
    const again = await storage.onCall.overridesIn('primary');
    expect(again).toMatchObject([{ from: minute(world.clock.time), to: made.to, userId: 1 }]);
    const [restored] = await log();
    expect(restored).toMatchObject({ section: 'overrides', before: null, takesBack: ending?.id, by: { name: 'bob' } });
    expect(await undo(restored?.id)).toMatchObject({ kind: 'taken_back' });
    expect(await storage.onCall.overridesIn('primary')).toEqual([]);
    world.clock.time += 5 * HOUR;
    const [last] = await log();
    expect(await undo(last?.id)).toMatchObject({ kind: 'over' });
  });
}

/** Overrides are of whole minutes. */
function minute(at: number): number {
  return at - (at % MINUTE);
}
