import { DateTime } from 'luxon';
import { steadyZone } from './zones.ts';

/*
 * Dates as Slack shows them (https://docs.slack.dev/messaging/formatting-message-text#date-formatting), in the time zone
 * of whoever looks.
 */

function ordinal(day: number): string {
  const isTeen = day % 100 >= 11 && day % 100 <= 13;
  const ending = isTeen ? undefined : ['th', 'st', 'nd', 'rd'][day % 10];
  return `${day}${ending ?? 'th'}`;
}

function pretty(date: DateTime, now: DateTime): string | undefined {
  const days = date.startOf('day').diff(now.startOf('day'), 'days').days;
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(Math.round(days));
}

const plain = (date: DateTime) => `${date.toFormat('LLLL')} ${ordinal(date.day)}, ${date.year}`;
const long = (date: DateTime) => `${date.toFormat('cccc')}, ${plain(date)}`;

/** The heading above the messages of one day: `Today`, `Tuesday, January 6th`. */
export function dayDivider(date: DateTime, now: DateTime): string {
  const word = pretty(date, now);
  if (word !== undefined) return word.charAt(0).toUpperCase() + word.slice(1);
  return date.year === now.year ? long(date).replace(/, \d+$/, '') : long(date);
}

/** `3 minutes ago`, `in 2 hours`. */
export function ago(date: DateTime, now: DateTime): string {
  if (Math.abs(now.diff(date).toMillis()) < 60_000)
    return date <= now ? 'less than a minute ago' : 'in less than a minute';
  return date.toRelative({ base: now, locale: 'en' }) ?? date.toISO() ?? '';
}

const TOKENS: Record<string, (date: DateTime, now: DateTime) => string> = {
  date_num: (date) => date.toFormat('yyyy-LL-dd'),
  date_slash: (date) => date.toFormat('dd/LL/yyyy'),
  date: plain,
  date_pretty: (date, now) => pretty(date, now) ?? plain(date),
  date_short: (date) => date.toFormat('LLL d, yyyy'),
  date_short_pretty: (date, now) => pretty(date, now) ?? date.toFormat('LLL d, yyyy'),
  date_long: long,
  date_long_full: (date) => date.toFormat('LLLL d, yyyy'),
  date_long_pretty: (date, now) => pretty(date, now) ?? long(date),
  day_divider_pretty: dayDivider,
  time: (date) => date.toFormat('h:mm a'),
  time_secs: (date) => date.toFormat('h:mm:ss a'),
  ago,
};

export function inZone(epochMs: number, zone: string): DateTime {
  return DateTime.fromMillis(epochMs, { zone: steadyZone(zone), locale: 'en' });
}

/** Fills in a format such as `{date_short_pretty} at {time}`; tokens that Slack does not have stay as they are. */
export function formatDate(epochSeconds: number, format: string, zone: string, nowMs = Date.now()): string {
  const date = inZone(epochSeconds * 1000, zone);
  const now = inZone(nowMs, zone);
  const filled = format.replace(/\{(\w+)\}/g, (token, name: string) => TOKENS[name]?.(date, now) ?? token);
  const startsWithWord = /^\{(date|date_short|date_long)_pretty\}/.test(format);
  return startsWithWord ? filled.charAt(0).toUpperCase() + filled.slice(1) : filled;
}
