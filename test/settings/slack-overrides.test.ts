import { beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Clock, HOUR, MINUTE } from '../../src/lib/clock.ts';
import type { OnCallStore } from '../../src/oncall/store.ts';
import type { PersonActor } from '../../src/people/actor.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { describeChange } from '../../src/settings/changes.ts';
import { exportSettings } from '../../src/settings/export.ts';
import type { SettingsWriter } from '../../src/settings/writer.ts';
import { OPERATOR } from '../operator.ts';
import { runs } from '../runs.ts';
import { tempStorage } from '../storage/temp-storage.ts';

const JANE: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'UJANE', name: 'jane', userId: 1 };
const USERS = 'users: [{ name: Jane, email: jane@x }, { name: Bob, email: bob@x }, { name: Cho, email: cho@x }]';
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'] as const;
const CHANGES = [
  Date.UTC(2026, 9, 25, 1),
  Date.UTC(2027, 2, 28, 1),
  Date.UTC(2026, 10, 1, 6),
  Date.UTC(2027, 3, 3, 15),
];

/** Before all that is asked for here. */
const CLOCK: Clock = { now: () => Date.UTC(2026, 9, 1) };

let writer: SettingsWriter;
let onCall: OnCallStore;
let requests = 0;

beforeEach(async () => {
  const storage = await tempStorage(CLOCK);
  await storage.connections.primary();
  ({ settingsWriter: writer, onCall } = storage);
});

async function apply(text: string, options: { prune?: boolean; dryRun?: boolean } = {}): Promise<string[]> {
  const { changes } = await applySettings(writer, text, { by: OPERATOR, prune: false, dryRun: false, ...options });
  return changes.map(describeChange);
}

/** A key that no request before has had. */
const anew = () => `request ${requests++}`;

/** @returns the id of the request. */
async function askForCover(request: Parameters<OnCallStore['addCoverRequest']>[0]): Promise<number> {
  return (await onCall.addCoverRequest(request, [], anew())) ?? 0;
}

const exported = async () => exportSettings(await writer.read());
const overridesOf = async () => (await onCall.directory()).schedules.map(({ overrides }) => overrides);

/** Some minutes around a change of the clocks, in whole minutes or (made before they had to be) not. */
const interval = fc
  .record({
    change: fc.constantFrom(...CHANGES),
    from: fc.integer({ min: -180, max: 180 }),
    length: fc.integer({ min: 1, max: 90 }),
    seconds: fc.constantFrom(0, 0, 0, 30),
    userId: fc.constantFrom(1, 2, 3),
    replaces: fc.constantFrom(null, 1, 2),
    isCover: fc.boolean(),
    isInTheFileToo: fc.boolean(),
  })
  .map(({ change, from, length, seconds, ...rest }) => {
    const begin = change + from * MINUTE;
    return { ...rest, from: begin, to: begin + length * MINUTE + seconds * 1_000 };
  });

test('whatever overrides and covers people make, an export applies to no change, and so does the file before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ZONES),
      fc.array(interval, { minLength: 1, maxLength: 4 }),
      async (timezone, made) => {
        const inTheFile = made
          .filter(({ isInTheFileToo }) => isInTheFileToo)
          .map(
            ({ from, to }) =>
              `{ from: ${new Date(from).toISOString()}, to: ${new Date(to).toISOString()}, user: bob@x }`,
          );
        const file = `${USERS}\nschedules: [{ name: Primary, timezone: ${timezone}, overrides: [${inTheFile.join(', ')}] }]`;
        await apply('users: []\nschedules: []', { prune: true });
        await apply(file);
        for (const { isCover, userId, replaces, from, to } of made) {
          if (!isCover) {
            await onCall.addOverride({ schedule: 'Primary', userId, replaces, from, to, madeBy: JANE }, null, anew());
            continue;
          }
          const id = await askForCover({ schedule: 'Primary', userId, from, to, askedBy: JANE });
          await onCall.acceptCover(id, 2, JANE);
        }
        expect(await apply(await exported(), { dryRun: true })).toEqual([]);
        expect(await apply(file, { dryRun: true })).toEqual([]);
      },
    ),
    runs(8),
  );
});

test('what hangs on a schedule stays with it when its name is written otherwise, and goes with it', async () => {
  const [from, to] = [Date.UTC(2026, 10, 20), Date.UTC(2026, 10, 20, 1)];
  const file = (name: string) =>
    `${USERS}\nschedules: [{ name: ${name}, timezone: UTC, layers: [{ start: 2026-01-05T09:00, rotation: daily, users: [jane@x] }] }]`;
  await apply('schedules: []', { prune: true });
  await apply(file('Payments'));
  const span = { schedule: 'PAYMENTS', from, to };
  await onCall.addOverride({ ...span, userId: 2, replaces: null, madeBy: JANE }, null, anew());
  // Of an hour in which jane is on call: otherwise there would be nothing to cover.
  const cover = await askForCover({ ...span, from: to, to: to + HOUR, userId: 1, askedBy: JANE });
  await onCall.handOver({ schedule: 'Payments', from: undefined, to: null, until: null });
  const before = await overridesOf();
  expect(before).toEqual([[{ from, to, userId: 2, replaces: null }]]);

  expect(await apply(file('payments'))).toEqual(['~ schedule "payments"\n    name: "Payments" → "payments"']);
  expect(await overridesOf()).toEqual(before);
  expect(await onCall.lastOnCall()).toEqual(new Map([['payments', null]]));
  expect(await onCall.coverRequest(cover)).toMatchObject({ schedule: 'payments', userId: 1 });
  expect(await onCall.acceptCover(cover, 3, JANE)).toMatchObject({ kind: 'accepted', by: JANE });
  expect(await apply(await exported(), { dryRun: true })).toEqual([]);

  await apply('schedules: []', { prune: true });
  await apply(file('Payments'));
  expect(await overridesOf()).toEqual([[]]);
  expect(await onCall.lastOnCall()).toEqual(new Map());
  expect(await onCall.coverRequest(cover)).toBeNull();
});

test('whoever refers to a name follows it when it is written otherwise, in the file or not', async () => {
  await apply(`${USERS}
groups: [{ name: Leads, users: [jane@x] }]
schedules: [{ name: Primary, timezone: UTC }]
escalation_policies: [{ name: Payments, steps: [{ after: 0s, notify: [schedule:PRIMARY, group:leads] }] }]
services: [{ name: Payment API, escalation_policy: payments }]
`);
  expect(
    await apply('schedules: [{ name: primary, timezone: UTC }]\ngroups: [{ name: LEADS, users: [jane@x] }]'),
  ).toEqual([
    '~ group "LEADS"\n    name: "Leads" → "LEADS"',
    '~ schedule "primary"\n    name: "Primary" → "primary"',
    '~ escalation policy "Payments"\n    steps[0].notify[0]: "schedule:Primary" → "schedule:primary"\n    steps[0].notify[1]: "group:Leads" → "group:LEADS"',
  ]);
  const policy =
    'escalation_policies: [{ name: PAYMENTS, steps: [{ after: 0s, notify: [schedule:primary, group:leads] }] }]';
  expect(await apply(policy)).toEqual([
    '~ escalation policy "PAYMENTS"\n    name: "Payments" → "PAYMENTS"',
    '~ service "Payment API"\n    escalation_policy: "Payments" → "PAYMENTS"',
  ]);
  expect(await apply(policy)).toEqual([]);
  expect(await apply(await exported(), { dryRun: true })).toEqual([]);
});
