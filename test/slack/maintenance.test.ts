import { expect, test } from '@jest/globals';
import { DEFAULT_WORKSPACE, type Service } from '../../src/settings/types.ts';
import { read } from '../../src/slack/interactions/maintenance/command.ts';
import { maintenanceList } from '../../src/slack/interactions/maintenance/words.ts';

const service = (id: number, name: string): Service => ({
  id,
  name,
  channel: null,
  channels: [],
  policy: null,
  sla: DEFAULT_WORKSPACE.sla,
  acknowledgeReminder: null,
  links: [],
  mention: {},
  dependsOn: [],
  delay: null,
  silence: null,
  group: null,
  flapping: null,
  maintenance: [],
});
const SERVICES = [service(1, 'Payment API'), service(2, 'Payment'), service(3, 'Search')];
const MINUTE = 60_000;

test.each<[text: string, expected: unknown]>([
  ['"Payment API" 2h', { id: 1, span: 120 * MINUTE, reason: null }],
  ['“payment api” 30m new disks', { id: 1, span: 30 * MINUTE, reason: 'new disks' }],
  ['Payment API 2h', { id: 1, span: 120 * MINUTE, reason: null }],
  ['payment 2h', { id: 2, span: 120 * MINUTE, reason: null }],
  ['Search end', { id: 3, span: null, reason: null }],
  ['Search', null],
  ['Search soon', null],
  ['"Serach" 2h', { unknown: 'Serach' }],
  ['Serach engine 2h', { unknown: 'Serach engine' }],
])('/opsknight maintenance %s', (text, expected) => {
  const asked = read(text, SERVICES);
  const told = asked && 'service' in asked ? { id: asked.service.id, span: asked.span, reason: asked.reason } : asked;
  expect(told).toEqual(expected);
});

test('a list names what is under way, by whom and why, and fits', () => {
  const by = { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: null } as const;
  const window = { id: 1, serviceId: 1, service: 'Payment API', from: 0, to: 120 * MINUTE, reason: '<!channel>', by };
  const { blocks } = maintenanceList(
    Array.from({ length: 30 }, () => window),
    MINUTE,
  );
  const text = JSON.stringify(blocks);
  expect(text).toContain('by @jane via Slack: <!channel>');
  expect(text).toContain('and 24 more');
  expect(text.length).toBeLessThan(3_000);
});
