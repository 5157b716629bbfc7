import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Installing } from '../http/deps.ts';
import type { SlackPerson } from '../http/store.ts';
import type { Clock } from '../lib/clock.ts';
import { mayInstall } from '../slack/installations/install-access.ts';
import { InstallLinks } from '../slack/installations/install-links.ts';
import { Installer } from '../slack/installations/installer.ts';
import type { InstallationStore } from '../slack/installations/store.ts';
import type { TokenVault } from '../slack/installations/token-vault.ts';
import { wantedScopes } from '../slack/manifest.ts';
import type { SlackWorkspaces } from '../slack/workspaces.ts';

interface Deps {
  config: Config;
  baseUrl: string;
  vault: TokenVault | null;
  /** Whether the first workspace that installs the app becomes the organisation's connection. */
  takesPrimary: boolean;
  store: InstallationStore;
  workspaces: SlackWorkspaces;
  clock: Clock;
  logger: Logger;
}

/** How the app is installed in more workspaces; null where the configuration leaves no way to. */
export async function installing(deps: Deps): Promise<Installing | null> {
  const { config, baseUrl, vault, takesPrimary, store, workspaces, clock, logger } = deps;
  if (!config.oauth || !vault) return null;
  const stateSecret = config.oauth.stateSecret ?? (await store.stateSecret());
  const installer = new Installer({
    app: { ...config.oauth, stateSecret },
    apiUrl: config.slack.apiUrl,
    redirectUri: `${baseUrl}/api/settings/slack-oauth/callback`,
    scopes: await wantedScopes(),
    store,
    vault,
    takesPrimary,
    onInstalled: (installed) => workspaces.takeUp(installed),
    clock,
    logger,
  });
  const access = {
    installers: config.oauth.installers,
    links: new InstallLinks(baseUrl, stateSecret),
    isAdmin: (person: SlackPerson) => workspaces.isAdmin(person),
    clock,
  };
  return {
    admits: (link, person) => mayInstall(link, person, access),
    begin: () => installer.begin(),
    finish: (query, state) => installer.finish(query, state),
  };
}
