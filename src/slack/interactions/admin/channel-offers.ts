import type { App } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import { label, MAX_OPTION_TEXT, MAX_OPTIONS, outsideLabel } from '../../cards/blocks.ts';
import type { Channel } from '../../directory/store.ts';
import type { Deps } from '../deps.ts';
import { INPUT } from '../modal.ts';
import { type Admin, adminOf } from './who.ts';

/** What fields for channels are called, so that whatever is typed in one of them is answered here. */
export const CHANNEL_BLOCK = /^admin_channel:/;

/** As much of what somebody types as is looked for. */
const MAX_QUERY = 100;

/** Offers channels while somebody types. */
export function offerChannels(app: App, deps: Deps): void {
  const constraints = { type: 'block_suggestion', block_id: CHANNEL_BLOCK, action_id: INPUT } as const;
  app.options<'block_suggestion'>(constraints, async ({ ack, body, options }) => {
    const who = await adminOf(deps, body.user.id);
    const text = options.value.trim().replace(/^#/, '').slice(0, MAX_QUERY).toLowerCase();
    const found = who ? (await offeredChannels(who)).filter(({ name }) => name.includes(text)) : [];
    // What begins with it comes first: of 300 channels with "api" in them, #api is to be among those shown.
    const first = found.filter(({ name }) => name.startsWith(text));
    const rest = found.filter(({ name }) => !name.startsWith(text));
    await ack({ options: [...first, ...rest].slice(0, MAX_OPTIONS).map(channelOption) });
  });
}

/** What somebody can choose: public channels, and those private ones that both they and the app are in; by name. */
export async function offeredChannels({ deps, by }: Admin): Promise<Channel[]> {
  const [publicOnes, privateOnes] = await Promise.all([
    deps.channels.publicOnes(),
    deps.membership.sharedPrivateChannels(by.slackUserId),
  ]);
  return [...publicOnes, ...privateOnes].sort((a, b) => a.name.localeCompare(b.name));
}

function channelOption({ name, isPrivate }: Channel): PlainTextOption {
  const text = outsideLabel(`#${name}`, MAX_OPTION_TEXT);
  return { text, value: `#${name}`, ...(isPrivate && { description: label('Private') }) };
}
