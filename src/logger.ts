import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';
import { loggedError } from './lib/logged-error.ts';

export interface LoggerOptions {
  /** stdout unless told otherwise. */
  destination?: DestinationStream;
  /** What is in no line, wherever it turns up (`secretsIn`). */
  secrets?: readonly string[];
}

/** Slack tokens and our own API keys, wherever they turn up in a line: a message, an error, a URL, a nested object. */
const TOKENS = /\b(xox[a-z]|xapp|opk)([-_.])[A-Za-z0-9_.-]+/g;

/**
 * Addresses that let in whoever has them: sign-in links, links to acknowledge, the sockets that Slack hands out (`?ticket=`), where
 * Slack takes answers (`https://hooks.slack.com/actions/T…/…/…`), senders' keys (`?key=`), codes of OAuth, and names with passwords.
 */
const SECRET_ADDRESSES: [RegExp, string][] = [
  [/(\/(?:sign-in|acknowledge)\/)[\w.-]+/g, '$1[hidden]'],
  [/([?&](?:ticket|key|token|code|state|secret|password|routing_key)=)[^&\s"'\\]+/gi, '$1[hidden]'],
  [/(\/(?:actions|commands|app|services)\/)T[A-Z0-9]+\/[\w/-]+/g, '$1[hidden]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"'\\]+@/gi, '$1[hidden]@'],
  [/\b(opsknight_\w+=)[\w.-]+/g, '$1[hidden]'],
  [/\b(Bearer|Basic|GenieKey) +[\w.~+/=:-]{16,}/gi, '$1 [hidden]'],
];

/** Secrets without a shape of their own, by where they stand. */
const SECRET_PATHS = ['token', 'authorization', 'cookie'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.headers.${name}`,
  `headers.${name}`,
]);

/** A logger that writes one JSON object per line, and never a secret. */
export function createLogger(level: LogLevel, { destination, secrets = [] }: LoggerOptions = {}): Logger {
  const hide = hiding(secrets);
  const options = {
    level,
    redact: { paths: SECRET_PATHS, censor: '[hidden]' },
    serializers: { err: loggedError },
    hooks: { streamWrite: (line: string) => hide(withoutSecrets(line)) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The text with every token in it cut down to its kind, `xoxb-[hidden]`, and every secret address to where it leads. */
export function withoutSecrets(text: string): string {
  return SECRET_ADDRESSES.reduce(
    (rest, [pattern, shown]) => rest.replace(pattern, shown),
    text.replace(TOKENS, '$1$2[hidden]'),
  );
}

/** Takes these very texts out of a line, as they are and as JSON and addresses spell them. */
function hiding(secrets: readonly string[]): (line: string) => string {
  const spellings = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
  ]);
  if (spellings.length === 0) return (line) => line;
  // The longest first: one may begin with another.
  const sorted = [...new Set(spellings)].sort((one, other) => other.length - one.length);
  const any = new RegExp(sorted.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  return (line) => line.replace(any, '[hidden]');
}
