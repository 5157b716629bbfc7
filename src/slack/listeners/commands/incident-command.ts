import type { Command } from '../../../incidents/commands.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import { carryOut } from '../carry-out.ts';
import type { Parts } from '../parts.ts';
import type { CommandCall } from './subcommand.ts';

/** Does something to an incident that is named in a command. */
export async function commandIncident(
  parts: Parts,
  { asker, triggerId, ack }: CommandCall,
  number: number,
  command: Command,
  success: SlackMessage,
): Promise<void> {
  const wish = { kind: 'command', number, command } as const;
  await carryOut(parts, { requestKey: triggerId, asker, wish, ack }, success);
}
