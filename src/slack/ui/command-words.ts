import { parseDuration } from '../../settings/duration.ts';
import { asTyped } from './escape.ts';

/** What follows a subcommand that is about a person: `@user 4h payments-primary`, in any order. */
export interface CommandWords {
  /** The Slack account that is mentioned first; null for none. */
  slackUserId: string | null;
  /** The first duration, in milliseconds; null for none. */
  duration: number | null;
  /** The rest, as typed. */
  rest: string;
}

/** @param escaped As Slack sends it: `<@U123|jane> 4h`. */
export function readCommandWords(escaped: string): CommandWords {
  const { slackUserId, rest } = readMention(escaped);
  const words = asTyped(rest).split(/\s+/);
  const at = words.findIndex((word) => (parseDuration(word.toLowerCase()) ?? 0) > 0);
  const duration = at < 0 ? null : parseDuration(words[at]?.toLowerCase() ?? '');
  return {
    slackUserId,
    duration,
    rest: words
      .filter((_, index) => index !== at)
      .join(' ')
      .trim(),
  };
}

/** The first mention of a person in escaped text, and the text without it. */
export function readMention(escaped: string): { slackUserId: string | null; rest: string } {
  const [mention = '', slackUserId = null] = /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/.exec(escaped) ?? [];
  return { slackUserId, rest: escaped.replace(mention, '').trim() };
}
