import type { App } from '@slack/bolt';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });

const VALUES = ['Helped out', 'Went the extra mile', 'Taught me something'];

/** People thank each other in a channel of their choice; a leader board is on the Home tab. */
export function registerKudos(app: App): void {
  const counts = new Map<string, number>();

  app.shortcut('kudos', async ({ ack, client, shortcut }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'kudos',
        title: plain('Give kudos'),
        submit: plain('Preview'),
        blocks: [
          {
            type: 'input',
            block_id: 'whom',
            label: plain('To'),
            element: { type: 'multi_users_select', action_id: 'value', max_selected_items: 5 },
          },
          {
            type: 'input',
            block_id: 'value',
            label: plain('For'),
            element: {
              type: 'radio_buttons',
              action_id: 'value',
              options: VALUES.map((text, index) => ({ text: plain(text), value: String(index) })),
            },
          },
          {
            type: 'input',
            block_id: 'where',
            label: plain('Post to'),
            element: {
              type: 'conversations_select',
              action_id: 'value',
              response_url_enabled: true,
              default_to_current_conversation: true,
            },
          },
        ],
      },
    });
  });

  app.view('kudos', async ({ ack, body, view }) => {
    const { whom, value } = view.state.values;
    const people = whom?.value?.selected_users ?? [];
    if (people.includes(body.user.id)) {
      await ack({ response_action: 'errors', errors: { whom: 'Modesty, please' } });
      return;
    }
    const reason = value?.value?.selected_option?.text.text ?? '';
    const text = `:tada: ${people.map((id) => `<@${id}>`).join(', ')}: ${reason}`;
    const [target] = 'response_urls' in body ? (body.response_urls ?? []) : [];
    await ack({
      response_action: 'push',
      view: {
        type: 'modal',
        callback_id: 'kudos_preview',
        private_metadata: JSON.stringify({ people, text, url: target?.response_url }),
        title: plain('Looks good?'),
        submit: plain('Post'),
        blocks: [
          { type: 'header', text: plain('Kudos!') },
          { type: 'section', text: mrkdwn(text) },
          { type: 'divider' },
        ],
      },
    });
  });

  app.view('kudos_preview', async ({ ack, body, view }) => {
    await ack({ response_action: 'clear' });
    const { people, text, url } = JSON.parse(view.private_metadata) as { people: string[]; text: string; url: string };
    for (const id of people) counts.set(id, (counts.get(id) ?? 0) + 1);
    await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ response_type: 'in_channel', text: `${text} (from <@${body.user.id}>)` }),
    });
  });

  app.event('app_home_opened', async ({ client, event }) => {
    const lines = [...counts].sort(([, one], [, other]) => other - one).map(([id, count]) => `${count} × <@${id}>`);
    const home = { type: 'section', text: mrkdwn(lines.join('\n') || 'No kudos yet') };
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [home] } });
  });
}
