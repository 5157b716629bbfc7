import type { SlackMessage } from '../../../courier/message.ts';
import type { Command } from '../../../incidents/commands.ts';
import { isPassing, soon } from '../../patience.ts';
import { slackIsSlow } from '../../ui/replies.ts';
import { tell } from '../answers.ts';
import { carryOut } from '../carry-out.ts';
import type { Parts } from '../parts.ts';
import { hidden } from '../seeing.ts';
import type { CommandCall } from './subcommand.ts';

/** Who is in a private channel may have to be asked of Slack, and Slack waits three seconds for our answer meanwhile. */
async function hiddenSoFar(parts: Parts, slackUserId: string, number: number): Promise<SlackMessage | null> {
  try {
    return await soon(hidden(parts, slackUserId, number));
  } catch (error) {
    if (isPassing(error)) return slackIsSlow();
    throw error;
  }
}

/** Does something to an incident that is named in a command. */
export async function commandIncident(
  parts: Parts,
  { asker, triggerId, ack }: CommandCall,
  number: number,
  command: Command,
  success: SlackMessage,
): Promise<void> {
  const refusal = await hiddenSoFar(parts, asker.slackUserId, number);
  if (refusal) return tell(parts, asker, refusal);
  const wish = { kind: 'command', number, command } as const;
  await carryOut(parts, { requestKey: triggerId, asker, wish, ack }, success);
}
