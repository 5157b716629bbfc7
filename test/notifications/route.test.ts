import { describe, expect, test } from '@jest/globals';
import { routesFor } from '../../src/notifications/plan/route.ts';
import type { Urgency } from '../../src/oncall/urgency.ts';
import { DEFAULT_WORKSPACE, type Service, type WorkspaceSettings } from '../../src/settings/types.ts';

function channels(urgency: Urgency, serviceChannel: string | null, settings: Partial<WorkspaceSettings>): string[] {
  const service = { id: 1, name: 'Payment API', channel: serviceChannel, policy: null } as Service;
  const workspaces = [{ connectionId: 1, settings: { ...DEFAULT_WORKSPACE, ...settings } }];
  return routesFor({ urgency }, service, workspaces).map(({ channel, isHome }) =>
    isHome ? `${channel} (home)` : channel,
  );
}

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
      { channel: '#all', urgencies: null },
      { channel: '#leads', urgencies: ['HIGH' as const] },
      { channel: '#incidents', urgencies: null },
    ];
    expect(channels('LOW', null, { ...SETTINGS, subscriptions })).toEqual(['#incidents (home)', '#all']);
    expect(channels('HIGH', null, { ...SETTINGS, subscriptions })).toEqual([
      '#critical (home)',
      '#all',
      '#leads',
      '#incidents',
    ]);
  });

  test('nowhere at all, when the urgency filter leaves it out', () => {
    const notify = { ...DEFAULT_WORKSPACE.notify, urgencies: ['HIGH' as const] };
    const subscriptions = [{ channel: '#all', urgencies: null }];
    expect(channels('LOW', '#payments', { ...SETTINGS, notify, subscriptions })).toEqual([]);
  });
});
