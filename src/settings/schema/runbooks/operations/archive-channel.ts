import { z } from 'zod';
import { operation } from '../operation.ts';

/** Archives the incident's own channel, as the settings would when it is over; where people are still writing they are asked first. */
export const archiveChannel = operation({
  label: 'Channel archived',
  scopes: ['channels:manage'],
  schema: z.strictObject({}),
  rehearse: () => ["archives the incident's own channel, once the incident is over and nobody writes there any more"],
  effect: () => ({ do: 'command', command: { type: 'archive_channel' } }),
});
