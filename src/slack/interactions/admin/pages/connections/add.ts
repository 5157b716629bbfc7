import { section } from '../../../../cards/blocks.ts';
import { linesField } from '../../fields/lines.ts';
import { textField } from '../../fields/text.ts';
import type { AdminForm } from '../../page.ts';
import { contextOf, told, withoutNames } from '../../setting-form.ts';
import { wordsView } from '../../words-view.ts';
import { shown } from './names.ts';
import { lookWhenOpen } from './test.ts';
import { NO_KEY, readTokens, tokenFields } from './tokens.ts';

const TITLE = 'Add connection';

const nameField = textField({
  block: 'admin_connection_name',
  path: ['name'],
  label: 'Name',
  hint: 'Services and projects name the connection by it.',
  isNeeded: true,
});

export const channelsField = linesField<string>({
  block: 'admin_connection_channels',
  path: ['channels'],
  label: 'Channels',
  hint: 'Of its workspace, one in each line: it posts nowhere else. Empty: wherever its app may.',
  toLine: String,
  fromLine: String,
});

/** A bot of another app, or of another workspace, by its tokens. They are tried at once. */
export const addConnectionForm: AdminForm = {
  async open(admin) {
    if (admin.deps.connectionTools.seal === null) return { title: TITLE, submit: null, blocks: [section(NO_KEY)] };
    const context = await contextOf(admin);
    const [name, channels] = [nameField.draw(undefined, context), channelsField.draw(undefined, context)];
    return {
      title: TITLE,
      submit: 'Add',
      blocks: [...(name ? [name] : []), ...tokenFields({ areNeeded: true }), ...(channels ? [channels] : [])],
    };
  },
  async submit(admin, view) {
    const { connectionTools: tools, settingsEditor } = admin.deps;
    if (tools.seal === null) return { refusal: NO_KEY };
    const tokens = await readTokens(view, tools);
    if ('errors' in tokens) return tokens;
    const name = String(nameField.read(view, undefined) ?? '');
    const channels = channelsField.read(view, undefined);
    const entry = {
      name,
      ...(tokens.bot !== null && { bot_token: tools.seal(name, tokens.bot) }),
      ...(tokens.app !== null && { app_token: tools.seal(name, tokens.app) }),
      ...(channels !== undefined && { channels }),
    };
    const context = await contextOf(admin);
    const outcome = await settingsEditor.change({ kind: 'create', section: 'connections', entry }, admin.by);
    const done = `The connection *${shown(name)}* was added.`;
    if (outcome.kind !== 'changed')
      return told(withoutNames(outcome, context), [nameField, channelsField], done, admin);
    return {
      shown: wordsView(TITLE, `✅ ${done} Testing it…`),
      follows: async () => wordsView(TITLE, [`✅ ${done}`, ...(await lookWhenOpen(admin, name))].join('\n')),
    };
  },
};
