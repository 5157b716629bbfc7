import { incidentKey, parseIncidentKey } from '../../incidents/types.ts';
import { isPassing, soon } from '../api/patience.ts';
import { notice } from '../cards/replies.ts';
import { tell } from './answers.ts';
import { commandIncident, type Subcommand, writeItLikeThis } from './command.ts';
import type { Deps } from './deps.ts';

const HERE = 'here';

/** A channel of its own: one that is made for it, or the one where this is written. */
export const channelCommand: Subcommand = {
  name: 'channel',
  usage: 'channel INC-n',
  help: 'give an incident a channel of its own; with "here", the one where you write that',
  changes: true,
  async run(deps, call) {
    const { words, number } = readWords(call.rest);
    const [first, ...more] = words;
    if (number === null || more.length > 0 || (first !== undefined && first !== HERE)) {
      return tell(deps, call.asker, writeItLikeThis('channel [here] INC-n', 'channel INC-42'));
    }
    const key = incidentKey(number);
    if (first !== HERE) {
      const made = notice(`A channel for ${key} is being made; its thread says where it is.`);
      return commandIncident(deps, call, number, { type: 'request_channel' }, made);
    }
    const { channelId } = call;
    await lookAt(deps, channelId);
    const taken = notice(`This is the channel of ${key} from now on. Its name and topic stay yours.`);
    await commandIncident(deps, call, number, { type: 'use_channel', channelId }, taken);
  },
};

/** In the channel of another incident, that one comes first: whatever is named is meant. */
function readWords(rest: string): { words: string[]; number: number | null } {
  const parts = rest.split(/\s+/).filter((part) => part !== '');
  const numbers = parts.flatMap((part) => parseIncidentKey(part) ?? []);
  const words = parts.filter((part) => parseIncidentKey(part) === null).map((word) => word.toLowerCase());
  return { words, number: numbers.at(-1) ?? null };
}

/** Somebody may just have invited the app, or people of another organisation. What is known has to do where Slack does not tell. */
async function lookAt({ channels, membership }: Deps, channelId: string): Promise<void> {
  if (!/^[CG]/.test(channelId)) return; // somebody's direct messages are no channel
  try {
    await soon(channels.refreshOne(channelId).then(() => membership.joined(channelId)));
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
}
