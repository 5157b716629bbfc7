import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { SECOND } from '../../lib/clock.ts';
import { slackLogger } from '../logger.ts';

const PATIENCE = 10 * SECOND;

/** For calls besides those of a workspace: each is made once, by nobody's budget. A new object each time: Slack's libraries change theirs. */
export function plainOptions(apiUrl: string, logger: Logger, part: string): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: PATIENCE,
    logger: slackLogger(logger, part),
  };
}
