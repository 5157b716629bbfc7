import { type Logger as SlackLogger, WebClient } from '@slack/web-api';
import { SECOND } from '../../clock.ts';

export interface SlackApi {
  /** Ends in a slash: `https://slack.com/api/`. */
  url: string;
  botToken: string;
}

/**
 * A Web API client that tries each call once: the courier alone retries, and a 429 stops one call instead of all.
 * Each client gets an options object of its own, since Slack's libraries change the ones they are given.
 */
export function webClient({ url, botToken }: SlackApi, timeout: number, logger: SlackLogger): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger,
  });
}

/** For calls that answer a person: a trigger lives three seconds, so later is as good as never. */
export const INTERACTIVE_TIMEOUT = 2.5 * SECOND;

/** For everything that may take its time. */
export const BACKGROUND_TIMEOUT = 15 * SECOND;
