import { didYouMean } from '../../../settings/did-you-mean.ts';
import { isSameFilter, NO_FILTER } from '../../../settings/subscriptions.ts';
import type { Action } from '../../actions/request.ts';
import { inline, mrkdwn } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import { carryOut, tell } from '../answers.ts';
import type { CommandCall, Subcommand } from '../command.ts';
import type { Deps } from '../deps.ts';
import { readFilter } from './read.ts';
import { onlyInChannels, subscriptionList } from './words.ts';

const FILTERS = '[service] [urgency] [label=value]';
const MAX_SHOWN = 100;

/** The channel hears of incidents that belong elsewhere. */
export const subscribeCommand: Subcommand = {
  name: 'subscribe',
  usage: `subscribe ${FILTERS}`,
  help: 'show incidents in this channel as well, such as those of "Payment API" HIGH team=payments',
  changes: true,
  run: (deps, call) => change(deps, call, 'subscribe'),
};

export const unsubscribeCommand: Subcommand = {
  name: 'unsubscribe',
  usage: `unsubscribe ${FILTERS}`,
  help: 'end one subscription of this channel, or all of them',
  changes: true,
  run: (deps, call) => change(deps, call, 'unsubscribe'),
};

export const subscriptionsCommand: Subcommand = {
  name: 'subscriptions',
  usage: 'subscriptions',
  help: 'what this channel is subscribed to',
  async run(deps, { asker, channelId }) {
    if (!isChannel(channelId)) return tell(deps, asker, onlyInChannels());
    await tell(deps, asker, subscriptionList(await deps.subscriptions.of(channelId)));
  },
};

async function change(deps: Deps, call: CommandCall, kind: 'subscribe' | 'unsubscribe'): Promise<void> {
  const { asker, triggerId, rest, channelId, ack } = call;
  if (!isChannel(channelId)) return tell(deps, asker, onlyInChannels());
  const names = (await deps.servicesFor(asker.slackUserId)).map(({ name }) => name);
  const filter = readFilter(rest, names);
  if ('unknown' in filter) return tell(deps, asker, unreadable(filter.unknown, names));
  const action: Action =
    kind === 'subscribe'
      ? { kind, channelId, filter }
      : { kind, channelId, filter: isSameFilter(filter, NO_FILTER) ? null : filter };
  await carryOut(deps, { requestKey: triggerId, asker, action, ack });
}

/** Not somebody's direct messages. */
function isChannel(id: string): boolean {
  return /^[CG]/.test(id);
}

function unreadable(word: string, services: readonly string[]) {
  const hint = didYouMean(word, services);
  return notice(
    `“${inline(word, MAX_SHOWN)}” is not a service, an urgency or a label; nothing was changed.${mrkdwn(hint)} Write it like this: \`/opsknight subscribe "Payment API" HIGH team=payments\``,
  );
}
