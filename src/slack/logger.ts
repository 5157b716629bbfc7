import { LogLevel, type Logger as SlackLogger } from '@slack/logger';
import type { Logger } from 'pino';

/** The app's log in the shape that Slack's libraries want. Their chatter goes one level down: our own lines say what matters. */
export function slackLogger(logger: Logger, name: string): SlackLogger {
  const child = logger.child({ library: name });
  const write =
    (level: 'debug' | 'trace') =>
    (...parts: unknown[]) =>
      child[level](parts.map(String).join(' '));
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
