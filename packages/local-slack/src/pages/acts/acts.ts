import { enter } from '../../interactions/entering.ts';
import { slackbotAnswers } from '../../interactions/slackbot.ts';
import { toggleReaction } from '../../people/on-messages.ts';
import type { Channel } from '../../workspace/channels.ts';
import type { Message } from '../../workspace/messages.ts';
import { offeredOptions } from '../blocks/external.tsx';
import type { Page } from '../page.ts';
import type { Viewer } from '../viewer.ts';
import { CHANNEL_ACTS } from './channel-acts.ts';
import { elementNamed, surfaceNamed, takeTexts } from './target.ts';
import { valueFrom } from './values.ts';

/** What a window sends when its person does something. */
export interface Doing {
  page: Page;
  viewer: Viewer;
  form: URLSearchParams;
}

/** Carries it out as the driver of the tests does; resolves with what the person is told, if anything. */
export type Act = (doing: Doing) => Promise<string | undefined> | string | undefined;

const CHANGED = 'That has changed in the meantime. Look again.';

/** A press, a choice, a date: on a message, in a modal, on the Home tab. */
const element: Act = async ({ viewer, form }) => {
  const surface = surfaceNamed(viewer, form.get('on') ?? '');
  const placed = surface && elementNamed(surface, form.get('element') ?? '');
  if (!surface || !placed) return CHANGED;
  takeTexts(viewer, surface, form);
  const { block, element } = placed;
  const suggested = viewer.handle.interactions.suggestions.of(viewer.member, placed);
  const value = element.type === 'button' ? undefined : valueFrom(viewer, element, form.getAll('value'), suggested);
  const isPlainInput = block.type === 'input' && !block.dispatch_action;
  if (!isPlainInput) {
    await viewer.handle.interactions.act(viewer.member, surface, placed, value, viewer.windowId);
  } else if (value) {
    enter(viewer.workspace, viewer.member.id, surface, placed, value);
  }
  return undefined;
};

const submit: Act = async ({ viewer, form }) => {
  const surface = surfaceNamed(viewer, form.get('on') ?? '');
  if (!surface || !('view' in surface)) return CHANGED;
  takeTexts(viewer, surface, form);
  await viewer.handle.interactions.submit(viewer.member, surface.view);
  return undefined;
};

const close: Act = ({ viewer, form }) => {
  const surface = surfaceNamed(viewer, form.get('on') ?? '');
  if (surface && 'view' in surface) viewer.handle.interactions.close(viewer.member, surface.view);
  return undefined;
};

function channelOf({ viewer, form }: Doing): Channel | undefined {
  const channel = viewer.workspace.channels.byId(form.get('channel') ?? '');
  return channel && viewer.workspace.canSee(viewer.member.id, channel) ? channel : undefined;
}

/** What is written into the field below a conversation: a message, or a command. */
const say: Act = async (doing) => {
  const { viewer, form } = doing;
  const channel = channelOf(doing);
  const written = form.get('text') ?? '';
  const threadTs = form.get('thread') ?? undefined;
  const text = written.trim();
  if (!channel || text === '') return undefined;
  // An empty space before it makes a message of what looks like a command.
  if (written.startsWith('/')) {
    await command(viewer, channel, text, threadTs);
    return undefined;
  }
  const person = viewer.handle.member(viewer.member.name);
  const handle = viewer.handle.conversation(channel);
  const inThreadOf = threadTs === undefined ? undefined : handle.messages().find(({ ts }) => ts === threadTs);
  person.says(handle, text, { inThreadOf, alsoToChannel: form.has('also-to-channel') });
  return undefined;
};

/** Threads take no commands. */
async function command(viewer: Viewer, channel: Channel, line: string, threadTs: string | undefined): Promise<void> {
  const { handle, member, workspace, windowId } = viewer;
  if (threadTs === undefined) {
    await handle.interactions.command(member, channel, line, windowId);
    return;
  }
  const asked = { userId: member.id, channelId: channel.id, threadTs };
  slackbotAnswers(workspace, asked, `${line.split(/\s/)[0]} is not supported in threads. Sorry!`);
}

const shortcut: Act = async ({ viewer, form }) => {
  const callbackId = form.get('callback') ?? '';
  const { handle, member, windowId } = viewer;
  const { shortcuts } = viewer.workspace.app.manifest.features;
  const found = shortcuts.find((one) => one.callback_id === callbackId);
  if (found?.type === 'global') await handle.interactions.shortcut(member, callbackId, found.name, windowId);
  return undefined;
};

function messageOf({ viewer, form }: Doing): Message | undefined {
  const surface = surfaceNamed(viewer, form.get('on') ?? '');
  return surface && 'message' in surface ? surface.message : undefined;
}

const messageShortcut: Act = async (doing) => {
  const { viewer, form } = doing;
  const message = messageOf(doing);
  const channel = message && viewer.workspace.channels.byId(message.channelId);
  const { shortcuts } = viewer.workspace.app.manifest.features;
  const found = shortcuts.find((one) => one.type === 'message' && one.callback_id === form.get('callback'));
  if (!message || !channel || !found) return CHANGED;
  const { interactions } = viewer.handle;
  await interactions.messageShortcut(viewer.member, channel, message, found.callback_id, found.name, viewer.windowId);
  return undefined;
};

const react: Act = (doing) => {
  const { viewer, form } = doing;
  const message = messageOf(doing);
  const emoji = form.get('emoji') ?? '';
  if (!message || emoji === '') return CHANGED;
  return toggleReaction(viewer.workspace, viewer.member, message, emoji);
};

/** Takes a message for one's own eyes off one's screen. */
const dismiss: Act = (doing) => {
  const message = messageOf(doing);
  if (message?.onlyFor === doing.viewer.member.id) doing.viewer.workspace.messages.delete(message);
  return undefined;
};

const panel: Act = ({ page, form }) => page.panel?.buttons[Number(form.get('index'))]?.run();

/** What somebody has typed into a menu with external data; answers with the options, drawn. */
const suggest: Act = async ({ viewer, form }) => {
  const surface = surfaceNamed(viewer, form.get('on') ?? '');
  const placed = surface && elementNamed(surface, form.get('element') ?? '');
  if (!surface || !placed) return CHANGED;
  const { interactions } = viewer.handle;
  return offeredOptions(await interactions.suggest(viewer.member, surface, placed, form.get('query') ?? ''));
};

/** Everything a window can ask for. */
export const ACTS = new Map<string, Act>([
  ...CHANNEL_ACTS,
  ['suggest', suggest],
  ['element', element],
  ['submit', submit],
  ['close', close],
  ['say', say],
  ['shortcut', shortcut],
  ['message-shortcut', messageShortcut],
  ['react', react],
  ['dismiss', dismiss],
  ['panel', panel],
]);
