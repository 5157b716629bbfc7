import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { App, BlockAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { LocalSlack } from '../src/index.ts';
import { Cleanup, clientOf, start, startBolt } from './start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;
let clicks: BlockAction[] = [];
let respondWith: object | undefined;

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (label: string, more: object = {}) => ({
  type: 'button',
  text: plain(label),
  action_id: label,
  ...more,
});
const overflow = { type: 'overflow', action_id: 'menu', options: [{ text: plain('Acknowledge'), value: 'ack' }] };
const confirm = { title: plain('Sure?'), text: plain('This resolves it'), confirm: plain('Yes'), deny: plain('No') };

beforeEach(async () => {
  clicks = [];
  respondWith = undefined;
  slack = await start(cleanup);
  client = clientOf(slack);
  await startBolt(cleanup, slack, (app: App) => {
    app.action(/.*/, async ({ ack, body, respond }) => {
      await ack();
      if (body.type === 'block_actions') clicks.push(body);
      if (respondWith) await respond(respondWith);
    });
  });
});
afterEach(() => cleanup.run());

const jane = () => slack.workspace().member('jane');
const bob = () => slack.workspace().member('bob');

async function post(content: object, channel = '#incidents') {
  await client.apiCall('chat.postMessage', { channel, text: 'fallback', ...content });
  const messages = slack.workspace().channel(channel).messages();
  const last = messages.at(-1);
  if (!last) throw new Error('nothing was posted');
  return last;
}

describe('what people see', () => {
  it('is the message as Slack draws it', async () => {
    const card = await post({
      attachments: [
        {
          color: '#ECB22E',
          blocks: [
            { type: 'header', text: plain('🟡 MEDIUM') },
            { type: 'section', text: mrkdwn(`*<https://ops.example/1|Disk &lt;full&gt;>* for <@${jane().id}>`) },
            {
              type: 'section',
              fields: [mrkdwn('*Service*\nPayment API'), mrkdwn('*Triggered*\n<!date^1700000000^{ago}|2 minutes ago>')],
            },
            { type: 'context', elements: [mrkdwn("it can't _wait_")] },
            { type: 'actions', elements: [button('Resolve'), overflow] },
          ],
        },
      ],
    });
    expect(card.visible()).toEqual({
      text: "fallback\n🟡 MEDIUM\nDisk <full> for @jane\nService\nPayment API\nTriggered\n2 minutes ago\nit can't wait",
      headers: ['🟡 MEDIUM'],
      fields: ['Service\nPayment API', 'Triggered\n2 minutes ago'],
      context: ["it can't wait"],
      images: [],
      buttons: ['Resolve'],
      selects: [{ label: '⋯', options: ['Acknowledge'] }],
      color: '#ecb22e',
    });
    expect(card.notificationText).toBe('fallback');
  });

  it('is printed when something else was expected', async () => {
    const card = await post({ blocks: [{ type: 'actions', elements: [button('Resolve')] }] });
    await expect(jane().click(card, 'Acknowledge', { timeoutMs: 20 })).rejects.toThrow(
      /@jane sees no “Acknowledge”\. There is: “Resolve”/,
    );
    await expect(card.becomes({ buttons: ['Acknowledge'] }, { timeoutMs: 20 })).rejects.toThrow(
      /It is:\n.*\n? *buttons: \[Resolve\]/,
    );
    await expect(slack.workspace().channel('incidents').waitForMessage('Nope', { timeoutMs: 20 })).rejects.toThrow(
      '[Resolve]',
    );
    await expect(jane().seesModal('Resolve', { timeoutMs: 20 })).rejects.toThrow('(no modal)');
    expect(() => slack.workspace().member('nobody')).toThrow('@jane');
    expect(() => slack.workspace().channel('#nowhere')).toThrow('#incidents');
  });
});

describe('what people do', () => {
  it('tells rows apart', async () => {
    const row = (title: string) => [
      { type: 'section', text: mrkdwn(`*${title}*`), accessory: overflow },
      { type: 'actions', block_id: title, elements: [button('Resolve')] },
    ];
    const list = await post({ blocks: [...row('INC-1'), ...row('INC-2')] });
    await expect(jane().click(list, 'Resolve')).rejects.toThrow(
      "There are 2 elements called “Resolve” here: say which with { row: '…' }",
    );
    await jane().click(list, 'Resolve', { row: 'INC-2' });
    await jane().choose(list, '⋯', 'Acknowledge', { row: 'INC-1' });
    expect(clicks.map(({ actions: [action] }) => action)).toMatchObject([
      { block_id: 'INC-2', type: 'button' },
      { type: 'overflow', selected_option: { value: 'ack' } },
    ]);
  });

  it('answers confirmation dialogs', async () => {
    const card = await post({ blocks: [{ type: 'actions', elements: [button('Resolve', { confirm })] }] });
    await expect(jane().click(card, 'Resolve')).rejects.toThrow('A dialog asks “Sure?: This resolves it” [Yes] [No]');
    await jane().click(card, 'Resolve', { confirm: false });
    expect(clicks).toHaveLength(0);
    await jane().click(card, 'Resolve', { confirm: true });
    expect(clicks).toHaveLength(1);
  });

  it('opens pages, and still tells the app', async () => {
    const card = await post({
      blocks: [{ type: 'actions', elements: [button('View', { url: 'https://ops.example/1' })] }],
    });
    await jane().click(card, 'View');
    expect(jane().openedUrls).toEqual(['https://ops.example/1']);
    expect(clicks[0]?.actions[0]).toMatchObject({ type: 'button', url: 'https://ops.example/1' });
  });

  it('may come from a screen that has not caught up', async () => {
    const card = await post({ blocks: [{ type: 'actions', elements: [button('Acknowledge')] }] });
    const stale = card.snapshot();
    await client.chat.update({ channel: card.channelId, ts: card.ts, text: 'all done', blocks: [] });
    await expect(jane().click(card, 'Acknowledge', { timeoutMs: 20 })).rejects.toThrow('sees no');
    await jane().click(stale, 'Acknowledge');
    expect(clicks).toHaveLength(1);
  });

  it('may happen at the same time', async () => {
    const card = await post({ blocks: [{ type: 'actions', elements: [button('Acknowledge')] }] });
    await Promise.all([jane().click(card, 'Acknowledge'), bob().click(card, 'Acknowledge')]);
    expect(new Set(clicks.map(({ user }) => user.username))).toEqual(new Set(['jane', 'bob']));
  });

  it('stays within what they can see', async () => {
    const inPrivate = await post({ blocks: [{ type: 'actions', elements: [button('Go')] }] }, '#leads');
    await expect(bob().click(inPrivate, 'Go', { timeoutMs: 20 })).rejects.toThrow('cannot see that channel');
    await jane().click(inPrivate, 'Go');
    expect(clicks[0]?.channel).toMatchObject({ name: 'privategroup' });
    const stranger = slack.workspace().member('stranger');
    await stranger.click(await post({ blocks: [{ type: 'actions', elements: [button('Go')] }] }), 'Go');
    expect(clicks[1]?.user.team_id).not.toBe(slack.workspace().teamId);
    expect(() => jane().says(jane().dm(), 'hello')).toThrow('turned off');
    await expect(jane().messageShortcut(inPrivate, 'Report')).rejects.toThrow('There is no message shortcut “Report”');
  });
});

describe('responses to an action', () => {
  const card = () => post({ blocks: [{ type: 'actions', elements: [button('Go')] }] });

  it('are ephemeral unless they say otherwise, and can be acted on and replaced', async () => {
    respondWith = { text: 'Only you', blocks: [{ type: 'actions', elements: [button('More')] }] };
    await jane().click(await card(), 'Go');
    const ephemeral = await jane().seesEphemeral('');
    respondWith = { replace_original: true, text: 'Replaced' };
    await jane().click(ephemeral, 'More');
    await ephemeral.becomes({ text: 'Replaced', buttons: [] });
    expect(clicks[1]).not.toHaveProperty('message');
    expect(clicks[1]?.container).toMatchObject({ is_ephemeral: true });
  });

  it('replace or delete the original, five times at most', async () => {
    const shown = await card();
    respondWith = { replace_original: true, text: 'Replaced' };
    await jane().click(shown, 'Go');
    await shown.becomes({ text: 'Replaced' });
    const url = clicks[0]?.response_url ?? '';
    const send = async (body: object) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, await answer.json()];
    };
    expect(await send({})).toEqual([400, { ok: false, error: 'no_text' }]);
    expect(await send({ response_type: 'in_channel', text: 'For all' })).toEqual([200, { ok: true }]);
    await slack.workspace().channel('incidents').waitForMessage('For all');
    expect(await send({ delete_original: true })).toEqual([200, { ok: true }]);
    await shown.isGone();
    expect(await send({ text: 'four' })).toEqual([200, { ok: true }]);
    expect(await send({ text: 'five, without the one that failed' })).toEqual([200, { ok: true }]);
    expect(await send({ text: 'six' })).toEqual([404, { ok: false, error: 'used_url' }]);
  });
});

