import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import { checkAttachments, checkMessageBlocks } from '../../src/block-kit/message.ts';
import { areTooLong, weightOf } from '../../src/block-kit/weight.ts';
import type { LocalSlack } from '../../src/index.ts';
import { actions, button, confirm, input, mrkdwn, option, plain, section, select, textInput, x } from '../builders.ts';
import { Cleanup, clientOf, failure, start, startBolt } from '../start.ts';

const cleanup = new Cleanup();
let slack: LocalSlack;
let client: WebClient;

beforeEach(async () => {
  slack = await start(cleanup);
  client = clientOf(slack);
});
afterEach(() => cleanup.run());

const ws = () => slack.workspace();
const post = (content: object, channel = '#incidents') => client.apiCall('chat.postMessage', { channel, ...content });
const shown = (channel = '#incidents') => ws().channel(channel).messages().at(-1);

function tooLong(...blocks: object[]): boolean {
  const checked = checkMessageBlocks(blocks);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return areTooLong(checked.value);
}

// `msg_blocks_too_long` is on the pages of chat.postMessage and chat.update; the number is measured, see src/block-kit/weight.ts.
describe('the weight of a message', () => {
  const full = [3000, 3000, 3000, 3000].map((length) => section({ text: mrkdwn(x(length)) }));

  it('counts the texts of options', () => {
    const options = Array.from({ length: 7 }, (_, n) => ({ text: plain(x(75)), value: String(n) }));
    expect(tooLong(...full, actions(select({ options: options.slice(0, 5) })))).toBe(false);
    expect(tooLong(...full, actions(select({ options })))).toBe(true);
  });

  // https://docs.slack.dev/messaging/formatting-message-text#escaping
  it.each([
    ['&', 5],
    ['<', 4],
    ['>', 4],
    ['&amp;', 5],
    ['a & b', 9],
  ])('%s weighs as the entity that Slack keeps', (text, weight) => {
    expect(weightOf(text)).toBe(weight);
  });

  it('counts raw characters in blocks as entities', () => {
    const almost = [3000, 3000, 3000, 2600].map((length) => section({ text: mrkdwn(x(length)) }));
    expect(tooLong(...almost, section({ text: mrkdwn(x(300)) }))).toBe(false);
    expect(tooLong(...almost, section({ text: mrkdwn('&'.repeat(300)) }))).toBe(true);
  });

  it('counts the blocks of attachments', async () => {
    expect(await failure(post({ text: 't', attachments: [{ blocks: full }, { blocks: full }] }))).toMatchObject({
      error: 'msg_blocks_too_long',
    });
  });

  // https://docs.slack.dev/reference/block-kit/blocks/markdown-block: 12,000 characters for all markdown blocks together
  it('holds 12,000 characters of markdown, in all blocks together', async () => {
    const markdown = (length: number) => ({ type: 'markdown', text: x(length) });
    expect(tooLong(markdown(6000), markdown(6000))).toBe(false);
    expect(checkMessageBlocks([markdown(6000), markdown(6001)])).toHaveProperty('problems');
    const attachments = [{ blocks: [markdown(6001)] }];
    expect(await failure(post({ text: 't', blocks: [markdown(6000)], attachments }))).toMatchObject({
      error: 'invalid_attachments',
    });
  });
});

// https://docs.slack.dev/reference/methods/chat.postMessage
describe('the text of a message', () => {
  it('is cut after 40,000 characters', async () => {
    await post({ text: x(40_001) });
    expect(shown()?.visible().text).toHaveLength(40_000);
  });

  it('may be markdown alone', async () => {
    expect(await post({ markdown_text: '**Hello** there' })).toMatchObject({ ok: true });
    expect(shown()?.visible().text).toBe('**Hello** there');
  });

  it.each([
    ['text', { markdown_text: '*a*', text: 'b' }, 'markdown_text_conflict'],
    ['blocks', { markdown_text: '*a*', blocks: [section()] }, 'markdown_text_conflict'],
    ['more than 12,000 characters', { markdown_text: x(12_001) }, 'msg_too_long'],
  ])('cannot be markdown with %s', async (_, content, error) => {
    expect(await failure(post(content))).toMatchObject({ error });
  });

  it('should stand beside blocks: missing_text_in_message', async () => {
    expect(await post({ blocks: [section()] })).toMatchObject({
      warning: 'missing_text_in_message',
      response_metadata: { warnings: ['missing_text_in_message'] },
    });
    expect(await post({ blocks: [section()], text: 't' })).not.toHaveProperty('warning');
  });

  // https://docs.slack.dev/reference/methods/chat.update
  it('of before is not kept by an update that brings only blocks', async () => {
    const { ts = '', channel = '' } = await client.chat.postMessage({ channel: '#incidents', text: 'before' });
    const answer = await client.apiCall('chat.update', { channel, ts, blocks: [section()] });
    expect(answer).toMatchObject({ ok: true, text: '', message: { text: '' } });
  });

  it('goes to a private channel by its name too, if the bot is in it', async () => {
    await post({ text: 'for the leads' }, '#leads');
    expect(shown('#leads')?.visible().text).toBe('for the leads');
    expect(await failure(post({ text: 't' }, '#secret'))).toMatchObject({ error: 'channel_not_found' });
  });
});

