import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CheckUpWatch } from '../../src/check-up-watch.ts';
import { DAY } from '../../src/lib/clock.ts';
import { keptLog } from '../kept-log.ts';
import { App } from '../slack/app.ts';
import { hurried } from '../timekeeping/hurried-machine.ts';
import { until } from '../until.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin }
  - { name: Bob Stone, email: bob@example.com, role: admin }
  - { name: Erin Away, email: erin@elsewhere.example, role: admin }
  - { name: Alice Martin, email: alice@example.com }
escalation_policies:
  - { name: "spare <!channel>", steps: [{ after: 0s, notify: [user:jane@example.com] }] }
`;

let app: App;
const machine = hurried();
beforeAll(async () => {
  app = await App.start(SETTINGS, () => {}, { machine });
});
afterAll(() => app.stop());

const heard = (name: string) =>
  app.slack
    .workspace()
    .member(name)
    .dm()
    .messages()
    .filter((message) => message.visible().text.includes('weekly check-up'));

/** What a look at a moment owes, in how many notices. */
const looksAt = (now: number) =>
  app.withStorage(async (storage) => {
    const { logger } = keptLog();
    const before = app.rows('deliveries')['deliveries'] ?? 0;
    const watch = new CheckUpWatch({
      ...storage,
      scopes: async () => null,
      onOwed: () => {},
      clock: { now: () => now },
      logger,
    });
    await Promise.all([watch.look(), watch.look()]);
    return (app.rows('deliveries')['deliveries'] ?? 0) - before;
  });

test('admins are told once a week what may not be meant; nobody else is, and not in the first week', async () => {
  await until(() => app.rows('check_ups')['check_ups'] === 1);
  expect(heard('jane')).toHaveLength(0);
  machine.passes(7 * DAY);
  await until(
    () => heard('jane').length > 0 && heard('bob').length > 0,
    () => 'no check-up',
    { timeoutMs: 30_000 },
  );
  const [message] = heard('jane');
  expect(message?.visible().text).toContain('spare <!channel> is used by no service');
  expect(message?.visible().text).toContain('Erin Away');
  expect(heard('alice')).toHaveLength(0);

  // The same week, by another look; a clock that was set back by an hour; two at once in the next week.
  const now = Date.now() + 7 * DAY;
  app.slack.faults.outage(true);
  expect(await looksAt(now)).toBe(0);
  expect(await looksAt(now - DAY / 24)).toBe(0);
  expect(await looksAt(now + 7 * DAY)).toBe(2);
  expect(await looksAt(now + 7 * DAY)).toBe(0);
  app.slack.faults.clear();
});
