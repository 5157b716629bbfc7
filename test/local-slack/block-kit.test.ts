import { describe, expect, it } from '@jest/globals';
import { checkAttachments, checkMessageBlocks } from '../../src/local-slack/block-kit/message.ts';
import { problemLines } from '../../src/local-slack/block-kit/problems.ts';
import { areTooLong } from '../../src/local-slack/block-kit/rules.ts';
import { checkView } from '../../src/local-slack/block-kit/view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const option = (n: number | string) => ({ text: plain(`option ${n}`), value: String(n) });
const options = (count: number) => Array.from({ length: count }, (_, n) => option(n));
const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('text'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const button = (more: object = {}) => ({ type: 'button', text: plain('Press'), ...more });
const select = (more: object = {}) => ({ type: 'static_select', action_id: 's', options: options(2), ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Label'), element, ...more });
const textInput = (more: object = {}) => ({ type: 'plain_text_input', action_id: 't', ...more });
const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks,
  ...more,
});
const confirm = { title: plain('Sure?'), text: plain('Really'), confirm: plain('Yes'), deny: plain('No') };

function problemsOfBlocks(...blocks: object[]): string[] {
  const checked = checkMessageBlocks(blocks);
  return 'problems' in checked ? problemLines(checked.problems) : [];
}

function problemsOfView(view: object, type: 'modal' | 'home' = 'modal'): string[] {
  const checked = checkView(view, type);
  return 'problems' in checked ? problemLines(checked.problems) : [];
}

describe('blocks of a message', () => {
  const good: [string, object][] = [
    ['a section with text at its limit', section({ text: mrkdwn(x(3000)) })],
    ['a section with ten fields at their limit', { type: 'section', fields: Array(10).fill(mrkdwn(x(2000))) }],
    ['a header at its limit', { type: 'header', text: plain(x(150)) }],
    ['ten context elements', { type: 'context', elements: Array(10).fill(mrkdwn('c')) }],
    ['25 buttons', actions(...Array.from({ length: 25 }, (_, n) => button({ action_id: `b${n}` })))],
    [
      'a button with everything',
      actions(button({ value: x(2000), url: 'https://example.com', style: 'danger', confirm })),
    ],
    ['a menu of 100 options', actions(select({ options: options(100), placeholder: plain(x(150)) }))],
    [
      'a menu with groups',
      actions(select({ options: undefined, option_groups: [{ label: plain('g'), options: options(2) }] })),
    ],
    ['an overflow menu', section({ accessory: { type: 'overflow', action_id: 'o', options: options(5) } })],
    ['a divider', { type: 'divider' }],
    ['an image', { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }],
    [
      'rich text',
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'hi' }] }] },
    ],
  ];
  it.each(good)('accepts %s', (_, block) => {
    expect(problemsOfBlocks(block)).toEqual([]);
  });

  const bad: [string, object[], string][] = [
    [
      'empty text',
      [section({ text: mrkdwn('') })],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a long section',
      [section({ text: mrkdwn(x(3001)) })],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'emoji by their UTF-16 length',
      [{ type: 'header', text: plain('🔥'.repeat(76)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a section of nothing', [{ type: 'section' }], 'must provide either `text` or `fields` [json-pointer:/blocks/0]'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array(11).fill(plain('f')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a long field',
      [{ type: 'section', fields: [plain(x(2001))] }],
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: mrkdwn('h') }],
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    ['a header without text', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'a long header',
      [{ type: 'header', text: plain(x(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an unknown block', [{ type: 'banner' }], 'unsupported type: banner [json-pointer:/blocks/0/type]'],
    ['a block without type', [{ text: plain('t') }], 'missing required field: type [json-pointer:/blocks/0]'],
    ['an unknown field', [section({ colour: 'red' })], 'invalid additional property: colour [json-pointer:/blocks/0]'],
    [
      '26 elements',
      [actions(...Array.from({ length: 26 }, () => button()))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no elements', [actions()], 'must provide at least 1 items [json-pointer:/blocks/0/elements]'],
    [
      'eleven context elements',
      [{ type: 'context', elements: Array(11).fill(plain('c')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a long button',
      [actions(button({ text: plain(x(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button with mrkdwn',
      [actions(button({ text: mrkdwn('b') }))],
      'must be one of: plain_text [json-pointer:/blocks/0/elements/0/text/type]',
    ],
    [
      'a button value too long',
      [actions(button({ value: x(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a button url too long',
      [actions(button({ url: `https://e.com/${x(3000)}` }))],
      'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'a button url that is none',
      [actions(button({ url: 'nowhere' }))],
      'must be a valid URL [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'a button style',
      [actions(button({ style: 'default' }))],
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'a long action_id',
      [actions(button({ action_id: x(256) }))],
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'a long block_id',
      [section({ block_id: x(256) })],
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'a repeated block_id',
      [section({ block_id: 'b' }), section({ block_id: 'b' })],
      '`block_id` b already exists in another block [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a repeated action_id',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      '`action_id` a already exists in this block [json-pointer:/blocks/0]',
    ],
    [
      'a confirm title too long',
      [actions(button({ confirm: { ...confirm, title: plain(x(101)) } }))],
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    ],
    [
      'a confirm text too long',
      [actions(button({ confirm: { ...confirm, text: plain(x(301)) } }))],
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a confirm button too long',
      [actions(button({ confirm: { ...confirm, deny: plain(x(31)) } }))],
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
    ],
    [
      '101 options',
      [actions(select({ options: options(101) }))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'no options',
      [actions(select({ options: [] }))],
      'must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a long option',
      [actions(select({ options: [{ text: plain(x(76)), value: 'v' }] }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'a long option value',
      [actions(select({ options: [{ text: plain('t'), value: x(151) }] }))],
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'mrkdwn in a menu',
      [actions(select({ options: [{ text: mrkdwn('t'), value: 'v' }] }))],
      'must be one of: plain_text [json-pointer:/blocks/0/elements/0/options/0/text/type]',
    ],
    [
      'an initial option from elsewhere',
      [actions(select({ initial_option: option(9) }))],
      'initial option must exactly match one of the provided options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'options and groups',
      [actions(select({ option_groups: [{ label: plain('g'), options: options(1) }] }))],
      'must provide either `options` or `option_groups`, and not both [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'six overflow options',
      [actions({ type: 'overflow', options: options(6) })],
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'eleven radio buttons',
      [actions({ type: 'radio_buttons', options: options(11) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a placeholder too long',
      [actions(select({ placeholder: plain(x(151)) }))],
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
    ],
    [
      'a time in milliseconds',
      [actions({ type: 'datetimepicker', initial_date_time: 1_700_000_000_000 })],
      'must be less than 10000000000 [json-pointer:/blocks/0/elements/0/initial_date_time]',
    ],
    [
      'a date-time picker beside text',
      [section({ accessory: { type: 'datetimepicker' } })],
      'unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]',
    ],
    ['an input in a message', [input(textInput())], 'unsupported type: input [json-pointer:/blocks/0/type]'],
    [
      'an image that Slack cannot reach',
      [{ type: 'image', image_url: 'http://127.0.0.1/a.png', alt_text: 'a' }],
      'downloading image failed [json-pointer:/blocks/0/image_url]',
    ],
    [
      'focus in a message',
      [actions(select({ focus_on_load: true }))],
      'only one element of a view can `focus_on_load` [json-pointer:/blocks]',
    ],
    ['51 blocks', Array(51).fill({ type: 'divider' }), 'no more than 50 items allowed [json-pointer:/blocks]'],
  ];
  it.each(bad)('refuses %s', (_, blocks, problem) => {
    expect(problemsOfBlocks(...blocks)).toContain(`[ERROR] ${problem}`);
  });

  it('fills in block_id and action_id', () => {
    const checked = checkMessageBlocks([actions(button(), button())]);
    expect(checked).toMatchObject({
      value: [
        { block_id: expect.stringMatching(/^\w{5}$/), elements: [{ action_id: expect.stringMatching(/^\w{5}$/) }, {}] },
      ],
    });
  });

  it('adds the blocks up', () => {
    const checked = (...lengths: number[]) => {
      const result = checkMessageBlocks(lengths.map((length) => section({ text: plain(x(length)) })));
      return 'value' in result && areTooLong(result.value);
    };
    expect(checked(3000, 3000, 3000, 3000)).toBe(false);
    expect(checked(3000, 3000, 3000, 3000, 501)).toBe(true);
  });
});

describe('attachments', () => {
  it('come back numbered, with a fallback and a bare color', () => {
    const checked = checkAttachments([
      { color: '#E01E5A', blocks: [section()] },
      { color: 'good', text: 'hi' },
    ]);
    expect(checked).toMatchObject({
      value: [
        { id: 1, color: 'e01e5a', fallback: '[no preview available]' },
        { id: 2, color: '2eb886', fallback: 'hi' },
      ],
    });
  });

  const bad: [string, object, string][] = [
    [
      'blocks that are not valid',
      { blocks: [section({ text: mrkdwn(x(3001)) })] },
      'must be less than 3001 characters [json-pointer:/attachments/0/blocks/0/text/text]',
    ],
    ['a color that is none', { color: 'reddish', text: 't' }, 'must be a color [json-pointer:/attachments/0/color]'],
    [
      'blocks beside legacy text',
      { blocks: [section()], text: 't' },
      'an attachment with blocks takes only `color` and `fallback` besides [json-pointer:/attachments/0]',
    ],
    [
      'a long footer',
      { text: 't', footer: x(301) },
      'must be less than 301 characters [json-pointer:/attachments/0/footer]',
    ],
  ];
  it.each(bad)('are refused for %s', (_, attachment, problem) => {
    const checked = checkAttachments([attachment]);
    expect('problems' in checked && problemLines(checked.problems)).toContain(`[ERROR] ${problem}`);
  });
});

describe('views', () => {
  const good: [string, object][] = [
    ['a title at its limit', modal([section()], { title: plain(x(24)) })],
    ['100 blocks', modal(Array(100).fill({ type: 'divider' }))],
    ['private metadata at its limit', modal([section()], { private_metadata: x(3000) })],
    ['a modal without submit or inputs', modal([section()], { submit: undefined })],
    [
      'every kind of input',
      modal([
        input(textInput({ max_length: 3000, multiline: true, placeholder: plain('p') })),
        input({ type: 'number_input', is_decimal_allowed: false }),
        input({ type: 'email_text_input' }),
        input({ type: 'url_text_input' }),
        input({ type: 'datepicker', initial_date: '2026-01-05' }),
        input({ type: 'timepicker', initial_time: '09:00' }),
        input({ type: 'datetimepicker', initial_date_time: 1_700_000_000 }),
        input({ type: 'checkboxes', options: options(10) }),
        input({ type: 'radio_buttons', options: options(2) }),
        input(select()),
        input({ type: 'multi_static_select', options: options(2), max_selected_items: 2 }),
        input({ type: 'users_select' }),
        input({ type: 'multi_users_select' }),
        input({ type: 'conversations_select', default_to_current_conversation: true }),
        input({ type: 'channels_select' }),
      ]),
    ],
  ];
  it.each(good)('accept %s', (_, view) => {
    expect(problemsOfView(view)).toEqual([]);
  });

  const bad: [string, object, string][] = [
    [
      'a long title',
      modal([section()], { title: plain(x(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'a long submit',
      modal([section()], { submit: plain(x(25)) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'a long close',
      modal([section()], { close: plain(x(25)) }),
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    ['no title', modal([section()], { title: undefined }), 'missing required field: title [json-pointer:/view]'],
    ['no type', { title: plain('t'), blocks: [] }, 'missing required field: type [json-pointer:/view]'],
    [
      'too much private metadata',
      modal([section()], { private_metadata: x(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a long callback_id',
      modal([section()], { callback_id: x(256) }),
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      '101 blocks',
      modal(Array(101).fill({ type: 'divider' })),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'inputs and no submit',
      modal([input(textInput())], { submit: undefined }),
      'missing required field: submit [json-pointer:/view]',
    ],
    [
      'submit_disabled',
      modal([section()], { submit_disabled: true }),
      'invalid additional property: submit_disabled [json-pointer:/view]',
    ],
    [
      'a label in mrkdwn',
      modal([input(textInput(), { label: mrkdwn('l') })]),
      'must be one of: plain_text [json-pointer:/view/blocks/0/label/type]',
    ],
    [
      'a long label',
      modal([input(textInput(), { label: plain(x(2001)) })]),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
    ],
    [
      'a long hint',
      modal([input(textInput(), { hint: plain(x(2001)) })]),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]',
    ],
    [
      'a max_length too large',
      modal([input(textInput({ max_length: 3001 }))]),
      'must be less than 3001 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'min_length over max_length',
      modal([input(textInput({ min_length: 5, max_length: 4 }))]),
      'must not be greater than `max_length` [json-pointer:/view/blocks/0/element/min_length]',
    ],
    [
      'a button as an input',
      modal([input(button())]),
      'unsupported type: button [json-pointer:/view/blocks/0/element/type]',
    ],
    [
      'two focused inputs',
      modal([input(textInput({ focus_on_load: true })), input(textInput({ focus_on_load: true }))]),
      'only one element of a view can `focus_on_load` [json-pointer:/view/blocks]',
    ],
    [
      'a markdown block',
      modal([{ type: 'markdown', text: 'm' }]),
      'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
    ['a Home tab as a modal', { type: 'home', blocks: [] }, 'unsupported type: home [json-pointer:/view/type]'],
  ];
  it.each(bad)('are refused for %s', (_, view, problem) => {
    expect(problemsOfView(view)).toContain(`[ERROR] ${problem}`);
  });

  it('have no title, submit or close on the Home tab', () => {
    expect(problemsOfView({ type: 'home', blocks: [section()] }, 'home')).toEqual([]);
    expect(problemsOfView({ type: 'home', title: plain('t'), blocks: [] }, 'home')).toEqual([
      '[ERROR] invalid additional property: title [json-pointer:/view]',
    ]);
  });
});
