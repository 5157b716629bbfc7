import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { House } from './house.ts';
import { ACME } from './settings.ts';

const BUSY = '#busy';
const TEAMS = Array.from({ length: 80 }, (_, index) => `#team-${index}`);
const QUIET = ['#quiet', '#silent', '#still'];
const CHANNELS = [BUSY, ...TEAMS, ...QUIET];
const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Jane Doe, email: jane@example.com, role: admin }]
services:
${CHANNELS.map((channel) => `  - { name: "${channel}", channel: "${channel}" }`).join('\n')}
`;
const WORKSPACE = { ...ACME, channels: [...ACME.channels, ...CHANNELS.map((name) => ({ name: name.slice(1) }))] };

let house: House;
beforeAll(async () => {
  house = await House.open({ settings: SETTINGS, slack: { workspaces: [WORKSPACE], enforceRateLimits: true } });
});
afterAll(() => house.close());

type Alert = ReturnType<typeof alert>;

function alert(title: string, service: string, urgency: 'HIGH' | 'LOW') {
  return { event_action: 'trigger', title, dedup_key: title, service, urgency };
}

async function sendAll(alerts: Alert[]): Promise<void> {
  expect((await house.post(alerts)).status).toBe(202);
}

async function waiting(): Promise<number> {
  const metrics = await (await fetch(`${house.app.url}/metrics`)).text();
  return Number(/^opsknight_deliveries_waiting (\d+)$/m.exec(metrics)?.[1]);
}

const posted = (channels: string[]) => channels.flatMap((name) => house.channel(name).messages());

test('while counts of repeats wait for more updates than Slack allows, new cards and an acknowledgement’s line come', async () => {
  const teams = TEAMS.slice(0, 12);
  const many = Array.from({ length: 30 }, (_, index) => alert(`Busy ${index}`, BUSY, 'HIGH'));
  const single = teams.map((team) => alert(`Flapping in ${team}`, team, 'HIGH'));
  await sendAll([...many, ...single]);
  await house.channel(BUSY).waitForMessage('Storm:', { timeoutMs: 20_000 });
  for (const team of teams) await house.channel(team).waitForMessage('Flapping', { timeoutMs: 20_000 });
  for (let repeats = 0; repeats < 3; repeats++) await sendAll([...many, ...single]);

  await sendAll([alert('New and high', '#quiet', 'HIGH'), alert('New and low', '#silent', 'LOW')]);
  const [flapping] = posted(teams);
  if (!flapping) throw new Error('nothing is there');
  await house.person('jane').click(flapping, 'Acknowledge');
  await house.channel('#quiet').waitForMessage('New and high');
  await house.channel('#silent').waitForMessage('New and low');
  await flapping.waitForReply('Acknowledged by @jane');
  expect(await waiting()).toBeGreaterThan(0);
});

test('a HIGH card in a quiet channel passes the LOW ones that eighty channels wait for', async () => {
  await sendAll(TEAMS.flatMap((team) => [1, 2, 3].map((count) => alert(`Low ${count} in ${team}`, team, 'LOW'))));
  await house.trigger('Urgent', { service: '#still', urgency: 'HIGH' });
  const before = posted(TEAMS).length;
  const urgent = await house.channel('#still').waitForMessage('Urgent');
  const earlier = posted(TEAMS).filter(({ ts }) => ts < urgent.ts).length;
  // What was on its way already, and one in ten that has waited longest.
  expect(earlier - before).toBeLessThan(20);
  expect(earlier).toBeLessThan(TEAMS.length * 2);
  expect(house.slack.calls.rateLimited('chat.postMessage')).toBe(0);
  expect(house.slack.calls.rateLimited('chat.update')).toBe(0);
});
