import type { PersonActor } from '../../../people/actor.ts';
import { message } from '../../cards/blocks.ts';
import { actorName } from '../../cards/names.ts';
import type { ConnectionInUse } from '../../connection-tools.ts';
import { obstacle } from '../../directory/channel-access.ts';
import { canJoin } from '../../directory/entering.ts';
import { failed, refusedWords, well } from './look.ts';

/** Whether a channel takes a message: one is posted there, in somebody's name. @param channel `shown`: its name, as mrkdwn */
export async function testChannel(
  { channels, interactive }: Pick<ConnectionInUse, 'channels' | 'interactive'>,
  by: PersonActor,
  { id, shown }: { id: string; shown: string },
): Promise<string[]> {
  try {
    await channels.refreshOne(id);
  } catch (error) {
    return [failed(`Channel ${shown}`, error)];
  }
  const channel = await channels.byId(id);
  const code = obstacle(channel);
  if (code !== null) return [refusedWords(`Channel ${shown}`, code)];
  const access = well(
    channel && canJoin(channel)
      ? `Channel ${shown}: public; I am not in it, but may post there`
      : `Channel ${shown}: I am in it`,
  );
  try {
    const words = message(`${actorName(by)} tests whether OpsKnight can post here. It can.`);
    await interactive.chat.postMessage({ channel: id, ...words });
    return [access, well(`Test message: posted in ${shown}`)];
  } catch (error) {
    return [access, failed('Test message', error)];
  }
}
