import { actions, label, section } from '../../../cards/blocks.ts';
import { inline } from '../../../cards/mrkdwn.ts';
import { INPUT, inputOf } from '../../modal.ts';
import { offeredChannels } from '../channel-offers.ts';
import { socketLine, tokenLines } from '../look.ts';
import { type AdminForm, type AdminPage, formButton } from '../page.ts';
import { missingChannel } from '../refresh.ts';
import { testChannel } from '../test-channel.ts';
import type { Admin } from '../who.ts';
import { wordsView } from '../words-view.ts';

const KEY = 'test';
const TITLE = 'Test connection';
const FORM_TITLE = 'Test a channel';
const BLOCK = 'admin_channel:test';
const MAX_NAME = 100;

const testForm: AdminForm = {
  async open() {
    return {
      title: FORM_TITLE,
      submit: 'Test',
      blocks: [
        {
          type: 'input',
          block_id: BLOCK,
          label: label('Channel'),
          hint: label('A test message is posted there, in your name.'),
          element: {
            type: 'external_select',
            action_id: INPUT,
            placeholder: label('Search by name'),
            min_query_length: 0,
          },
        },
        ...missingChannel(),
      ],
    };
  },
  async submit(admin, view) {
    const channel = inputOf(view, BLOCK).selected_option?.value;
    // Names that somebody has made up are not looked for: whether there is such a private channel is not told.
    const offered = (await offeredChannels(admin)).find(({ name }) => `#${name}` === channel);
    if (!offered)
      return { errors: { [BLOCK]: 'This channel can’t be chosen: it is gone, or private without both of us in it.' } };
    return {
      shown: wordsView(FORM_TITLE, `Testing the connection, and ${inline(`#${offered.name}`, MAX_NAME)}…`),
      // Slack waits three seconds for an answer to a form; this may take longer.
      follows: async () => wordsView(FORM_TITLE, (await test(admin, offered)).join('\n')),
    };
  },
};

/** Token, scopes, socket, and whether a channel takes a message. */
export const testPage: AdminPage = {
  key: KEY,
  title: TITLE,
  async show() {
    return {
      blocks: [
        section(
          'Looks at the bot token, its scopes, the connection to Slack and whether OpsKnight can post in a channel that you choose. It sends a test message there, and says what to do about each part that fails.',
        ),
        actions(formButton('Choose a channel', { page: KEY, what: 'run' })),
      ],
    };
  },
  forms: { run: testForm },
};

async function test(admin: Admin, { id, name }: { id: string; name: string }): Promise<string[]> {
  const { deps, by } = admin;
  const token = await tokenLines(deps);
  return [...token, socketLine(deps), ...(await testChannel(deps, by, { id, shown: inline(`#${name}`, MAX_NAME) }))];
}
