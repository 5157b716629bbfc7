import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/** Slack tokens and our own API keys, wherever they turn up in a line: a message, an error, a URL, a nested object. */
const SECRETS = /\b(xox[a-z]|xapp|opk)([-_])[A-Za-z0-9_-]+/g;

/**
 * Addresses that let in whoever has them: sign-in links, the sockets that Slack hands out (`?ticket=`), and where Slack takes
 * answers (`https://hooks.slack.com/actions/T…/…/…`).
 */
const SECRET_ADDRESSES: [RegExp, string][] = [
  [/(\/sign-in\/)[\w-]+/g, '$1[hidden]'],
  [/([?&]ticket=)[^&\s"'\\]+/g, '$1[hidden]'],
  [/(\/(?:actions|commands|app|services)\/)T[A-Z0-9]+\/[\w/-]+/g, '$1[hidden]'],
];

/** Secrets without a shape of their own, by where they stand. */
const SECRET_PATHS = ['token', 'authorization', 'cookie'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.headers.${name}`,
  `headers.${name}`,
]);

/** A logger that writes one JSON object per line, to stdout unless told otherwise, and never a token. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: { paths: SECRET_PATHS, censor: '[hidden]' },
    hooks: { streamWrite: withoutSecrets },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The text with every token in it cut down to its kind, `xoxb-[hidden]`, and every secret address to where it leads. */
export function withoutSecrets(text: string): string {
  return SECRET_ADDRESSES.reduce(
    (rest, [pattern, shown]) => rest.replace(pattern, shown),
    text.replace(SECRETS, '$1$2[hidden]'),
  );
}
