import { isSameName } from '../../../../../oncall/targets.ts';
import { nameOfConnection } from '../../../../../settings/connection-called.ts';
import { section } from '../../../../cards/blocks.ts';
import type { Connection } from '../../../../directory/store.ts';
import { choiceMenu } from '../../../choice-menu.ts';
import { INPUT, inputOf } from '../../../modal.ts';
import { optionalInput } from '../../fields/input.ts';
import { failed, refusedWords, socketLine, tokenLines, wrong } from '../../look.ts';
import type { AdminForm } from '../../page.ts';
import { contextOf, type FormContext, goneWords } from '../../setting-form.ts';
import { testChannel } from '../../test-channel.ts';
import type { Admin } from '../../who.ts';
import { wordsView } from '../../words-view.ts';
import { entryOf, shown } from './names.ts';

const TITLE = 'Test connection';
const CHANNEL = 'admin_connection_test_channel';

/** Tries a connection: its token, its scopes, how it hears Slack, and a channel that settings name as one of its own. */
export const testConnectionForm: AdminForm = {
  async open(admin, id) {
    const context = await contextOf(admin);
    const connection = find(context, id);
    if (!connection) return { title: TITLE, submit: null, blocks: [section(goneWords(admin))] };
    const choices = channelsOf(connection, context).map((name) => ({ id: name, name }));
    const menu = choiceMenu(choices, undefined, 'No message');
    const words = { label: 'Test message in', hint: 'Channels that settings name for it. It is posted in your name.' };
    return {
      title: TITLE,
      submit: 'Test',
      blocks: [
        section(
          `*${shown(nameOfConnection(connection))}*\nLooks at the token, its scopes and the connection to Slack.`,
        ),
        ...(menu ? [optionalInput(CHANNEL, words, { ...menu.element, action_id: INPUT })] : []),
      ],
    };
  },
  async submit(admin, view, { name: id }) {
    const context = await contextOf(admin);
    const connection = find(context, id);
    if (!connection) return { refusal: goneWords(admin) };
    const channel = inputOf(view, CHANNEL).selected_option?.value ?? null;
    // Names that somebody has made up are not looked for: whether there is such a private channel is not told.
    if (channel !== null && !channelsOf(connection, context).includes(channel)) return { refusal: goneWords(admin) };
    return {
      shown: wordsView(TITLE, `Testing *${shown(nameOfConnection(connection))}*…`),
      follows: async () => wordsView(TITLE, (await look(admin, connection, channel)).join('\n')),
    };
  },
};

/** The same for one that has just been named, with the first of its channels. */
export async function lookWhenOpen(admin: Admin, name: string): Promise<string[]> {
  await admin.deps.connectionTools.openNamed();
  const context = await contextOf(admin);
  const connection = context.connections.find((one) => one.name !== null && isSameName(one.name, name));
  if (!connection) return [];
  const [channel = null] = entryOf(context.settings, name)?.channels ?? [];
  return look(admin, connection, channel);
}

async function look({ deps, by }: Admin, connection: Connection, channel: string | null): Promise<string[]> {
  const inUse = deps.connectionTools.inUse(connection.id);
  if (!inUse) {
    return [
      wrong(
        'Not open: its tokens are not there, or can’t be read',
        'The log of OpsKnight says which; enter them anew with *Replace tokens*, or set them where OpsKnight runs.',
      ),
    ];
  }
  const lines = [...(await tokenLines(inUse)), socketLine(inUse)];
  if (channel === null) return lines;
  const what = `Channel ${shown(channel)}`;
  try {
    const id = await inUse.channels.idOf(channel);
    if (id === null) return [...lines, refusedWords(what, 'channel_not_found')];
    return [...lines, ...(await testChannel(inUse, by, { id, shown: shown(channel) }))];
  } catch (error) {
    return [...lines, failed(what, error)];
  }
}

function find({ connections }: FormContext, id: string): Connection | undefined {
  return connections.find((one) => String(one.id) === id);
}

/** Those that settings name as channels of a connection, and that the admin may know of. */
function channelsOf(connection: Connection, { settings, hides, admin: { deps } }: FormContext): string[] {
  const name = nameOfConnection(connection);
  const isIts = (called: string | null) => called !== null && isSameName(called, name);
  const own = entryOf(settings, name)?.channels ?? [];
  const ofServices = settings.services.flatMap((service) =>
    isIts(service.connection) ? [service.channel, ...service.channels] : [],
  );
  const ofWorkspace = settings.workspaces.find((one) => isIts(one.name))?.default_channel ?? null;
  const all = [...new Set([...own, ...ofServices, ofWorkspace])].filter((one) => one !== null);
  const isLimited = own.length > 0;
  const isOurs = connection.teamId === deps.teamId();
  return all.filter((one) => (!isLimited || own.includes(one)) && !(isOurs && hides(one)));
}
