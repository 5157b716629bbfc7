import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { kindOf, NOT_SLACKS_ANSWER } from '../../notifications/queue/slack-errors.ts';

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
  if (error instanceof WebAPIPlatformError) {
    const code = codeOf(error.data);
    return code === null
      ? new SlackFailure('in_doubt', NOT_SLACKS_ANSWER, 0, cause)
      : new SlackFailure(kindOf(code), code, 0, cause);
  }
  if (error instanceof WebAPIHTTPError) return new SlackFailure('in_doubt', `http_${error.statusCode}`, 0, cause);
  const code = connectionCode(error instanceof WebAPIRequestError ? error.original : error);
  return new SlackFailure(NEVER_SENT.has(code) ? 'unreachable' : 'in_doubt', code, 0, cause);
}

/**
 * Slack's error code; null for anything that is not Slack's way to refuse. A WebClient takes whatever comes with HTTP 200 for a
 * refusal, and the text of what is no JSON, a proxy's page or nothing at all, for its code.
 */
function codeOf({ ok, error }: { ok?: unknown; error?: unknown }): string | null {
  return ok === false && typeof error === 'string' && /^[a-z][a-z0-9_]*$/.test(error) ? error : null;
}

/** The innermost error code of a failed fetch ("ECONNRESET", "TimeoutError"). */
function connectionCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return connectionCode(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
