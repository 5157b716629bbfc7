import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { SlackFailure } from '../../courier/failure.ts';

/** Slack answered, but could not do it now; it may have done it all the same. */
const STUMBLED = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** The token isn't accepted, or not for this: an operator has to act, and then the same call works. */
const NOT_ADMITTED = new Set([
  'access_denied',
  'account_inactive',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'no_permission',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);

/** Errors of a connection that was never made: the request can't have had an effect. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whatever a WebClient throws, as what it leaves open. */
export function toSlackFailure(error: unknown): SlackFailure {
  if (error instanceof SlackFailure) return error;
  const cause = { cause: error };
  if (error instanceof WebAPIRateLimitedError) {
    return new SlackFailure('rate_limited', 'ratelimited', error.retryAfter * 1000, cause);
  }
  if (error instanceof WebAPIPlatformError)
    return new SlackFailure(platformKind(error.data.error), error.data.error, 0, cause);
  if (error instanceof WebAPIHTTPError) return new SlackFailure('in_doubt', `http_${error.statusCode}`, 0, cause);
  const code = connectionCode(error instanceof WebAPIRequestError ? error.original : error);
  return new SlackFailure(NEVER_SENT.has(code) ? 'unreachable' : 'in_doubt', code, 0, cause);
}

function platformKind(code: string) {
  if (code === 'ratelimited') return 'rate_limited';
  if (STUMBLED.has(code)) return 'in_doubt';
  return NOT_ADMITTED.has(code) ? 'not_admitted' : 'refused';
}

/** The innermost error code of a failed fetch ("ECONNRESET", "TimeoutError"). */
function connectionCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return connectionCode(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