describe('mentions', () => {
  const section = (text: string, more: object = {}) => ({
    blocks: [{ type: 'section', text: { ...mrkdwn(text), ...more } }],
  });
  const cases: [string, object, object[]][] = [
    [
      'fire from text',
      { text: '<!channel> and <!here|here>' },
      [
        { kind: 'channel', by: 'markup' },
        { kind: 'here', by: 'markup' },
      ],
    ],
    ['fire from blocks', section('<!here>', { verbatim: true }), [{ kind: 'here', by: 'markup' }]],
    [
      'fire from blocks in attachments',
      { attachments: [section('<!everyone>', { verbatim: true })] },
      [{ kind: 'everyone', by: 'markup' }],
    ],
    ['fire from legacy attachments', { attachments: [{ text: '<!channel>' }] }, [{ kind: 'channel', by: 'markup' }]],
    ['fire from plain words in mrkdwn that is not verbatim', section('ask @here'), [{ kind: 'here', by: 'auto' }]],
    [
      'fire from plain words with link_names',
      { text: '@channel', link_names: true },
      [{ kind: 'channel', by: 'auto' }],
    ],
    ['do not fire from escaped text', section("&lt;!channel&gt; can't &amp; won't", { verbatim: true }), []],
    ['do not fire from plain words in text', { text: '@channel mail ops@here.example' }, []],
    ['do not fire from plain_text', { blocks: [{ type: 'header', text: plain('<!channel> @here') }] }, []],
    ['do not fire from a URL or code', section('<https://e.com/@here|link> `@channel` a@here.example'), []],
  ];
  it.each(cases)('%s', async (_, content, expected) => {
    expect((await post(content)).mentions).toEqual(expected);
  });

  it('name people and groups', async () => {
    const group = slack.workspace().model.userGroups.all[0]?.id;
    const message = await post({ text: `<@${jane().id}> <!subteam^${group}|payments>` });
    expect(message.mentions).toEqual([
      { kind: 'user', id: jane().id, by: 'markup' },
      { kind: 'group', id: group, by: 'markup' },
    ]);
    await client.chat.update({ channel: message.channelId, ts: message.ts, text: `<@${jane().id}> <@${bob().id}>` });
    expect(message.mentions).toHaveLength(3);
  });
});

describe('several workspaces', () => {
  it('share the app and nothing else', async () => {
    const two = await start(cleanup, {
      workspaces: [
        { name: 'One', members: [{ name: 'ann' }], channels: [{ name: 'incidents' }] },
        { name: 'Two Inc.', members: [{ name: 'ben' }], channels: [{ name: 'incidents' }] },
      ],
    });
    const [one, other] = two.workspaces;
    if (!one || !other) throw new Error('no workspaces');
    expect(other.model.domain).toBe('two-inc-');
    await clientOf(two, other.botToken).chat.postMessage({ channel: '#incidents', text: 'hello two' });
    expect(one.channel('incidents').messages()).toHaveLength(0);
    expect(two.workspace('Two Inc.').channel('incidents').messages()).toHaveLength(1);
    expect(one.teamId).not.toBe(other.teamId);
  });
});
