import type { App, BlockAction, ButtonAction } from '@slack/bolt';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });

interface Request {
  by: string;
  what: string;
}

const button = (label: string, style: 'primary' | 'danger', request: Request) => ({
  type: 'button' as const,
  text: plain(label),
  style,
  action_id: label.toLowerCase(),
  value: JSON.stringify(request),
  confirm: { text: mrkdwn(`*${label}* what <@${request.by}> asks for?`) },
});

/** Somebody asks for something, somebody else approves or denies it, and the first hears of it. */
export function registerApprovals(app: App): void {
  app.command('/request', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'request',
        title: plain('New request'),
        submit: plain('Ask'),
        close: plain('Cancel'),
        blocks: [
          {
            type: 'input',
            block_id: 'approver',
            label: plain('Approver'),
            element: { type: 'users_select', action_id: 'value' },
          },
          {
            type: 'input',
            block_id: 'what',
            label: plain('What for'),
            element: { type: 'plain_text_input', action_id: 'value', max_length: 200, initial_value: command.text },
          },
          {
            type: 'input',
            block_id: 'by',
            optional: true,
            label: plain('Needed by'),
            element: { type: 'datepicker', action_id: 'value' },
          },
        ],
      },
    });
  });

  app.view('request', async ({ ack, body, client, view }) => {
    const { approver, what, by } = view.state.values;
    const approverId = approver?.value?.selected_user ?? '';
    if (approverId === body.user.id) {
      await ack({ response_action: 'errors', errors: { approver: 'Nobody approves their own requests' } });
      return;
    }
    await ack({
      response_action: 'update',
      view: {
        type: 'modal',
        title: plain('New request'),
        close: plain('Done'),
        blocks: [{ type: 'section', text: mrkdwn(`<@${approverId}> is asked.`) }],
      },
    });
    const request = { by: body.user.id, what: what?.value?.value ?? '' };
    const { channel } = await client.conversations.open({ users: approverId });
    const needed = by?.value?.selected_date;
    await client.chat.postMessage({
      channel: channel?.id ?? '',
      text: `<@${request.by}> asks for: ${request.what}`,
      blocks: [
        { type: 'section', text: mrkdwn(`<@${request.by}> asks for:\n>${request.what}`) },
        ...(needed ? [{ type: 'context' as const, elements: [mrkdwn(`Needed by ${needed}`)] }] : []),
        { type: 'actions', elements: [button('Approve', 'primary', request), button('Deny', 'danger', request)] },
      ],
      metadata: { event_type: 'request', event_payload: { by: request.by } },
    });
  });

  app.action<BlockAction<ButtonAction>>(/^(approve|deny)$/, async ({ ack, action, body, client }) => {
    await ack();
    const request: Request = JSON.parse(action.value ?? '');
    const outcome = action.action_id === 'approve' ? ':white_check_mark: Approved' : ':x: Denied';
    const text = `${outcome} by <@${body.user.id}>: ${request.what}`;
    await client.chat.update({ channel: body.channel?.id ?? '', ts: body.message?.ts ?? '', text, blocks: [] });
    await client.chat.postMessage({ channel: request.by, text });
  });
}
