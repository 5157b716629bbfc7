import type { KnownBlock } from '@slack/types';
import type { ConnectionEntry } from '../../../../../settings/schema/connections.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { actions, context, divider, section } from '../../../../cards/blocks.ts';
import type { Connection } from '../../../../directory/store.ts';
import { type AdminPage, formButton } from '../../page.ts';
import type { Admin } from '../../who.ts';
import { lockedWords } from '../../words.ts';
import { addConnectionForm } from './add.ts';
import { channelsForm, removeConnectionForm, tokensForm } from './change.ts';
import { CONNECTIONS, entryOf, settingOf, shown } from './names.ts';
import { testConnectionForm } from './test.ts';

/** Of two blocks each. */
const ROWS = 20;

/** The workspaces and bots that OpsKnight posts by. */
export const connectionsPage: AdminPage = {
  key: CONNECTIONS,
  title: 'Connections',
  async show(admin, list) {
    const [all, settings] = await Promise.all([admin.deps.connections.all(), admin.deps.settingsEditor.read()]);
    const pages = Math.max(1, Math.ceil(all.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    return {
      pages,
      blocks: [
        actions(formButton('Add connection', { page: CONNECTIONS, what: 'add' })),
        ...all.slice(first, first + ROWS).flatMap((connection) => row(admin, settings, connection)),
        divider(),
        section(
          [
            'Another workspace of the same app is added with `opsknight install-link`, which leads to the page where it is installed there (it needs SLACK_CLIENT_ID). It goes when the app is removed from it in Slack.',
            'A connection is a bot by its own tokens, which only the services use that name it. It can also be named in opsknight.yml, under `connections:`, with its tokens in the environment.',
          ].join('\n'),
        ),
      ],
    };
  },
  forms: {
    add: addConnectionForm,
    test: testConnectionForm,
    channels: channelsForm,
    tokens: tokensForm,
    remove: removeConnectionForm,
  },
};

function row(admin: Admin, settings: CurrentSettings, connection: Connection): KnownBlock[] {
  const { id, name, endedAt } = connection;
  const entry = name === null ? null : entryOf(settings, name);
  const words = section(lineOf(connection, entry, admin.deps.primaryId));
  const test = formButton('Test', { page: CONNECTIONS, what: 'test', name: String(id) });
  if (!entry) return endedAt === null ? [words, actions(test)] : [words];
  const locked = lockedWords(admin, settings, settingOf(entry.name));
  if (locked !== null) return [words, context(locked), actions(test)];
  const control = (what: string) => ({ page: CONNECTIONS, what, name: entry.name });
  return [
    words,
    actions(
      test,
      formButton('Channels', control('channels'), 2),
      formButton('Replace tokens', control('tokens'), 3),
      formButton('Remove', control('remove'), 4),
    ),
  ];
}

function lineOf(connection: Connection, entry: ConnectionEntry | null, primaryId: number): string {
  const { id, name, teamName, teamId, endedAt, endReason } = connection;
  const team = teamId === null ? 'Slack has not said yet which workspace' : shown(teamName ?? teamId);
  const facts = [
    ...(name === null ? [] : [team]),
    ...(id === primaryId ? ['the organisation’s own workspace'] : []),
    originOf(connection, entry),
    ...(entry && entry.channels.length > 0
      ? [`in ${entry.channels.length === 1 ? '1 channel' : `${entry.channels.length} channels`} alone`]
      : []),
    endedAt === null ? 'in use' : `ended: ${shown(endReason ?? 'no reason given')}`,
  ];
  return `${endedAt === null ? '✅' : '⚪'} *${name === null ? team : shown(name)}* · ${facts.join(' · ')}`;
}

/** Where its tokens are: never what they are. */
function originOf({ name, installationId }: Connection, entry: ConnectionEntry | null): string {
  if (name === null) return installationId === null ? 'token in SLACK_BOT_TOKEN' : 'installed from Slack';
  if (entry === null) return 'named no longer';
  const { bot_token_env: variable } = entry;
  return variable === null ? 'tokens entered, kept encrypted' : `token in ${shown(variable)}`;
}
