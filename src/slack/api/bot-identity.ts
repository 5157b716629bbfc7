import type { WorkspaceSettings } from '../../settings/types.ts';
import { toSlackFailure } from './failures.ts';

/** How a message says who it is from: by the arguments of `chat.postMessage` for that. */
export type BotIdentity = { username?: string } & ({ icon_emoji?: string } | { icon_url?: string });

/** Posts by the bot's name and picture in the workspace, as far as Slack lets it. */
export type AsBot = <T>(post: (identity: BotIdentity) => Promise<T>) => Promise<T>;

/**
 * The name and the picture need the scope `chat:write.customize`. Slack refuses a call without it, and posts nothing: then it is made again
 * without them, and they are left out until the next start.
 * @param onRefused once
 */
export function botIdentity(settings: () => Promise<Pick<WorkspaceSettings, 'bot'>>, onRefused: () => void): AsBot {
  let isRefused = false;
  return async (post) => {
    const identity = isRefused ? {} : toIdentity((await settings()).bot);
    if (Object.keys(identity).length === 0) return post({});
    try {
      return await post(identity);
    } catch (error) {
      if (toSlackFailure(error).code !== 'missing_scope') throw error;
      const posted = await post({}); // when it lacks another one, this says so
      if (!isRefused) onRefused();
      isRefused = true;
      return posted;
    }
  };
}

function toIdentity({ name, icon }: WorkspaceSettings['bot']): BotIdentity {
  const picture = icon?.startsWith(':') ? { icon_emoji: icon } : icon ? { icon_url: icon } : {};
  return { ...(name !== null && { username: name }), ...picture };
}
