import { LogLevel, type Logger as SlackLogger } from '@slack/logger';
import type { Logger } from 'pino';

/** Where a payload begins: what Slack and people have said, in JSON, quoted, or as it came. */
const PAYLOAD = /[{["]|\(will ignore\)/;

/**
 * The app's log in the shape that Slack's libraries want. Their chatter goes one level
 * down, since our own lines say what matters, and without the payloads that they repeat, since those hold what people wrote.
 */
export function slackLogger(logger: Logger, name: string): SlackLogger {
  const child = logger.child({ library: name });
  const write =
    (level: 'debug' | 'trace') =>
    (...parts: unknown[]) =>
      child[level](withoutPayload(parts.map(wordsOf).join(' ')));
  return {
    debug: write('trace'),
    info: write('debug'),
    warn: write('debug'),
    error: write('debug'),
    setLevel() {},
    getLevel: () => (logger.isLevelEnabled('trace') ? LogLevel.DEBUG : LogLevel.INFO),
    setName() {},
  };
}

function wordsOf(part: unknown): string {
  return typeof part === 'object' && !(part instanceof Error) ? '…' : String(part);
}

function withoutPayload(text: string): string {
  const start = text.search(PAYLOAD);
  return start === -1 ? text : `${text.slice(0, start)}…`;
}
