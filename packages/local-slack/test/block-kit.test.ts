import { describe, expect, it } from '@jest/globals';
import { checkAttachments, checkMessageBlocks } from '../src/block-kit/message.ts';
import { problemLines } from '../src/block-kit/problems.ts';
import { areTooLong } from '../src/block-kit/weight.ts';
import { actions, button, confirm, mrkdwn, option, options, plain, section, select, x } from './builders.ts';

function problemsOfBlocks(...blocks: object[]): string[] {
  const checked = checkMessageBlocks(blocks);
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
