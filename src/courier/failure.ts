/** What a failed call to Slack leaves open, and so what to do about it. */
export type FailureKind =
  /** Slack asks to wait; the call had no effect. */
  | 'rate_limited'
  /** Nothing reached Slack; the call had no effect. */
  | 'unreachable'
  /** Slack does not accept the token, or lacks a scope; no effect, and it works again once an operator has acted. */
  | 'not_admitted'
  /** No answer, or Slack stumbled: the call may or may not have had its effect. */
  | 'in_doubt'
  /** Slack understood and said no; the same call will be refused again. */
  | 'refused';

/** The one error that calls to Slack fail with. */
export class SlackFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    /** Slack's error code ("channel_not_found"), or what happened to the connection. */
    readonly code: string,
    /** Milliseconds that Slack asks to wait; only for `rate_limited`. */
    readonly retryAfter = 0,
    options?: ErrorOptions,
  ) {
    super(`Slack: ${code}`, options);
  }
}

/** The channel is out of the app's reach, for good or until somebody changes that: another channel must do. */
const CLOSED_CHANNEL = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
]);

/** The message is no longer there to be changed: it has to be posted anew. */
const MESSAGE_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found']);

export function isChannelClosed(failure: SlackFailure): boolean {
  return failure.kind === 'refused' && CLOSED_CHANNEL.has(failure.code);
}

export function isMessageGone(failure: SlackFailure): boolean {
  return failure.kind === 'refused' && MESSAGE_GONE.has(failure.code);
}
