import type { AppIdentity } from '../workspace/workspace.ts';

/** What an app asks of a person when it sends them to `/oauth/v2/authorize`. */
export interface AuthorizationRequest {
  scopes: readonly string[];
  /** Where the person goes afterwards. */
  redirect: string;
  /** Whether the app said so itself: then it has to say the same again when it comes for the token. */
  isRedirectNamed: boolean;
  state: string | undefined;
  /** The workspace that the app wants to be installed in; the person's choice when it names none. */
  teamId: string | undefined;
}

const listOf = (text: string | null) => (text ?? '').split(/[\s,]+/).filter((one) => one !== '');

/** "The redirect_uri must match or be a subdirectory of a Redirect URL" (https://docs.slack.dev/authentication/installing-with-oauth). */
function isWithin(wanted: string, configured: string): boolean {
  if (!URL.canParse(wanted) || !URL.canParse(configured)) return false;
  const [one, other] = [new URL(wanted), new URL(configured)];
  const folder = other.pathname.endsWith('/') ? other.pathname : `${other.pathname}/`;
  return one.origin === other.origin && (one.pathname === other.pathname || one.pathname.startsWith(folder));
}

/** Reads the query of an authorize address; a sentence for the person when Slack would go no further. */
export function readAuthorization(app: AppIdentity, query: URLSearchParams): AuthorizationRequest | string {
  const { oauth_config: oauth } = app.manifest;
  if (query.get('client_id') !== app.credentials.clientId) return 'Invalid client_id parameter';
  const scopes = listOf(query.get('scope'));
  if (listOf(query.get('user_scope')).length > 0) return 'User tokens are not part of this workspace';
  if (scopes.length === 0) return 'No scopes requested';
  const unknown = scopes.filter((scope) => !oauth.scopes.bot.includes(scope));
  if (unknown.length > 0) return `Invalid permissions requested: the manifest does not name ${unknown.join(', ')}`;
  const [first] = oauth.redirect_urls;
  if (first === undefined) return 'The app has no redirect URLs: oauth_config.redirect_urls in its manifest';
  const named = query.get('redirect_uri');
  if (named !== null && !oauth.redirect_urls.some((one) => isWithin(named, one))) {
    return `redirect_uri did not match any configured URIs. Passed URI: ${named}`;
  }
  return {
    scopes,
    redirect: named ?? first,
    isRedirectNamed: named !== null,
    state: query.get('state') ?? undefined,
    teamId: query.get('team') ?? undefined,
  };
}

/** Where the person's browser goes. */
export function redirectAddress({ redirect, state }: AuthorizationRequest, outcome: Record<string, string>): string {
  const address = new URL(redirect);
  for (const [name, value] of Object.entries(outcome)) address.searchParams.set(name, value);
  if (state !== undefined) address.searchParams.set('state', state);
  return address.href;
}
