import { SECOND, type UtcMs } from '../../lib/clock.ts';
import { duration } from '../../words/time.ts';

/*
 * Times as Slack's date tokens, which every reader sees in their own zone and language, with UTC for readers that know
 * no tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */

/** mrkdwn such as "2 minutes ago", kept true by Slack. */
export function ago(at: UtcMs): string {
  return token(at, '{ago}');
}

/** mrkdwn such as "in 5 minutes", kept true by Slack; `remaining` milliseconds from now. */
export function ahead(at: UtcMs, remaining: number): string {
  return token(at, '{ago}', `in ${duration(remaining)}`);
}

/**
 * mrkdwn such as "Tomorrow at 9:00". Slack begins it with a capital; `before` is a word that goes before it in a sentence:
 * "until tomorrow at 9:00".
 */
export function dateAndTime(at: UtcMs, before?: string): string {
  if (before === undefined) return token(at, '{date_short_pretty} at {time}');
  return token(at, `${before} {date_short_pretty} at {time}`, `${before} ${utc(at)}`);
}

/** The same after words whose last one is ours: "Snoozed by @jane until tomorrow at 9:00". */
export function withDateAndTime(words: string, at: UtcMs): string {
  const last = words.lastIndexOf(' ') + 1;
  return words.slice(0, last) + dateAndTime(at, words.slice(last));
}

/** "2026-01-05 09:00 UTC". */
export function utc(at: UtcMs): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function token(at: UtcMs, format: string, otherwise = utc(at)): string {
  return `<!date^${Math.floor(at / SECOND)}^${format}|${otherwise}>`;
}

/** "(delayed by 12 min)"; empty when there is no delay worth saying. */
export function delay(lateBy: number | null): string {
  return lateBy === null ? '' : `(delayed by ${duration(lateBy)})`;
}
