import { beforeEach, expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { type House, startHouse } from '../http/support.ts';

/** Bob, who has no account in Slack, and is called for the payments. */
const settings = (contact: string) => `
users:
  - name: Bob Stone
    email: bob@example.com
    timezone: Europe/Berlin
    contact: [${contact}]
    quiet_hours: { from: "10:00", to: "14:00" }
escalation_policies:
  - { name: bob, urgencies: [HIGH, MEDIUM, LOW], steps: [{ after: 0s, notify: [user:bob@example.com] }] }
services:
  - { name: Payment API, escalation_policy: bob }
`;

let house: House;
beforeEach(async () => {
  house = await startHouse();
  await house.applySettings(settings('{ email: bob@example.com, after: 1m }, { sms: "+4930123456", after: 5m }'));
});

const alert = (urgency: string) =>
  house.sendEvents({ event_action: 'trigger', dedup_key: 'disk', title: 'Disk full', service: 'Payment API', urgency });

/** An alert that Bob is called for. */
async function call(urgency: string): Promise<void> {
  await alert(urgency);
  await house.incidents.execute(1, { type: 'escalate' }, { kind: 'clock' });
}

/** "email to bob@example.com, waiting, in 3 min" */
function contacts(): string[] {
  const database = openDatabase(house.databaseUrl);
  const rows = database.db.all<{ method: string; address: string; state: string; at: number }>(
    "select method, address, state, due_at as at from contacts where method <> 'slack' order by position",
  );
  database.close();
  return rows.map(
    ({ method, address, state, at }) =>
      `${method} to ${address}, ${state}, in ${(at - house.clock.now()) / MINUTE} min`,
  );
}

/** Whatever's time it is. */
async function fireDue(): Promise<void> {
  const now = house.clock.now();
  for (const due of await house.contacts.due(now, 10)) await house.contacts.fire(due, now);
}

/** Mails and messages that are owed, with what their senders get to see; null for one that is not to be sent. */
async function owed(): Promise<(string | null)[]> {
  const database = openDatabase(house.databaseUrl);
  const ids = database.db.all<{ work: string }>("select work from deliveries where kind = 'contact'");
  database.close();
  return Promise.all(
    ids.map(async ({ work }) => (await house.contacts.get(Number(work.slice(work.indexOf(':') + 1))))?.address ?? null),
  );
}

test('what waits for the end of quiet hours comes at its time once the incident is urgent', async () => {
  await call('LOW');
  expect(contacts()).toEqual([
    'email to bob@example.com, waiting, in 120 min',
    'sms to +4930123456, waiting, in 120 min',
  ]);
  house.clock.turn(3 * MINUTE);
  await alert('HIGH');
  expect(contacts()).toEqual(['email to bob@example.com, waiting, in 0 min', 'sms to +4930123456, waiting, in 2 min']);
});

test('an address that is corrected meanwhile is the one that is written to', async () => {
  await call('HIGH');
  await house.applySettings(settings('{ email: bob@new.example, after: 1m }'));
  house.clock.turn(HOUR);
  await fireDue();
  expect(await owed()).toEqual(['bob@new.example']);
});

test('whoever is no user any more hears nothing, not even of what is tried again', async () => {
  await call('HIGH');
  house.clock.turn(MINUTE);
  await fireDue();
  expect(await owed()).toEqual(['bob@example.com']);
  const database = openDatabase(house.databaseUrl);
  database.db.run("update users set active = 0 where email = 'bob@example.com'");
  database.close();
  await house.applySettings('services: []');
  expect(await owed()).toEqual([null]);
  house.clock.turn(HOUR);
  await fireDue();
  expect(await owed()).toEqual([null]);
});
