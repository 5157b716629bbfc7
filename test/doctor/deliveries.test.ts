import { expect, test } from '@jest/globals';
import { examineDeliveries } from '../../src/doctor/deliveries.ts';
import { examineKeys, examineSenders } from '../../src/doctor/keys.ts';
import type { ApiKey } from '../../src/keys/store.ts';
import { PRIORITY } from '../../src/notifications/priority.ts';
import type { DeliveryStore } from '../../src/notifications/queue/store.ts';
import type { FailedDelivery } from '../../src/notifications/types.ts';

function failed(error: string): FailedDelivery {
  const task = { kind: 'card', work: 'card:1', thread: 'card:1', detail: null } as const;
  const rest = { id: 1, uuid: 'u', connectionId: 1, lane: '1:#web', priority: PRIORITY.HIGH, createdAt: 0 };
  return { ...rest, task, attempts: 0, inDoubtSince: null, error, failedAt: 1 };
}

test('doctor tells what was set aside from what Slack has refused, each with what to do', async () => {
  const deliveries = {
    load: async () => ({ waiting: 0, oldestAt: null, failed: 2 }),
    failed: async () => [failed('set_aside:http_403'), failed('msg_too_long')],
    job: async () => null,
  } as Partial<DeliveryStore> as DeliveryStore;
  const found = (await examineDeliveries(deliveries, 0)).map((finding) => JSON.stringify(finding));
  expect(found).toContainEqual(expect.stringContaining('Deliveries set aside: 1 with set_aside:http_403'));
  expect(found).toContainEqual(expect.stringMatching(/HTTP 403.*content filter/));
  expect(found).toContainEqual(expect.stringContaining('Refused deliveries: 1 with msg_too_long'));
});

const key = (name: string, ruleSet: string | null, revokedAt: number | null = null): ApiKey => {
  const times = { createdAt: 0, madeBy: null, lastUsedAt: null, expiresAt: null, revokedAt };
  return {
    id: 1,
    name,
    prefix: 'opk_1',
    serviceId: null,
    ruleSet,
    reach: 'organisation',
    scopes: null,
    limit: null,
    ...times,
  };
};

test('doctor says which signatures can be checked by nobody', () => {
  const sender = (name: string, secret_env: string | null) => ({ name, secret_env, sns_topics: null });
  const senders = [sender('GitHub', 'A'), sender('sentry', 'B'), sender('gone', 'A'), sender('aws', null)];
  const keys = [key('github', null), key('sentry', null), key('aws', null), key('gone', null, 1)];
  expect(examineSenders(senders, keys, { A: 'secret', B: ' ' }, 2)).toEqual([
    expect.objectContaining({ state: 'wrong', what: expect.stringContaining('Sender sentry: B is not set') }),
    { state: 'note', what: 'Sender gone: no API key in use is called so' },
  ]);
});

test('doctor names keys whose routing rules are gone, unless they are in use no more', () => {
  const nothing = { set: null, drop: false, heartbeat: null, group: null, flapping: null, stop: true };
  const rules = [{ ...nothing, match: {}, rule_set: 'Nagios' }];
  const keys = [key('free', null), key('nagios', 'nagios'), key('zabbix', 'zabbix'), key('old', 'zabbix', 1)];
  expect(examineKeys(keys, rules, 2)).toEqual([
    expect.objectContaining({ state: 'wrong', what: expect.stringMatching(/^Key zabbix .*"zabbix"/) }),
  ]);
});
