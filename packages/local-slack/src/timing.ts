/** The clocks that Slack runs an app by, in milliseconds. Tests shorten them; nothing else should. */
export interface Timing {
  /** An envelope has to be acknowledged within this time (https://docs.slack.dev/interactivity/handling-user-interaction). */
  ackDeadlineMs: number;
  /** A trigger_id is good for this long (https://docs.slack.dev/surfaces/modals#opening). */
  triggerLifetimeMs: number;
  /** An unacknowledged event is sent again after each of these waits, then given up (https://docs.slack.dev/apis/events-api#retries). */
  eventRetryDelaysMs: readonly number[];
  /** How long an address for a socket is good. No page says: half a minute is what was measured. */
  ticketLifetimeMs: number;
  /** How often a ping frame goes over each socket. */
  pingIntervalMs: number;
  /** Tokens that are rotated live this long (https://docs.slack.dev/authentication/using-token-rotation). */
  tokenLifetimeMs: number;
  /** The code of an installation has to be exchanged within this time (https://docs.slack.dev/authentication/installing-with-oauth). */
  codeLifetimeMs: number;
}

export const SLACK_TIMING: Timing = {
  ackDeadlineMs: 3_000,
  triggerLifetimeMs: 3_000,
  eventRetryDelaysMs: [0, 60_000, 300_000],
  ticketLifetimeMs: 30_000,
  pingIntervalMs: 5_000,
  tokenLifetimeMs: 12 * 60 * 60_000,
  codeLifetimeMs: 10 * 60_000,
};
