import { z } from 'zod';
import { channel, encrypted, environmentVariable, name, optional } from './values.ts';

export const MAX_CONNECTIONS = 50;
const MAX_CHANNELS = 200;

/** Another bot than the organisation's, which only services that name it use. */
export const connectionEntry = z
  .strictObject({
    name,
    bot_token_env: optional(environmentVariable),
    /** Without one the bot posts, and nothing can be pressed. */
    app_token_env: optional(environmentVariable),
    /** As entered on the Home tab or on the command line: encrypted. */
    bot_token: optional(encrypted),
    app_token: optional(encrypted),
    /** The only ones that it may post in; left out for all that it can. */
    channels: z.array(channel).max(MAX_CHANNELS, `must be ${MAX_CHANNELS} at most`).default([]),
  })
  .refine(({ bot_token, bot_token_env }) => bot_token !== null || bot_token_env !== null, {
    path: ['bot_token_env'],
    error: 'must name the variable of the environment that holds the bot token',
  })
  .refine(({ bot_token, bot_token_env }) => bot_token === null || bot_token_env === null, {
    path: ['bot_token_env'],
    error: 'and bot_token are two bot tokens: keep one of them',
  })
  .refine(({ app_token, app_token_env }) => app_token === null || app_token_env === null, {
    path: ['app_token_env'],
    error: 'and app_token are two app tokens: keep one of them',
  });
export type ConnectionEntry = z.output<typeof connectionEntry>;

/** What was stored before tokens could be entered. */
export function completeConnection(stored: Partial<ConnectionEntry> & Pick<ConnectionEntry, 'name' | 'channels'>) {
  const none = { bot_token_env: null, app_token_env: null, bot_token: null, app_token: null };
  return { ...none, ...stored } satisfies ConnectionEntry;
}
