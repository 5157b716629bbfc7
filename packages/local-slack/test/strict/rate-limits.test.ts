import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalSlack } from '../../src/index.ts';
import type { Tier } from '../../src/web-api/method.ts';
import { METHODS } from '../../src/web-api/methods/all.ts';
import { connect } from '../bare-socket.ts';
import { Cleanup, clientOf, start } from '../start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
beforeEach(async () => {
  slack = await start(cleanup);
});
afterEach(() => cleanup.run());

const post = (channel: string) =>
  clientOf(slack)
    .chat.postMessage({ channel, text: 't' })
    .catch(() => undefined);

// https://docs.slack.dev/apis/web-api/rate-limits
describe('rate limits', () => {
  it('are on unless they are switched off', async () => {
    await Promise.all(Array.from({ length: 10 }, () => post('#incidents')));
    expect(slack.calls.rateLimited()).toBeGreaterThan(0);
  });

  it('of posting belong to the channel, whatever the app calls it', async () => {
    const { id } = slack.workspace().channel('incidents');
    const jane = slack.workspace().member('jane');
    // Three at once are allowed of each, so as many as this only if the names counted one by one.
    for (const names of [
      ['#incidents', 'incidents', id],
      [jane.id, jane.dm().id],
    ]) {
      slack.calls.clear();
      await Promise.all(names.flatMap((name) => [name, name, name].map(post)));
      expect(slack.calls.rateLimited()).toBeGreaterThan(0);
    }
  });

  // "Facts" on each page below https://docs.slack.dev/reference/methods
  it.each<[Tier, string[]]>([
    [
      2,
      [
        'conversations.archive',
        'conversations.create',
        'conversations.list',
        'conversations.rename',
        'conversations.setPurpose',
        'conversations.setTopic',
        'conversations.unarchive',
        'usergroups.list',
        'usergroups.users.list',
        'usergroups.users.update',
        'users.list',
      ],
    ],
    [
      3,
      [
        'chat.delete',
        'chat.update',
        'conversations.history',
        'conversations.info',
        'conversations.invite',
        'conversations.join',
        'conversations.kick',
        'conversations.leave',
        'conversations.open',
        'conversations.replies',
        'reactions.add',
        'team.info',
        'users.conversations',
        'users.lookupByEmail',
      ],
    ],
    [
      4,
      [
        'chat.postEphemeral',
        'conversations.members',
        'users.info',
        'views.open',
        'views.publish',
        'views.push',
        'views.update',
      ],
    ],
    ['posting', ['chat.postMessage']],
    ['special', ['auth.test', 'chat.getPermalink']],
  ])('put into tier %s what its page puts there', (tier, methods) => {
    expect(methods.map((name) => [name, METHODS.get(name)?.tier])).toEqual(methods.map((name) => [name, tier]));
  });

  // The page of apps.connections.open says tier 1, others say 3: here ten at once, then a few a minute.
  it('let sockets be opened about ten times, then seldom', async () => {
    const client = clientOf(slack, slack.appToken);
    for (let n = 0; n < 10; n++) await client.apps.connections.open();
    await expect(client.apps.connections.open()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error' });
  });

  it('let two sockets survive being cut four times', async () => {
    for (let cut = 0; cut < 5; cut++) {
      await connect(slack);
      await connect(slack);
      if (cut < 4) slack.faults.dropSockets();
    }
    expect(slack.calls.rateLimited()).toBe(0);
  });
});
