import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AskedCommand } from '../../src/incidents/commands.ts';
import type { Report } from '../../src/incidents/open.ts';
import { IncidentService } from '../../src/incidents/service.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Actor } from '../../src/people/actor.ts';
import { applySettings } from '../../src/settings/apply.ts';
import { sqliteStorage } from '../../src/storage/sqlite/storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { EVERYBODY } from '../everybody.ts';
import { OPERATOR } from '../operator.ts';
import { tempDatabase } from '../storage/sqlite/temp-database.ts';

const MONITOR: Actor = { kind: 'monitor', name: 'prometheus' };
const REPORT: Report = {
  title: 'Search is slow',
  description: null,
  urgency: 'LOW',
  serviceId: null,
  components: [],
  source: null,
  url: null,
  details: null,
  dedupKey: 'search-slow',
};

let storage: Storage;
let incidents: IncidentService;
beforeEach(() => {
  storage = sqliteStorage(tempDatabase(), systemClock);
  incidents = new IncidentService(storage.incidents, systemClock, () => {}, EVERYBODY);
});

const together = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const person = (index: number): Actor => ({
  kind: 'person',
  connectionId: 1,
  slackUserId: `U${index}`,
  name: `user-${index}`,
  userId: null,
});

describe('what comes at once', () => {
  test('the same alert 32 times is one incident that counts 32, the first of them opening it', async () => {
    const outcomes = await together(32, () => incidents.report(REPORT, MONITOR));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['opened', ...Array(31).fill('deduplicated')]);
    expect(await storage.incidents.get(1)).toMatchObject({ alertCount: 32, version: 32 });
    expect(await storage.incidents.get(2)).toBeNull();
  });

  test('fifty people acknowledge: one has it, the others hear who', async () => {
    await incidents.report(REPORT, MONITOR);
    const outcomes = await together(50, (index) => incidents.execute(1, { type: 'acknowledge' }, person(index)));
    const [first, ...others] = outcomes;
    expect(first?.kind).toBe('done');
    for (const outcome of others) {
      expect(outcome).toMatchObject({
        kind: 'rejected',
        rejection: { reason: 'already_acknowledged', by: { slackUserId: 'U0' } },
      });
    }
  });

  test('a resolve and the same alert: it counts before, or opens another after, and nothing else', async () => {
    await incidents.report(REPORT, MONITOR);
    const [before, , after] = await Promise.all([
      incidents.report(REPORT, MONITOR),
      incidents.execute(1, { type: 'resolve', note: null }, MONITOR),
      incidents.report(REPORT, MONITOR),
    ]);
    expect(before.kind).toBe('deduplicated');
    expect(after).toMatchObject({ kind: 'opened', incident: { number: 2 } });
  });
});

test('whoever may not see one of two incidents learns nothing of it, and can do nothing to both', async () => {
  for (const dedupKey of ['a', 'b', 'c']) await incidents.report({ ...REPORT, dedupKey }, MONITOR);
  const maySee = async (number: number) => number !== 2;
  const blinkered = new IncidentService(storage.incidents, systemClock, () => {}, { ...EVERYBODY, maySee });
  const asks = async (number: number, command: AskedCommand) => {
    const outcome = await blinkered.execute(number, command, person(1));
    return outcome.kind === 'rejected' ? outcome.rejection : outcome.kind;
  };
  expect(await asks(1, { type: 'merge', into: 2 })).toEqual({ reason: 'unknown_other', number: 2 });
  expect(await asks(1, { type: 'link', to: 2 })).toEqual({ reason: 'unknown_other', number: 2 });
  expect(await asks(2, { type: 'merge', into: 1 })).toBe('not_found');
  await incidents.execute(1, { type: 'merge', into: 2 }, person(2));
  expect(await asks(1, { type: 'acknowledge' })).toEqual({ reason: 'merged', into: null });
  expect(await asks(1, { type: 'undo_merge' })).toEqual({ reason: 'merge_is_settled', into: null });
  expect(await asks(3, { type: 'merge', into: 1 })).toEqual({ reason: 'other_is_merged', number: 1, into: null });
  expect(await asks(1, { type: 'merge', into: 3 })).toEqual({ reason: 'merged', into: null });
});

test('what settings say counts from the moment at which they are on disk, for whatever is decided after it', async () => {
  const opened = await incidents.report({ ...REPORT, urgency: 'HIGH' }, MONITOR);
  expect(opened).toMatchObject({ incident: { escalation: null } });
  await applySettings(
    storage.settingsWriter,
    `
users: [{ name: Jane Doe, email: jane@example.com }]
escalation_policies: [{ name: jane, steps: [{ after: 10m, notify: [user:jane@example.com] }] }]
services: [{ name: Search, escalation_policy: jane }]`,
    { by: OPERATOR, prune: false, dryRun: false },
  );
  const search = await storage.settings.serviceByName('search');
  const [next] = await Promise.all([
    incidents.report({ ...REPORT, urgency: 'HIGH', dedupKey: 'b', serviceId: search?.id ?? null }, MONITOR),
  ]);
  expect(next).toMatchObject({ incident: { escalation: { policy: { name: 'jane' } } } });
});
