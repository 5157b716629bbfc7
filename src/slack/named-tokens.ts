import { Undecryptable } from '../lib/keyring.ts';
import type { ConnectionEntry } from '../settings/schema/connections.ts';
import { type BotToken, tokenOfEnvironment } from './api/bot-token.ts';
import type { TokenVault } from './installations/token-vault.ts';

/** What a named connection comes by. */
export interface NamedTokens {
  bot: BotToken;
  /** Null: nothing is heard by it. */
  app: string | null;
}

interface Places {
  environment: Record<string, string | undefined>;
  /** Null where nothing that is encrypted can be read. */
  vault: TokenVault | null;
  /** Whether an app token is of the app by which the organisation's connection is heard: that hears for all of its workspaces. */
  isOwnApp(appToken: string): boolean;
}

/** Two tokens of one app, as Slack writes them: `xapp-1-A012ABCD345-…`. */
export function isOfSameApp(one: string, other: string): boolean {
  const appOf = (token: string) => /^xapp-\d+-([A-Z0-9]+)-/.exec(token)?.[1];
  return appOf(one) !== undefined && appOf(one) === appOf(other);
}

/** The tokens of a connection, from wherever they are; or, for people, why they are not to be had. */
export function tokensOf(
  entry: ConnectionEntry,
  { environment, vault, isOwnApp }: Places,
): NamedTokens | { flaw: string } {
  const { name, bot_token_env: botVariable, app_token_env: appVariable, bot_token, app_token } = entry;
  const variables = [botVariable, appVariable].filter((variable) => variable !== null);
  const missing = variables.filter((variable) => !environment[variable]?.trim());
  if (missing.length > 0) return { flaw: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set` };
  try {
    const bot =
      bot_token === null
        ? tokenOfEnvironment(botVariable ?? '', inEnvironment(botVariable) ?? '')
        : entered(name, opened(bot_token));
    const app = app_token === null ? inEnvironment(appVariable) : opened(app_token);
    return { bot, app: app !== null && isOwnApp(app) ? null : app };
  } catch (error) {
    if (!(error instanceof Undecryptable)) throw error;
    return { flaw: `its token can’t be read with ENCRYPTION_KEY, since ${error.message}` };
  }

  function inEnvironment(variable: string | null): string | null {
    return variable === null ? null : (environment[variable]?.trim() ?? null);
  }

  function opened(sealed: string): string {
    if (!vault) throw new Undecryptable('it is not set');
    return vault.openEntered(name, sealed);
  }
}

function entered(connection: string, value: string): BotToken {
  return {
    value: () => value,
    isOrgWide: false,
    name: `the bot token of ${connection}`,
    remedy: 'Enter another one on the Home tab, under Connections.',
    hasExpired: () => {},
  };
}