describe('blocks', () => {
  // https://docs.slack.dev/reference/block-kit/blocks: a block_id "should be unique for each message"
  it('have ids of their own, across blocks and attachments', async () => {
    const named = section({ block_id: 'b' });
    expect(await failure(post({ text: 't', blocks: [named], attachments: [{ blocks: [named] }] }))).toMatchObject({
      error: 'invalid_attachments',
      errors: ['`block_id` b already exists in another block [json-pointer:/attachments/0/blocks/0/block_id]'],
    });
    expect(checkAttachments([{ blocks: [named] }, { blocks: [named] }])).toHaveProperty('problems');
  });

  // https://docs.slack.dev/reference/block-kit/block-elements/conversation-select-menu-element
  it('of messages have no response_url_enabled', () => {
    const menu = { type: 'channels_select', response_url_enabled: true };
    expect(checkMessageBlocks([actions(menu)])).toMatchObject({
      problems: [{ message: '`response_url_enabled` only works in input blocks of modals' }],
    });
  });

  // https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element: "exactly matches"
  it.each([
    ['a menu', select({ initial_option: { ...option(0), text: plain('something else') } })],
    [
      'radio buttons',
      { type: 'radio_buttons', options: [option(0)], initial_option: { ...option(0), text: plain('something else') } },
    ],
    [
      'checkboxes',
      { type: 'checkboxes', options: [option(0)], initial_options: [{ ...option(0), text: plain('something else') }] },
    ],
  ])('take an initial option of %s only if it matches by text and value', (_, element) => {
    expect(checkMessageBlocks([actions(element)])).toMatchObject({
      problems: [{ message: 'initial option must exactly match one of the provided options' }],
    });
  });

  it.each(['https://example.com/a b', ' https://example.com', 'https://exa mple.com'])(
    'have no link with a space: %j',
    (url) => {
      expect(checkMessageBlocks([actions(button({ url }))])).toMatchObject({
        problems: [{ message: 'must be a valid URL' }],
      });
    },
  );

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '127.0.0.1:3000',
    '169.254.169.254',
    '[::1]',
    '[fd00::1]',
    'localhost',
    'grafana',
    'grafana.corp.internal',
  ])('show no image from %s, which Slack cannot reach', (host) => {
    const image = { type: 'image', image_url: `http://${host}/a.png`, alt_text: 'a' };
    expect(checkMessageBlocks([image])).toMatchObject({ problems: [{ message: 'downloading image failed' }] });
  });

  it.each(['172.32.0.1', '11.0.0.1', 'example.com'])('show an image from %s', (host) => {
    const image = { type: 'image', image_url: `http://${host}/a.png`, alt_text: 'a' };
    expect(checkMessageBlocks([image])).toHaveProperty('value');
  });

  it('know the emoji of rich text', () => {
    const text = (name: string) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'emoji', name }] }],
    });
    for (const name of ['fire', 'wave::skin-tone-3', 'large_green_circle', 'flag-de']) {
      expect(checkMessageBlocks([text(name)])).toHaveProperty('value');
    }
    expect(checkMessageBlocks([text('no_such_thing')])).toHaveProperty('problems');
  });

  // `Confirm` in @slack/types: title, confirm, deny and style are optional.
  it('ask for confirmation in Slack’s words where the app has none', () => {
    expect(checkMessageBlocks([actions(button({ confirm: { text: plain('Really?') } }))])).toMatchObject({
      value: [{ elements: [{ confirm: { title: { text: 'Are you sure?' }, confirm: { text: 'Yes' } } }] }],
    });
    expect(checkMessageBlocks([actions(button({ confirm: { ...confirm, text: undefined } }))])).toHaveProperty(
      'problems',
    );
  });
});

// https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
describe('attachments', () => {
  it('may have text beside blocks, and any colour', async () => {
    await post({ text: 't', attachments: [{ color: 'reddish', text: 'words', blocks: [section()] }] });
    expect(shown()?.visible().text).toContain('words');
  });
});

// https://docs.slack.dev/reference/block-kit/blocks/input-block: "Modals, Messages, Home tabs"
describe('inputs in a message', () => {
  it('are filled in by each person, and sent along when something is pressed', async () => {
    const states: unknown[] = [];
    await startBolt(cleanup, slack, (app) => {
      app.action('go', async ({ ack, body }) => {
        await ack();
        if (body.type === 'block_actions') states.push(body.state?.values);
      });
    });
    const blocks = [
      input(textInput({ action_id: 'text' }), { block_id: 'note' }),
      actions(button({ action_id: 'go', text: plain('Go') })),
    ];
    await post({ text: 't', blocks });
    const card = shown();
    if (!card) throw new Error('nothing was posted');
    const [jane, bob] = [ws().member('jane'), ws().member('bob')];
    await jane.fill(card, 'Label', 'from Jane');
    await jane.click(card, 'Go');
    await bob.click(card, 'Go');
    expect(states).toEqual([
      { note: { text: { type: 'plain_text_input', value: 'from Jane' } } },
      { note: { text: { type: 'plain_text_input', value: null } } },
    ]);
  });
});
