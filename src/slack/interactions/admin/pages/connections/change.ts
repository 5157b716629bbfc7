import { showAll } from '../../../../../audit/words.ts';
import { isSameName } from '../../../../../oncall/targets.ts';
import type { FieldEdit } from '../../../../../settings/change-setting.ts';
import { fingerprintOf, valueAt } from '../../../../../settings/change-setting.ts';
import { section } from '../../../../cards/blocks.ts';
import { writtenChannels } from '../../fields/channel.ts';
import type { AdminForm } from '../../page.ts';
import { contextOf, editForm, goneWords, removeForm, storedEntry, told, withoutNames } from '../../setting-form.ts';
import { lockedWords } from '../../words.ts';
import { wordsView } from '../../words-view.ts';
import { channelsField } from './add.ts';
import { entryOf, settingOf, shown } from './names.ts';
import { lookWhenOpen } from './test.ts';
import { NO_KEY, readTokens, tokenFields } from './tokens.ts';

const TITLE = 'Replace tokens';
const MAX_USERS = 10;

/** Where a connection may post. */
export const channelsForm = editForm({
  title: 'Channels',
  submit: 'Save',
  setting: settingOf,
  fields: (context, stored) => {
    const connection = context.connections.find(
      ({ name }) => name !== null && isSameName(name, String(stored['name'])),
    );
    const isElsewhere = () => connection?.teamId !== context.admin.deps.teamId();
    return [
      writtenChannels({
        block: channelsField.block,
        path: channelsField.path,
        label: 'Channels',
        hint: 'Of its workspace, one in each line: it posts nowhere else. Empty: wherever its app may.',
        hides: isElsewhere() ? showAll : context.hides,
        isElsewhere,
      }),
    ];
  },
  before: (_, stored) => [section(`*${shown(String(stored?.['name'] ?? ''))}*`)],
  done: (name) => `The channels of *${shown(name)}* were saved.`,
});

/** Other tokens instead of those that a connection has, which nobody is shown. */
export const tokensForm: AdminForm = {
  async open(admin, name) {
    const { settings } = await contextOf(admin);
    const entry = entryOf(settings, name);
    const obstacle = admin.deps.connectionTools.seal === null ? NO_KEY : null;
    const refusal = entry === null ? goneWords(admin) : (lockedWords(admin, settings, settingOf(name)) ?? obstacle);
    if (entry === null || refusal !== null) return { title: TITLE, submit: null, blocks: [section(refusal ?? '')] };
    return {
      title: TITLE,
      submit: 'Replace',
      blocks: [
        section(
          `*${shown(entry.name)}*\nIt goes on by the new tokens at once. This can’t be taken back: nobody knows the old ones here.`,
        ),
        ...tokenFields({ areNeeded: false }),
      ],
      seen: {
        bot: fingerprintOf([entry.bot_token, entry.bot_token_env]),
        app: fingerprintOf([entry.app_token, entry.app_token_env]),
      },
    };
  },
  async submit(admin, view, { name, seen }) {
    const { connectionTools: tools, settingsEditor } = admin.deps;
    const context = await contextOf(admin);
    const stored = storedEntry(context.settings, settingOf(name));
    const entry = entryOf(context.settings, name);
    if (stored === null || entry === null) return { refusal: goneWords(admin) };
    const { seal } = tools;
    if (seal === null) return { refusal: NO_KEY };
    const tokens = await readTokens(view, tools);
    if ('errors' in tokens) return tokens;
    const kinds = (['bot', 'app'] as const).filter((kind) => tokens[kind] !== null);
    if (kinds.length === 0) return { done: 'Nothing was changed: all is as it was.' };
    const fields = kinds.flatMap((kind): FieldEdit[] => {
      const [path, variable] = [[`${kind}_token`], [`${kind}_token_env`]];
      const isAsSeen = fingerprintOf([entry[`${kind}_token`], entry[`${kind}_token_env`]]) === seen[kind];
      const before = (at: string[]) => (isAsSeen ? fingerprintOf(valueAt(stored, at)) : '');
      return [
        { path, seen: before(path), value: seal(entry.name, tokens[kind] ?? '') },
        { path: variable, seen: before(variable), value: undefined },
      ];
    });
    const outcome = await settingsEditor.change({ kind: 'edit', setting: settingOf(name), fields }, admin.by);
    const done = `*${shown(entry.name)}* has other tokens.`;
    if (outcome.kind !== 'changed') return told(withoutNames(outcome, context), [], done, admin);
    return {
      shown: wordsView(TITLE, `✅ ${done} Testing it…`),
      follows: async () => wordsView(TITLE, [`✅ ${done}`, ...(await lookWhenOpen(admin, entry.name))].join('\n')),
    };
  },
};

export const removeConnectionForm = removeForm({
  title: 'Remove connection',
  submit: 'Remove',
  section: 'connections',
  obstacle({ settings }, name) {
    const users = [...settings.services, ...settings.projects].flatMap((one) => {
      const named = 'connections' in one ? one.connections : [one.connection, ...one.shared_with];
      return named.some((called) => called !== null && isSameName(called, name)) ? [one.name] : [];
    });
    if (users.length === 0) return null;
    const more = users.length > MAX_USERS ? ', …' : '';
    return `*${shown(name)}* can’t be removed while it is named by ${users.slice(0, MAX_USERS).map(shown).join(', ')}${more}. Change that first.`;
  },
  words: async (_, name) =>
    `Remove *${shown(name)}*? Nothing is sent or heard by it any more; its incidents stay. Its tokens are forgotten: whoever wants it back enters them again.`,
  done: (name) => `*${shown(name)}* was removed.`,
});
