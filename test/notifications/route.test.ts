import { describe, expect, test } from '@jest/globals';
import { routesFor } from '../../src/notifications/plan/route.ts';
import type { Urgency } from '../../src/oncall/urgency.ts';
import {
  DEFAULT_WORKSPACE,
  type Service,
  type Subscription,
  type WorkspaceSettings,
} from '../../src/settings/types.ts';

const SERVICE = { id: 1, name: 'Payment API', channels: [], policy: null } as unknown as Service;

function channels(urgency: Urgency, serviceChannel: string | null, settings: Partial<WorkspaceSettings>): string[] {
  const service = { ...SERVICE, channel: serviceChannel };
  const workspaces = [{ connectionId: 1, settings: { ...DEFAULT_WORKSPACE, ...settings } }];
  return routesFor({ urgency, details: null }, service, workspaces).map(({ channel, isHome }) =>
    isHome ? `${channel} (home)` : channel,
  );
}

const ALL = { urgencies: null, services: null, labels: null };
const SETTINGS: Partial<WorkspaceSettings> = { defaultChannel: '#incidents', urgencyChannels: { HIGH: '#critical' } };

describe('where an incident is shown', () => {
  test.each<[string, Urgency, string | null, string[]]>([
    ['the channel of its service comes first', 'HIGH', '#payments', ['#payments (home)']],
    ['then the channel of its urgency', 'HIGH', null, ['#critical (home)']],
    ['then the default channel', 'LOW', null, ['#incidents (home)']],
  ])('%s', (_, urgency, serviceChannel, expected) => {
    expect(channels(urgency, serviceChannel, SETTINGS)).toEqual(expected);
  });

  test('nowhere, when there is no such channel', () => {
    expect(channels('LOW', null, {})).toEqual([]);
  });

  test('in every channel that subscribes to its urgency as well, but in none twice', () => {
    const subscriptions = [
      { channel: '#all', ...ALL },
      { channel: '#leads', ...ALL, urgencies: ['HIGH' as const] },
      { channel: '#incidents', ...ALL },
    ];
    expect(channels('LOW', null, { ...SETTINGS, subscriptions })).toEqual(['#incidents (home)', '#all']);
    expect(channels('HIGH', null, { ...SETTINGS, subscriptions })).toEqual([
      '#critical (home)',
      '#all',
      '#leads',
      '#incidents',
    ]);
  });

  test.each<[string, Partial<Subscription>, boolean]>([
    ['everything', {}, true],
    ['its service, written otherwise', { services: ['Search', 'payment api'] }, true],
    ['another service', { services: ['Search'] }, false],
    ['its urgency and service', { urgencies: ['HIGH'], services: ['Payment API'] }, true],
    ['its service, but not its urgency', { urgencies: ['LOW'], services: ['Payment API'] }, false],
    ['a label that it has', { labels: { team: 'payments' } }, true],
    ['a label that matches as a whole', { labels: { team: 'pay' } }, false],
    ['an expression', { labels: { team: 'pay.*|search' } }, true],
    ['a detail where no label is called so', { labels: { region: 'eu' } }, true],
    ['a label that it has, and one that it has not', { labels: { team: 'payments', env: 'prod' } }, false],
    ['a label that it has not, whatever its value', { labels: { env: '.*' } }, false],
  ])('a channel that subscribes to %s', (_, filter, expected) => {
    const details = { labels: { team: 'payments' }, region: 'eu', team: 'other' };
    const subscriptions = [{ channel: '#leads', ...ALL, ...filter }];
    const workspaces = [{ connectionId: 1, settings: { ...DEFAULT_WORKSPACE, subscriptions } }];
    const routes = routesFor({ urgency: 'HIGH', details }, { ...SERVICE, channel: null }, workspaces);
    expect(routes.some(({ channel }) => channel === '#leads')).toBe(expected);
  });

  test('a channel that is named by its name and by its id is one', () => {
    const settings = { ...DEFAULT_WORKSPACE, ...SETTINGS, subscriptions: [{ channel: 'C1', ...ALL }] };
    const workspaces = [{ connectionId: 1, settings, channelNames: { C1: '#critical' } }];
    expect(routesFor({ urgency: 'HIGH', details: null }, null, workspaces)).toEqual([
      { connectionId: 1, channel: '#critical', isHome: true },
    ]);
  });

  test('the other channels of its service show it, and are not where it belongs', () => {
    const service = { ...SERVICE, channel: '#payments', channels: ['#payments-eu', '#critical'] };
    const workspaces = [{ connectionId: 1, settings: { ...DEFAULT_WORKSPACE, ...SETTINGS } }];
    const routes = routesFor({ urgency: 'LOW', details: null }, service, workspaces);
    expect(routes.map(({ channel, isHome }) => [channel, isHome])).toEqual([
      ['#payments', true],
      ['#payments-eu', false],
      ['#critical', false],
    ]);
  });

  test('nowhere at all, when the urgency filter leaves it out', () => {
    const notify = { ...DEFAULT_WORKSPACE.notify, urgencies: ['HIGH' as const] };
    const subscriptions = [{ channel: '#all', ...ALL }];
    expect(channels('LOW', '#payments', { ...SETTINGS, notify, subscriptions })).toEqual([]);
  });
});
