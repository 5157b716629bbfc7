import { z } from 'zod';
import { channel, name, optional } from './values.ts';

export const MAX_CONNECTIONS = 50;
const MAX_CHANNELS = 200;

/** A name, never a token: settings are shown, exported and kept in repositories. */
const variable = z
  .string()
  .trim()
  .regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must be the name of an environment variable, such as PAYMENTS_SLACK_BOT_TOKEN');

/** Another bot than the organisation's, which only services that name it use. */
export const connectionEntry = z.strictObject({
  name,
  bot_token_env: variable,
  /** Without it the bot posts, and nothing can be pressed. */
  app_token_env: optional(variable),
  /** The only ones that it may post in; left out for all that it can. */
  channels: z.array(channel).max(MAX_CHANNELS, `must be ${MAX_CHANNELS} at most`).default([]),
});
export type ConnectionEntry = z.output<typeof connectionEntry>;
