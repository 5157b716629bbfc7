import { type Logger as SlackLogger, type WebAPICallResult, WebClient } from '@slack/web-api';
import { SECOND } from '../../lib/clock.ts';
import type { Budget } from '../../notifications/queue/budget.ts';
import type { SlackFailure } from '../../notifications/queue/failure.ts';
import type { BotToken } from './bot-token.ts';
import { toSlackFailure } from './failures.ts';

export interface SlackApi {
  connectionId: number;
  /** Ends in a slash: `https://slack.com/api/`. */
  url: string;
  token: BotToken;
  /** Null before Slack has first said whose token it is. */
  teamId(): string | null;
}

/** Where every call comes by, before and after. */
export interface CallDeps {
  budget: Budget;
  observer: CallObserver;
  stopping: AbortSignal;
}

/** Who hears of every call, once it is answered or not. `failure` is null when it went well. */
export interface CallObserver {
  called(method: string, failure: SlackFailure | null): void;
}

/** For calls that answer a person: a trigger lives three seconds, so later is as good as never. */
export const INTERACTIVE_TIMEOUT = 2.5 * SECOND;

/** For everything that may take its time. */
const BACKGROUND_TIMEOUT = 15 * SECOND;

/** What is about one workspace, and says by nothing else which (https://docs.slack.dev/enterprise/organization-ready-apps). */
const NAMES_TEAM =
  /^(conversations\.(list|create)|users\.(list|lookupByEmail)|usergroups\.(list|users\.list|users\.update))$/;

/** How a client's calls come to their place in the budget. */
export type Lane =
  /** They answer a person: made at once, and counted. */
  | 'interactive'
  /** They wait until the budget has room for them. */
  | 'background'
  /** The courier has paid before it calls. */
  | 'prepaid';

/**
 * A Web API client that tries each call once: the courier alone retries, and a 429 stops one call instead of all.
 * Each client gets an options object of its own, since Slack's libraries change the ones they are given.
 */
export class SlackClient extends WebClient {
  constructor(
    private readonly workspace: SlackApi,
    private readonly lane: Lane,
    private readonly deps: CallDeps,
    logger: SlackLogger,
  ) {
    super(workspace.token.value(), {
      slackApiUrl: workspace.url,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: lane === 'interactive' ? INTERACTIVE_TIMEOUT : BACKGROUND_TIMEOUT,
      logger,
    });
  }

  /** What all methods of a WebClient end in. */
  override async apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const { budget, observer, stopping } = this.deps;
    const channel = options?.['channel'];
    const channelId = typeof channel === 'string' ? channel : null;
    const spending = { connectionId: this.workspace.connectionId, method, channelId };
    if (this.lane === 'background') await budget.admit(spending, stopping);
    if (this.lane === 'interactive') budget.overdraw(spending);
    try {
      const result = await super.apiCall(method, this.addressed(method, options));
      observer.called(method, null);
      return result;
    } catch (error) {
      const failure = toSlackFailure(error);
      if (failure.kind === 'rate_limited') budget.exhausted(spending, failure.retryAfter);
      observer.called(method, failure);
      throw error;
    }
  }

  /** With the token of now, and with the workspace where a token is good for several. */
  private addressed(method: string, options: Record<string, unknown> | undefined) {
    const { token, teamId } = this.workspace;
    const value = token.value();
    const team = token.isOrgWide && NAMES_TEAM.test(method) ? teamId() : null;
    return {
      ...options,
      ...(value !== this.token && { token: value }),
      ...(team !== null && { team_id: team }),
    };
  }
}
