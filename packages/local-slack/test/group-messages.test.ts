import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, eventsOf, failure, startWithMore } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

const SCOPES = ['mpim:write', 'mpim:read', 'mpim:history', 'im:read'];

beforeEach(async () => {
  slack = await startWithMore(cleanup, { scopes: SCOPES, events: ['message.mpim'] });
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

const ws = () => slack.workspace();
const ids = (...names: string[]) => names.map((name) => ws().member(name).id).join(',');
const codeOf = async (call: Promise<unknown>) => (await failure(call)).error;

// https://docs.slack.dev/reference/methods/conversations.open
describe('a group direct message', () => {
  it('is opened once for the same people, whoever asks and in whatever order', async () => {
    const first = await client.conversations.open({ users: ids('jane', 'bob'), return_im: true });
    expect(first.channel).toMatchObject({ is_mpim: true, name: 'mpdm-jane--bob-1' });
    const again = await client.conversations.open({ users: ids('bob', 'jane') });
    expect(again).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
    const [jane, bob, bot] = [ws().member('jane'), ws().member('bob'), ws().member('opsknight')];
    expect(jane.group(bob, bot).id).toBe(first.channel?.id);
    expect(jane.group(bob).id).not.toBe(first.channel?.id);
    const resumed = await client.conversations.open({ channel: first.channel?.id ?? '' });
    expect(resumed).toMatchObject({ no_op: true });
  });

  it('takes messages, which the app hears of with message.mpim', async () => {
    const channel = (await client.conversations.open({ users: ids('jane', 'bob') })).channel?.id ?? '';
    await client.chat.postMessage({ channel, text: 'Who is on call?' });
    const group = ws().member('jane').group(ws().member('bob'), ws().member('opsknight'));
    ws().member('jane').says(group, 'I am');
    expect(eventsOf(slack)).toMatchObject([
      { type: 'message', channel, channel_type: 'mpim', text: 'Who is on call?' },
      { type: 'message', channel, channel_type: 'mpim', text: 'I am' },
    ]);
    const { messages = [] } = await client.conversations.history({ channel });
    expect(messages.map(({ text }) => text)).toEqual(['I am', 'Who is on call?']);
    const listed = await client.conversations.list({ types: 'mpim' });
    expect(listed.channels?.map(({ id }) => id)).toEqual([channel]);
  });

  it('is nobody else’s', async () => {
    const group = ws().member('jane').group(ws().member('bob'));
    expect(await codeOf(client.conversations.info({ channel: group.id }))).toBe('channel_not_found');
    expect(() => ws().member('alice').says(group, 'Me too')).toThrow('sees no channel');
  });

  it.each([
    ['too_many_users', 9],
    ['users_list_not_supplied', 0],
  ])('is refused as %s with %s people', async (code, count) => {
    const people = Array.from({ length: count }, (_, n) => ws().join({ name: `p${n}` }).id);
    expect(await codeOf(client.conversations.open({ users: people.join(',') }))).toBe(code);
  });

  it('needs the scope, living people, and one that is there when none may be created', async () => {
    ws().member('carol').deactivate();
    expect(await codeOf(client.conversations.open({ users: ids('jane', 'carol') }))).toBe('user_disabled');
    expect(await codeOf(client.conversations.open({ users: `${ids('jane')},U0NOBODY00` }))).toBe('user_not_found');
    const none = client.conversations.open({ users: ids('jane', 'bob'), prevent_creation: true });
    expect(await codeOf(none)).toBe('channel_not_found');
    const general = client.conversations.open({ channel: ws().channel('general').id });
    expect(await codeOf(general)).toBe('method_not_supported_for_channel_type');
    ws().model.scopes.delete('mpim:write');
    expect(await failure(client.conversations.open({ users: ids('jane', 'bob') }))).toMatchObject({
      error: 'missing_scope',
      needed: 'mpim:write',
    });
  });
});

// https://docs.slack.dev/reference/events/message/thread_broadcast
describe('a reply that is sent to the conversation as well', () => {
  it('comes with the message that it answers', async () => {
    const jane = ws().member('jane');
    const group = jane.group(ws().member('bob'), ws().member('opsknight'));
    const root = jane.says(group, 'root');
    const loud = jane.says(group, 'loud', { inThreadOf: root, alsoToChannel: true });
    expect(eventsOf(slack).at(-1)).toMatchObject({
      type: 'message',
      subtype: 'thread_broadcast',
      ts: loud.ts,
      thread_ts: root.ts,
      root: { ts: root.ts, text: 'root', reply_count: 1 },
    });
    expect(group.messages().map((one) => one.visible().text)).toEqual(['root', 'loud']);
  });
});

describe('what two people say to each other', () => {
  it('is no app’s business: it hears nothing, and can neither find nor read nor post there', async () => {
    const [jane, bob] = [ws().member('jane'), ws().member('bob')];
    jane.says(jane.dm(bob), 'Lunch?');
    bob.says(bob.dm(jane), 'At noon');
    expect(
      jane
        .dm(bob)
        .messages()
        .map((one) => one.visible().text),
    ).toEqual(['Lunch?', 'At noon']);
    expect(eventsOf(slack)).toEqual([]);
    const channel = jane.dm(bob).id;
    expect(await codeOf(client.conversations.info({ channel }))).toBe('channel_not_found');
    expect(await codeOf(client.chat.postMessage({ channel, text: 'Hello' }))).toBe('channel_not_found');
    expect(jane.dm().id).not.toBe(channel);
  });
});
