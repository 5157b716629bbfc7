import { answerTo, isOfConnection } from './slack-errors.ts';

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
export function isChannelClosed({ kind, code }: SlackFailure): boolean {
  return kind === 'refused' && answerTo(code) === 'use_fallback';
}

/** The workspace doesn't let the app change the message. */
export function isEditRefused({ kind, code }: SlackFailure): boolean {
  return kind === 'refused' && answerTo(code) === 'edit_refused';
}

/**
 * Something has answered this very request, be it Slack or a filter on the way. It may be the request's own fault, which a
 * connection that breaks is not.
 */
export function isAnswered({ kind, code }: SlackFailure): boolean {
  return kind === 'in_doubt' && !isOfConnection(code);
}

/** The message is no longer there to be changed: it has to be posted anew. */
export function isMessageGone({ kind, code }: SlackFailure): boolean {
  return kind === 'refused' && answerTo(code) === 'post_anew';
}
