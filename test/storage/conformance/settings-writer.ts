import { beforeEach, expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import { exportSettings } from '../../../src/settings/export.ts';
import type { NewSettings } from '../../../src/settings/new-settings.ts';
import type { SettingsWriter } from '../../../src/settings/writer.ts';
import { OPERATOR } from '../../operator.ts';
import type { Fixture } from './fixture.ts';

const FILE = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane, email: jane@example.com, role: admin }, { name: Bob, email: bob@example.com }]
groups: [{ name: leads, users: [jane@example.com] }]
schedules: [{ name: primary, timezone: UTC }]
escalation_policies: [{ name: leads, steps: [{ after: 5m, notify: [group:leads, schedule:primary] }] }]
services: [{ name: Payments, channel: "#payments", escalation_policy: leads }, { name: Search }]
`;
const NO_EFFECTS = { newTargets: [], breached: [], started: [], restarted: [], older: [] };

export function settingsWriter(fixture: () => Fixture): void {
  let world: Fixture;
  let writer: SettingsWriter;
  beforeEach(() => {
    world = fixture();
    writer = world.storage.settingsWriter;
  });

  test('what is applied is there, and read as it was written', async () => {
    expect(await world.apply(FILE)).toHaveLength(8);
    const current = await writer.read();
    expect(current).toMatchObject({
      users: [{ email: 'jane@example.com', role: 'admin', active: true }, { email: 'bob@example.com' }],
      groups: [{ name: 'leads', users: ['jane@example.com'] }],
      schedules: [{ name: 'primary', timezone: 'UTC' }],
      escalation_policies: [{ name: 'leads' }],
      services: [{ name: 'Payments', channel: '#payments', escalation_policy: 'leads' }, { name: 'Search' }],
      servicesInUse: [],
      slackOverrides: [],
    });
    expect(await world.apply(exportSettings(current))).toEqual([]);
    expect(await (await world.another()).settingsWriter.read()).toEqual(current);
  });

  test('a dry run says the same and writes nothing', async () => {
    const before = await writer.read();
    const planned = await world.apply(FILE, { dryRun: true });
    expect(planned).toHaveLength(8);
    expect(await writer.read()).toEqual(before);
    expect(await world.apply(FILE)).toEqual(planned);
  });

  const applying = { isDryRun: false, restartsEscalations: false, by: OPERATOR, takesBack: null };

  test('a plan that throws leaves nothing, and its error is passed on', async () => {
    await world.apply(FILE);
    const before = await writer.read();
    const planning = writer.apply(() => {
      throw new RangeError('no plan');
    }, applying);
    await expect(planning).rejects.toThrow(RangeError);
    expect(await writer.read()).toEqual(before);
  });

  test('what follows that fails leaves nothing of its portion, and is done the next time', async () => {
    await world.apply(FILE);
    await world.open({ serviceId: await world.serviceId('Search') });
    const search = (await writer.read()).services.find(({ name }) => name === 'Search');
    if (!search) throw new Error('there is no service');
    await writer.apply(
      () => ({
        changes: [{ section: 'services', before: search, after: { ...search, channel: '#search' }, note: null }],
        owns: [],
      }),
      applying,
    );
    const failing = writer.follow(() => {
      throw new RangeError('it does not follow');
    }, 10);
    await expect(failing).rejects.toThrow(RangeError);
    const seen: NewSettings[] = [];
    const followed = await writer.follow((settings) => {
      seen.push(settings);
      return { writes: [], effects: NO_EFFECTS };
    }, 10);
    expect(followed).toEqual({ effects: NO_EFFECTS, isDone: true });
    expect(seen).toHaveLength(1);
  });

  test('what follows is decided on the settings before and after, and what is open, of one moment', async () => {
    await world.apply(FILE);
    await world.openMany(2);
    await world.resolve(1);
    const id = await world.serviceId('Search');
    const search = (await writer.read()).services.find(({ name }) => name === 'Search');
    if (!search) throw new Error('there is no service');
    world.passes(HOUR);
    const applied = await writer.apply(
      () => ({
        changes: [{ section: 'services', before: search, after: { ...search, channel: '#search' }, note: null }],
        owns: [],
      }),
      applying,
    );
    expect(applied).toMatchObject({ changes: [{ section: 'services' }] });
    const seen: NewSettings[] = [];
    await writer.follow((settings) => {
      seen.push(settings);
      return { writes: [], effects: NO_EFFECTS };
    }, 10);
    const [{ before, after, live, now } = {} as NewSettings] = seen;
    expect([before.services.get(id)?.channel, after.services.get(id)?.channel]).toEqual([null, '#search']);
    expect(live).toEqual([await world.storage.incidents.get(2)]);
    expect(now).toBe(world.clock.time);
  });

  test('open incidents have what new settings mean for them', async () => {
    await world.apply(FILE);
    const { number } = await world.open({ serviceId: await world.serviceId('Search') });
    await world.courier.sendAll();
    const targets = 'services: [{ name: Search, sla: { HIGH: { acknowledge: 10m } } }]';
    await world.apply(targets, { dryRun: true });
    expect(await world.storage.timers.nextDueAt(0)).toBeNull();
    expect(await world.courier.heads()).toEqual([]);
    await world.apply(targets);
    expect(await world.storage.timers.nextDueAt(0)).toBe(world.clock.time + 10 * MINUTE);
    expect(await world.storage.incidents.get(number)).toMatchObject({ version: 2 });
    expect(await world.courier.sendAll()).toEqual([`update INC-${number} in #incidents`]);
  });

  test('services that incidents or keys refer to are told from the others', async () => {
    await world.apply(FILE);
    await world.apply('services: [{ name: Web }]');
    await world.open({ serviceId: await world.serviceId('Payments') });
    const serviceId = await world.serviceId('Web');
    await world.storage.keys.create({ by: OPERATOR, name: 'k', prefix: 'opk_1', hash: 'h', serviceId, at: 0 });
    expect((await writer.read()).servicesInUse.sort()).toEqual(['Payments', 'Web']);
  });

  test('overrides that people made are read with the names that the file has for them', async () => {
    await world.apply(FILE);
    const [from, to] = [world.clock.time, world.clock.time + HOUR];
    const made = { schedule: 'primary', from, to, replaces: null, madeBy: world.person('jane') };
    await world.storage.onCall.addOverride({ ...made, userId: await world.userId('bob@example.com') }, null, 'a');
    expect((await writer.read()).slackOverrides).toMatchObject([
      { schedule: 'primary', override: { user: 'bob@example.com' } },
    ]);
  });
}
