import { z } from 'zod';
import { channel, environmentVariable, name, optional } from './values.ts';

export const MAX_CONNECTIONS = 50;
const MAX_CHANNELS = 200;

/** Another bot than the organisation's, which only services that name it use. */
export const connectionEntry = z.strictObject({
  name,
  bot_token_env: environmentVariable,
  /** Without it the bot posts, and nothing can be pressed. */
  app_token_env: optional(environmentVariable),
  /** The only ones that it may post in; left out for all that it can. */
  channels: z.array(channel).max(MAX_CHANNELS, `must be ${MAX_CHANNELS} at most`).default([]),
});
export type ConnectionEntry = z.output<typeof connectionEntry>;
