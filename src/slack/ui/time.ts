import { DAY, HOUR, MINUTE, SECOND, type UtcMs } from '../../clock.ts';

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

/** mrkdwn such as "tomorrow at 9:00". */
export function dateAndTime(at: UtcMs): string {
  return token(at, '{date_short_pretty} at {time}');
}

/** "2026-01-05 09:00 UTC". */
export function utc(at: UtcMs): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** "12 min", "2 h 5 min", "3 d 4 h": the two largest units, rounded down. */
export function duration(ms: number): string {
  if (ms < MINUTE) return 'less than a minute';
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (days > 0) return pair(`${days} d`, hours, 'h');
  return hours > 0 ? pair(`${hours} h`, minutes, 'min') : `${minutes} min`;
}

/** "just now", "2 min ago": for places that don't know date tokens. */
export function since(at: UtcMs, now: UtcMs): string {
  return now - at < MINUTE ? 'just now' : `${duration(now - at)} ago`;
}

function pair(large: string, small: number, unit: string): string {
  return small > 0 ? `${large} ${small} ${unit}` : large;
}

function token(at: UtcMs, format: string, otherwise = utc(at)): string {
  return `<!date^${Math.floor(at / SECOND)}^${format}|${otherwise}>`;
}
