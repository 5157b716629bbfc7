import { incidentKey } from '../../incidents/types.ts';
import { notice } from '../cards/replies.ts';
import { incidentCommand } from './command.ts';

export const channelCommand = incidentCommand({
  name: 'channel',
  help: 'give an incident a channel of its own',
  command: { type: 'request_channel' },
  success: (number) => notice(`A channel for ${incidentKey(number)} is being made; its thread says where it is.`),
});
