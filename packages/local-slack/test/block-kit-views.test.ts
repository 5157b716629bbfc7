import { describe, expect, it } from '@jest/globals';
import { problemLines } from '../src/block-kit/problems.ts';
import { checkView } from '../src/block-kit/view.ts';
import { button, input, modal, mrkdwn, options, plain, section, select, textInput, x } from './builders.ts';

function problemsOfView(view: object, type: 'modal' | 'home' = 'modal'): string[] {
  const checked = checkView(view, type);
  return 'problems' in checked ? problemLines(checked.problems) : [];
}

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
