import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import {
  type Installation as Granted,
  InstallProvider,
  InvalidStateError,
  MissingCodeError,
  MissingStateError,
} from '@slack/oauth';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { toSlackFailure } from '../api/failures.ts';
import { pagesOf } from '../api/pages.ts';
import { plainOptions } from '../api/plain-client.ts';
import type { Connection } from '../directory/store.ts';
import { slackLogger } from '../logger.ts';
import { OneTimeStates, STATE_SECONDS } from './one-time-states.ts';
import type { InstallationStore, Team } from './store.ts';
import { lifeOf, type TokenVault } from './token-vault.ts';

const STATE_COOKIE = 'state';
/** As many as Slack gives at once. */
const TEAMS = 1000;

export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  /** What states are signed with. */
  stateSecret: string;
}

export interface InstallerDeps {
  app: OAuthApp;
  /** Ends in a slash. */
  apiUrl: string;
  /** Where Slack sends browsers back to. */
  redirectUri: string;
  scopes: readonly string[];
  store: InstallationStore;
  vault: TokenVault;
  /** Whether the first workspace becomes the organisation's connection. */
  takesPrimary: boolean;
  /** These connections have tokens now, or others than before. */
  onInstalled(connections: readonly Connection[]): Promise<void>;
  clock: Clock;
  logger: Logger;
}

/** What came of the way through Slack. */
export type InstallOutcome =
  /** `workspaces`: the names of those that the app is in now. */
  | { kind: 'installed'; name: string; isOrgWide: boolean; workspaces: string[] }
  | { kind: 'denied' }
  /** It is not the way back of an installation that this browser has begun, or it has been used before. */
  | { kind: 'foreign' }
  /** Slack does not take the code. */
  | { kind: 'code_refused' }
  /** Slack could not be asked. */
  | { kind: 'unavailable' };

/** Gets the app into workspaces: https://docs.slack.dev/authentication/installing-with-oauth */
export class Installer {
  private readonly provider: InstallProvider;
  private readonly states: OneTimeStates;
  private readonly installed = new WeakMap<Granted, InstallOutcome>();

  constructor(private readonly deps: InstallerDeps) {
    const { app, apiUrl, store, clock, logger } = deps;
    this.states = new OneTimeStates(app.stateSecret, store, clock);
    this.provider = new InstallProvider({
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
      stateStore: this.states,
      stateCookieName: STATE_COOKIE,
      stateCookieExpirationSeconds: STATE_SECONDS,
      clientOptions: this.clientOptions(),
      logger: slackLogger(logger, 'oauth'),
      installationStore: {
        storeInstallation: (granted) => this.store(granted),
        fetchInstallation: () => Promise.reject(new Error('installations are read from the storage')),
      },
    });
  }

  /** Where a browser goes to be asked, and what it has to show when it comes back. */
  async begin(): Promise<{ url: string; state: string }> {
    const { redirectUri, scopes } = this.deps;
    const options = { scopes: [...scopes], redirectUri };
    const state = await this.states.generateStateParam(options);
    return { url: await this.provider.generateInstallUrl(options, true, state), state };
  }

  /**
   * A browser comes back from Slack.
   * @param query of the address that it comes to
   * @param state what it was given when it went
   */
  async finish(query: URLSearchParams, state: string | undefined): Promise<InstallOutcome> {
    // The library speaks to Node's server; whoever asks here answers in words of their own.
    const request = new IncomingMessage(new Socket());
    request.url = `/?${query}`;
    request.headers = { host: 'localhost', ...(state !== undefined && { cookie: `${STATE_COOKIE}=${state}` }) };
    let outcome: InstallOutcome = { kind: 'unavailable' };
    await this.provider.handleCallback(request, new ServerResponse(request), {
      success: (granted) => {
        outcome = this.installed.get(granted) ?? outcome;
      },
      failure: (error) => {
        outcome = this.failed(error, query);
      },
    });
    return outcome;
  }

  private failed(error: Error, query: URLSearchParams): InstallOutcome {
    if (query.get('error') === 'access_denied') return { kind: 'denied' };
    const isForeign = [InvalidStateError, MissingStateError, MissingCodeError].some((kind) => error instanceof kind);
    if (isForeign) {
      this.deps.logger.warn({ reason: error.message }, 'an installation was refused: its state does not hold');
      return { kind: 'foreign' };
    }
    const { code } = toSlackFailure(error);
    this.deps.logger.warn({ code, reason: error.message }, 'an installation could not be finished');
    return { kind: error instanceof WebAPIPlatformError ? 'code_refused' : 'unavailable' };
  }

  private async store(granted: Granted): Promise<void> {
    const { store, vault, clock, logger, takesPrimary, onInstalled } = this.deps;
    const { bot, user, team, enterprise, isEnterpriseInstall: isOrgWide = false } = granted;
    const owner = isOrgWide ? enterprise : team;
    if (!bot || !owner) throw new Error('Slack has granted no bot');
    const now = clock.now();
    const tokens = {
      accessToken: bot.token,
      rotation:
        bot.refreshToken === undefined || bot.expiresAt === undefined
          ? null
          : { refreshToken: bot.refreshToken, ...lifeOf(bot.expiresAt - Date.now() / 1000, now) },
    };
    const teams = team ? [{ id: team.id, name: team.name ?? team.id }] : await grantedTeams(this.client(bot.token));
    const name = owner.name ?? owner.id;
    const installation = {
      ownerId: owner.id,
      name,
      isOrgWide,
      enterpriseId: enterprise?.id ?? null,
      botUserId: bot.userId,
      scopes: bot.scopes,
      tokens: vault.seal(owner.id, tokens),
      installedBy: user.id,
      installedAt: now,
    };
    const connections = await store.install(installation, teams, takesPrimary);
    logger.info({ workspace: name, isOrgWide, by: user.id }, 'the app was installed');
    await onInstalled(connections);
    this.installed.set(granted, {
      kind: 'installed',
      name,
      isOrgWide,
      workspaces: teams.map((one) => one.name),
    });
  }

  private client(token: string): WebClient {
    return new WebClient(token, this.clientOptions());
  }

  private clientOptions() {
    return plainOptions(this.deps.apiUrl, this.deps.logger, 'oauth');
  }
}

/** The workspaces that an organisation lets the app into. @throws what the call fails with */
export async function grantedTeams(client: WebClient): Promise<Team[]> {
  const teams: Team[] = [];
  for await (const page of pagesOf((cursor) => client.auth.teams.list({ limit: TEAMS, cursor }))) {
    teams.push(...(page.teams ?? []).flatMap(({ id, name }) => (id ? [{ id, name: name ?? id }] : [])));
  }
  return teams;
}
