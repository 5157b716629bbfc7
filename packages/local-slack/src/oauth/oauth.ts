import { randomDigits, randomHex } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Timing } from '../timing.ts';
import { ApiError } from '../web-api/errors.ts';
import { type BotToken, lastingToken, rotatingToken } from '../workspace/bot-tokens.ts';
import type { Member } from '../workspace/members.ts';
import type { AppIdentity, Workspace } from '../workspace/workspace.ts';
import { type AuthorizationRequest, readAuthorization, redirectAddress } from './authorization.ts';

/** Where the app is to be installed: in one workspace, or in every one of the organization. */
export type Destination = Workspace | 'organization';

interface Granted {
  request: AuthorizationRequest;
  destination: Destination;
  installer: Member;
  at: number;
}

interface Exchange {
  code: string | undefined;
  redirect: string | undefined;
}

/** Installing the app as its users do (https://docs.slack.dev/authentication/installing-with-oauth). */
export class OAuth {
  readonly #codes = new Map<string, Granted>();

  constructor(
    readonly app: AppIdentity,
    private readonly workspaces: readonly Workspace[],
    private readonly timing: Timing,
  ) {}

  /** A sentence for the person when Slack would go no further. */
  read(query: URLSearchParams): AuthorizationRequest | string {
    return readAuthorization(this.app, query);
  }

  /** Where the app may be installed by this person; guests and strangers install nothing. */
  destinations({ teamId }: AuthorizationRequest, member: Member, home: Workspace): Destination[] {
    if (member.guest !== undefined || member.isStranger || member.isBot || member.deleted) return [];
    const own: Destination[] = teamId === undefined || teamId === home.teamId ? [home] : [];
    const isOrgWide = home.enterprise !== undefined && this.app.manifest.settings.org_deploy_enabled;
    return isOrgWide && (member.isAdmin || member.isOwner) ? [...own, 'organization'] : own;
  }

  /** The person allows it. Where their browser goes: back to the app, with a code. */
  allow(request: AuthorizationRequest, destination: Destination, installer: Member): string {
    const code = `${randomDigits(12)}.${randomDigits(13)}.${randomHex(64)}`;
    this.#codes.set(code, { request, destination, installer, at: Date.now() });
    return redirectAddress(request, { code });
  }

  cancel(request: AuthorizationRequest): string {
    return redirectAddress(request, { error: 'access_denied' });
  }

  /** Throws ApiError unless these are the app's own. */
  demandCredentials(clientId: string | undefined, clientSecret: string | undefined): void {
    const { credentials } = this.app;
    if (clientId !== credentials.clientId) throw new ApiError('invalid_client_id');
    if (clientSecret !== credentials.clientSecret) throw new ApiError('bad_client_secret');
  }

  /** A code is good once and for ten minutes. */
  exchange({ code = '', redirect }: Exchange): JsonObject {
    const granted = this.#codes.get(code);
    this.#codes.delete(code);
    if (!granted || Date.now() - granted.at > this.timing.codeLifetimeMs) throw new ApiError('invalid_code');
    const { request, destination, installer } = granted;
    const expected = request.isRedirectNamed ? request.redirect : undefined;
    if (redirect !== expected) throw new ApiError('bad_redirect_uri');
    const isOrgWide = destination === 'organization';
    const targets = isOrgWide ? this.#organization() : [destination];
    const token = this.#tokenFor(targets);
    for (const { installation } of targets) installation.install(token, request.scopes, targets, isOrgWide);
    return { ...describe(targets, token), authed_user: { id: installer.id } };
  }

  refresh(refreshToken: string | undefined): JsonObject {
    const targets = this.workspaces.filter(
      ({ installation }) => installation.tokens.byRefresh(refreshToken ?? '') !== undefined,
    );
    if (targets.length === 0) throw new ApiError('invalid_refresh_token');
    const token = rotatingToken(this.timing.tokenLifetimeMs);
    for (const { installation } of targets) installation.tokens.add(token);
    return describe(targets, token);
  }

  #organization(): Workspace[] {
    return this.workspaces.filter(({ enterprise }) => enterprise !== undefined);
  }

  /** Without rotation, an app that is installed once more gets the token it has. */
  #tokenFor(targets: readonly Workspace[]): BotToken {
    if (this.app.manifest.settings.token_rotation_enabled) return rotatingToken(this.timing.tokenLifetimeMs);
    const known = targets[0]?.installation.tokens.current;
    const isSame = targets.every(({ installation: one }) => one.isInstalled && one.tokens.current === known);
    return (isSame ? known : undefined) ?? lastingToken();
  }
}

/** https://docs.slack.dev/reference/methods/oauth.v2.access#response */
function describe(targets: readonly Workspace[], token: BotToken): JsonObject {
  const [workspace] = targets;
  if (!workspace) throw new ApiError('cannot_install_an_org_installed_app');
  const { enterprise, installation } = workspace;
  const rotation =
    token.expiresAt === undefined
      ? {}
      : { refresh_token: token.refresh, expires_in: Math.round((token.expiresAt - Date.now()) / 1000) };
  return {
    app_id: workspace.app.id,
    scope: [...workspace.scopes].join(','),
    token_type: 'bot',
    access_token: token.value,
    bot_user_id: workspace.botUserId,
    ...rotation,
    team: installation.isOrgWide ? null : { id: workspace.teamId, name: workspace.name },
    enterprise: enterprise ? { ...enterprise } : null,
    is_enterprise_install: installation.isOrgWide,
  };
}
