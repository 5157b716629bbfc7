import { actions, button, input, modal, mrkdwn, option, plain, section, select, textInput, x } from '../builders.ts';
import { codeOf, type RuleBreaker } from './app.ts';

/** A rule of Slack's, how the app breaks it, and what Slack answers. */
export interface Rule {
  rule: string;
  /** The page below https://docs.slack.dev that says so. */
  source: string;
  /** What the app does. */
  does: string;
  answer: string;
  breaks(app: RuleBreaker): Promise<string>;
}

const post = (content: object) => (app: RuleBreaker) =>
  app.calls('chat.postMessage', { channel: app.freshChannel(), text: 't', ...content });

async function json(app: RuleBreaker, type: string, body: object): Promise<string> {
  const headers = { 'content-type': type, authorization: `Bearer ${app.client.token}` };
  const answer = await fetch(`${app.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const { error, warning } = (await answer.json()) as { error?: string; warning?: string };
  return error ?? warning ?? 'ok';
}

const TROUBLE = 'We had some trouble connecting. Try again?';
const note = input(textInput(), { block_id: 'note', optional: true });
const fullSections = [3000, 3000, 3000, 3000].map((length) => section({ text: mrkdwn(x(length)) }));

/** Everything that the app does wrong, by where Slack notices. */
export const RULES: Rule[] = [
  // Requests
  {
    rule: 'A token comes in the header',
    source: 'apis/web-api/using-the-slack-web-api',
    does: 'puts it into a JSON body',
    answer: 'not_authed',
    async breaks(app) {
      const body = JSON.stringify({ token: app.client.token, channel: '#incidents', text: 't' });
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const answer = await fetch(`${app.slack.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
      return ((await answer.json()) as { error: string }).error;
    },
  },
  {
    rule: 'A charset is utf-8 or iso-8859-1',
    source: 'reference/methods/chat.postMessage',
    does: 'sends `charset=utf-16`',
    answer: 'invalid_charset',
    breaks: (app) => json(app, 'application/json; charset=utf-16', { channel: app.freshChannel(), text: 't' }),
  },
  {
    rule: 'JSON says its charset',
    source: 'reference/methods/chat.postMessage',
    does: 'leaves it out',
    answer: 'missing_charset',
    breaks: (app) => json(app, 'application/json', { channel: app.freshChannel(), text: 't' }),
  },
  {
    rule: 'Arguments are those of the page',
    source: 'reference/methods/chat.postMessage',
    does: 'sends `colour`',
    answer: 'invalid_arg_name',
    breaks: post({ colour: 'red' }),
  },
  {
    rule: 'Ids are listed with commas',
    source: 'reference/methods/conversations.open',
    does: 'sends a JSON list of `users`',
    answer: 'invalid_array_arg',
    async breaks(app) {
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${app.client.token}`,
      };
      const body = JSON.stringify({ users: ['U1'] });
      const answer = await fetch(`${app.slack.apiUrl}conversations.open`, { method: 'POST', headers, body });
      return ((await answer.json()) as { error: string }).error;
    },
  },
  {
    rule: 'A list page has fewer than 1,000 items',
    source: 'reference/methods/conversations.list',
    does: 'asks for 1,000',
    answer: 'invalid_limit',
    breaks: (app) => app.calls('conversations.list', { limit: 1000 }),
  },
  {
    rule: 'A scope is granted first',
    source: 'reference/methods/conversations.create',
    does: 'creates a channel without `channels:manage`',
    answer: 'missing_scope',
    breaks: (app) => app.calls('conversations.create', { name: 'mine' }),
  },
  {
    rule: 'One message a second and channel',
    source: 'apis/web-api/rate-limits',
    does: 'posts ten at once',
    answer: 'HTTP 429',
    async breaks(app) {
      const channel = app.freshChannel();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => codeOf(app.client.chat.postMessage({ channel, text: 't' }))),
      );
      return answers.find((one) => one !== 'ok') ?? 'ok';
    },
  },
  // Messages
  {
    rule: 'Markdown text stands alone',
    source: 'reference/methods/chat.postMessage',
    does: 'sends `text` too',
    answer: 'markdown_text_conflict',
    breaks: post({ markdown_text: '*a*' }),
  },
  {
    rule: 'All texts of all blocks fit, options and entities too',
    source: 'reference/methods/chat.postMessage',
    does: 'adds a menu of long options',
    answer: 'msg_blocks_too_long',
    breaks: post({
      blocks: [
        ...fullSections,
        actions(select({ options: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ ...option(n), text: plain(x(75)) })) })),
      ],
    }),
  },
  {
    rule: 'A block_id names one block of a message',
    source: 'reference/block-kit/blocks',
    does: 'uses one in blocks and in an attachment',
    answer: 'invalid_attachments',
    breaks: post({
      blocks: [section({ block_id: 'b' })],
      attachments: [{ blocks: [section({ block_id: 'b' })] }],
    }),
  },
  {
    rule: 'A header has 150 characters',
    source: 'reference/block-kit/blocks/header-block',
    does: 'writes 151',
    answer: 'invalid_blocks',
    breaks: post({ blocks: [{ type: 'header', text: plain(x(151)) }] }),
  },
  {
    rule: 'An initial option is one of the options',
    source: 'reference/block-kit/block-elements/select-menu-element',
    does: 'keeps the value and changes the text',
    answer: 'invalid_blocks',
    breaks: post({ blocks: [actions(select({ initial_option: { ...option(0), text: plain('Other') } }))] }),
  },
  {
    rule: 'A link is a URL',
    source: 'reference/block-kit/block-elements/button-element',
    does: 'leaves a space in it',
    answer: 'invalid_blocks',
    breaks: post({ blocks: [actions(button({ url: 'https://example.com/a b' }))] }),
  },
  {
    rule: 'Slack can fetch the image',
    source: 'reference/block-kit/blocks/image-block',
    does: 'points to `grafana.internal`',
    answer: 'invalid_blocks',
    breaks: post({ blocks: [{ type: 'image', image_url: 'https://grafana.internal/a.png', alt_text: 'a' }] }),
  },
  {
    rule: 'A message has words for those who cannot see its blocks',
    source: 'reference/methods/chat.postMessage',
    does: 'sends blocks without `text`',
    answer: 'missing_text_in_message',
    breaks: (app) => json(app, 'application/json; charset=utf-8', { channel: app.freshChannel(), blocks: [section()] }),
  },
  {
    rule: 'An ephemeral message takes membership',
    source: 'reference/methods/chat.postEphemeral',
    does: 'is not in the channel',
    answer: 'not_in_channel',
    breaks: (app) =>
      app.calls('chat.postEphemeral', {
        channel: app.freshChannel(),
        user: app.slack.workspace().member('jane').id,
        text: 't',
      }),
  },
  {
    rule: 'An edited text has 4,000 characters',
    source: 'reference/methods/chat.update',
    does: 'writes 4,001',
    answer: 'msg_too_long',
    async breaks(app) {
      const { ts, channel } = await app.client.chat.postMessage({ channel: app.freshChannel(), text: 't' });
      return app.calls('chat.update', { channel, ts, text: x(4001) });
    },
  },
  // Channels
  {
    rule: 'An archived channel is closed, and the bot out of it',
    source: 'reference/methods/conversations.info',
    does: 'reads a private one',
    answer: 'channel_not_found',
    async breaks(app) {
      const leads = app.slack.workspace().channel('leads');
      leads.archive();
      return app.calls('conversations.info', { channel: leads.id });
    },
  },
  // Modals
  {
    rule: 'A trigger is good once',
    source: 'surfaces/modals',
    does: 'opens two modals with it',
    answer: 'exchanged_trigger_id',
    async breaks(app) {
      let answer = '';
      await app.onCommand(async ({ ack, client, triggerId }) => {
        await ack();
        const open = () => codeOf(client.apiCall('views.open', { trigger_id: triggerId, view: modal([note]) }));
        await open();
        answer = await open();
        app.slack.changes.notify();
      });
      const look = () => answer || undefined;
      return app.slack.changes.waitFor(look, () => 'nothing was opened');
    },
  },
  {
    rule: 'A submission is answered with nothing or a response_action',
    source: 'surfaces/modals',
    does: 'answers with a text',
    answer: TROUBLE,
    breaks: (app) => app.onSubmission(modal([note]), { text: 'Thanks' }),
  },
  {
    rule: 'Errors stand at inputs that there are',
    source: 'surfaces/modals',
    does: 'names another block',
    answer: TROUBLE,
    breaks: (app) => app.onSubmission(modal([note]), { response_action: 'errors', errors: { other: 'Say more' } }),
  },
  {
    rule: 'A view in an answer is a view',
    source: 'surfaces/modals',
    does: 'gives it a title of 25 characters',
    answer: TROUBLE,
    breaks: (app) =>
      app.onSubmission(modal([note]), { response_action: 'update', view: modal([note], { title: plain(x(25)) }) }),
  },
  // Acknowledgements
  {
    rule: 'A command is acknowledged within three seconds',
    source: 'interactivity/implementing-slash-commands',
    does: 'acknowledges when it is done',
    answer: '/opsknight failed with the error "operation_timeout"',
    async breaks(app) {
      const { changes, envelopes } = app.slack;
      const already = envelopes.length;
      const told = app.onCommand(async ({ ack }) => {
        const timedOut = () => (app.slack.envelopes[already]?.outcome === 'timed_out' ? true : undefined);
        await changes.waitFor(timedOut, () => 'Slack still waits');
        await ack();
      });
      return (await app.violation()) === 'late_ack' ? told : 'no late acknowledgement was noticed';
    },
  },
  {
    rule: 'An envelope is acknowledged once',
    source: 'apis/events-api/using-socket-mode',
    does: 'acknowledges it from two listeners',
    answer: 'double_ack',
    async breaks(app) {
      const also = ({ ack }: { ack: () => Promise<void> }) => ack();
      app.receiver.client.on('slack_event', also);
      await app.onCommand(({ ack }) => ack());
      const kind = await app.violation();
      app.receiver.client.off('slack_event', also);
      return kind;
    },
  },
  {
    rule: 'An action is acknowledged without an answer',
    source: 'apis/events-api/using-socket-mode',
    does: 'acknowledges a shortcut with a text',
    answer: 'unasked_answer',
    async breaks(app) {
      app.does(({ ack }) => ack({ text: 'Thanks' }));
      await app.slack.workspace().member('jane').shortcut('Create Incident');
      return app.violation();
    },
  },
  {
    rule: 'The answer to a command is a message',
    source: 'interactivity/implementing-slash-commands',
    does: 'answers with blocks that are none',
    answer: '/opsknight failed with the error "invalid_blocks"',
    breaks: (app) => app.onCommand(({ ack }) => ack({ blocks: [{ type: 'oops' }] })),
  },
];
