import type { KnownBlock, ModalView } from '@slack/types';

export const words = (text: string) => ({ type: 'plain_text' as const, text });
export const option = (text: string) => ({ text: words(text), value: text.toLowerCase() });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });

const button = (id: string, label: string, style?: 'primary' | 'danger') => ({
  type: 'button' as const,
  action_id: id,
  text: words(label),
  ...(style ? { style } : {}),
});

/** A card with a color bar, as an alerting app would post it. */
export function card(status: string) {
  const blocks: KnownBlock[] = [
    {
      type: 'section',
      fields: [
        mrkdwn('*Service*\nPayment API'),
        mrkdwn(`*Status*\n${status}`),
        mrkdwn('*Triggered*\n<!date^1767606000^{date_short} at {time}|then>'),
      ],
    },
    {
      type: 'section',
      text: mrkdwn('Connections from <https://db.example.com/pool|the pool> time out: `ETIMEDOUT`. :rotating_light:'),
    },
    {
      type: 'actions',
      elements: [
        status === 'Open' ? button('take', 'Take it', 'primary') : button('take', 'Taken ✓'),
        button('close', 'Close'),
        {
          ...button('drop', 'Drop', 'danger'),
          confirm: {
            title: words('Drop the card?'),
            text: mrkdwn('It will be *gone*.'),
            confirm: words('Yes, drop it'),
            deny: words('Keep it'),
            style: 'danger',
          },
        },
        {
          type: 'static_select',
          action_id: 'pause',
          placeholder: words('Pause'),
          options: ['15 minutes', '1 hour'].map(option),
        },
        { type: 'users_select', action_id: 'assign', placeholder: words('Assign') },
        { ...button('see', 'See it'), url: 'https://pager.example.com/1' },
        { type: 'overflow', action_id: 'more', options: ['Print', 'Forget'].map(option) },
      ],
    },
  ];
  return {
    text: 'Database connection timeout',
    blocks: [
      {
        type: 'section' as const,
        text: mrkdwn('🔴 HIGH\n*<https://pager.example.com/1|Database connection timeout>*'),
      },
    ],
    attachments: [{ color: status === 'Open' ? '#d92d20' : '#2eb67d', blocks }],
  };
}

const field = (id: string, label: string, element: object, more: object = {}) =>
  ({ type: 'input', block_id: id, label: words(label), element: { action_id: id, ...element }, ...more }) as KnownBlock;

export const closeModal: ModalView = {
  type: 'modal',
  callback_id: 'close',
  title: words('Close the card'),
  submit: words('Close it'),
  close: words('Not yet'),
  blocks: [
    field(
      'note',
      'Note',
      { type: 'plain_text_input', multiline: true, placeholder: words('What helped?') },
      { hint: words('It goes into the thread.') },
    ),
    field(
      'cause',
      'Cause',
      { type: 'static_select', options: ['Code', 'Network', 'Somebody else'].map(option) },
      { optional: true },
    ),
    field(
      'people',
      'Who helped',
      { type: 'multi_users_select', placeholder: words('Choose people') },
      { optional: true },
    ),
    field('until', 'Quiet until', { type: 'datetimepicker' }, { optional: true }),
    field('tell', 'Tell', { type: 'checkboxes', options: ['The boss', 'Everybody'].map(option) }, { optional: true }),
    field('how', 'How bad was it', { type: 'radio_buttons', options: ['Fine', 'Bad'].map(option) }, { optional: true }),
    { type: 'actions', elements: [button('explain', 'Explain')] },
  ],
};

export const explainModal: ModalView = {
  type: 'modal',
  title: words('What closing does'),
  close: words('Back'),
  blocks: [{ type: 'section', text: mrkdwn('It stops the paging.') }],
};

export const askModal: ModalView = {
  type: 'modal',
  callback_id: 'page',
  title: words('Page somebody'),
  submit: words('Page'),
  blocks: [field('who', 'Who', { type: 'plain_text_input' })],
};

export const doneModal: ModalView = {
  type: 'modal',
  title: words('Page somebody'),
  close: words('Done'),
  blocks: [{ type: 'section', text: mrkdwn('Paged. :bell:') }],
};
