import { expect, test } from '@jest/globals';
import { SlackFailure } from '../../../src/notifications/queue/failure.ts';
import { DEFAULT_WORKSPACE } from '../../../src/settings/types.ts';
import { ChannelAccess } from '../../../src/slack/directory/channel-access.ts';
import type { Channel } from '../../../src/slack/directory/store.ts';
import { keptLog } from '../../kept-log.ts';

/** Channels as Slack describes them, and what the app does about them. */
function house(known: Record<string, Partial<Channel>>, notified: string[] = []) {
  const channels = new Map<string, Channel>(
    Object.entries(known).map(([name, changes]) => {
      const open = { isPrivate: false, isArchived: false, isMember: true, isGone: false };
      return [`#${name}`, { connectionId: 1, id: `C-${name}`, name, ...open, ...changes }] as const;
    }),
  );
  const done: string[] = [];
  const note = (words: string) => async (place: { target: string }, code: string) => {
    done.push(`${words} ${place.target}: ${code}`);
  };
  const access = new ChannelAccess({
    connectionId: 1,
    channels: {
      idOf: async (target) => channels.get(target)?.id ?? null,
      byId: async (id) => [...channels.values()].find((one) => one.id === id) ?? null,
      refreshOne: async () => {},
      join: async (id) => {
        if (id === 'C-closed-club') throw new SlackFailure('refused', 'restricted_action');
        done.push(`join ${id}`);
      },
    },
    settings: {
      workspace: async () => ({ ...DEFAULT_WORKSPACE, defaultChannel: '#incidents' }),
      services: async () => [],
      schedulesOf: async () => [],
    },
    notifications: { targets: async () => notified },
    deliveries: { channelClosed: note('cards for'), notificationsClosed: note('notifications for') },
    onOwed: () => {},
    clock: { now: () => 0 },
    logger: keptLog().logger,
  });
  return { access, done };
}

test('public channels that the app is not in are joined, and all is well', async () => {
  const { access, done } = house({ incidents: { isMember: false }, deploys: { isMember: false } }, ['#deploys']);
  await access.verify();
  expect(done).toEqual(['join C-incidents', 'join C-deploys']);
});

test('the admins hear of what can not be mended', async () => {
  const { access, done } = house(
    { incidents: { isArchived: true }, secret: { isPrivate: true, isMember: false }, gone: { isGone: true } },
    ['#incidents', '#secret', '#gone', '#never'],
  );
  await access.verify();
  expect(done).toEqual([
    'cards for #incidents: is_archived',
    'notifications for #secret: not_in_channel',
    'notifications for #gone: channel_not_found',
    'notifications for #never: channel_not_found',
  ]);
});

test('one that may not be joined keeps no other from being looked at', async () => {
  const { access, done } = house({ incidents: {}, 'closed-club': { isMember: false }, open: { isMember: false } }, [
    '#closed-club',
    '#open',
  ]);
  await access.verify();
  expect(done).toEqual(['join C-open']);
});
