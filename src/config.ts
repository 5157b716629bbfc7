import { z } from 'zod';
import { MIN_KEY_LENGTH } from './lib/keyring.ts';
import type { WhenUnknown } from './notifications/queue/attempt.ts';

/** Everything the environment decides. */
export interface Config {
  slack: {
    /** Null when not set: only what talks to Slack needs the tokens (`requireSlackTokens`). */
    botToken: string | null;
    appToken: string | null;
    signingSecret: string | null;
    /** Whether Slack's requests come over sockets that the app opens, or to addresses of its own. */
    mode: SlackMode;
    /** Ends with "/". */
    apiUrl: string;
    /** What to do with a message that may be in Slack or not, where the app may not look. */
    whenUnknown: WhenUnknown;
  };
  /** How the app is installed in more workspaces; null where it isn't. */
  oauth: {
    clientId: string;
    clientSecret: string;
    /** What signs the way through Slack; null: a text that the app has made itself. */
    stateSecret: string | null;
    /** Who may begin an installation. */
    installers: Installers;
  } | null;
  /** What tokens are kept under, the current one first; a second one can still be read with. */
  encryptionKeys: string[];
  /** `file:<path>` */
  databaseUrl: string;
  http: {
    host: string;
    /** 0: any that is free. */
    port: number;
    /** What links to our pages start with; no "/" at the end. Null: the address that the server gets, its port being 0. */
    baseUrl: string | null;
  };
  /** How people are reached past Slack; null for what isn't set. */
  mail: { url: string; from: string } | null;
  twilio: { sid: string; token: string; from: string; apiUrl: string } | null;
  /** Servers that webhooks and ntfy may lead to, as they are written; null when the settings alone say. */
  outgoingHosts: readonly string[] | null;
  /** The file with what runbooks may run on this machine; null for nothing. */
  runbookActions: string | null;
  /** Who is to hear every minute that the app lives; null for nobody. */
  deadManUrl: string | null;
  logLevel: LogLevel;
}

const SLACK_MODES = ['socket', 'http'] as const;
export type SlackMode = (typeof SLACK_MODES)[number];

/** What opens sockets, or proves that a request at our addresses is Slack's. */
export type InboundSecret = { appToken: string } | { signingSecret: string };
/** `botToken`: null where the first workspace is installed through OAuth. */
export type SlackTokens = { botToken: string | null } & InboundSecret;

const INSTALLERS = ['anyone', 'admins'] as const;
export type Installers = (typeof INSTALLERS)[number];

export interface ConfigProblem {
  variable: string;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  fix: string;
}

/** The environment can't be used as it is; says everything that is wrong with it at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: ConfigProblem[]) {
    super(describe(problems));
  }
}

const TOKENS = new Set(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']);

/** The problems as the operator reads them in the terminal. */
function describe(problems: ConfigProblem[]): string {
  const needsTokens = problems.some(({ variable }) => TOKENS.has(variable));
  return [
    ...problems.map(({ variable, message, fix }) => `  ${variable} ${message}.\n    ${fix}\n`),
    'Set it in the environment or in a file named .env; .env.example explains every variable.',
    ...(needsTokens ? ['No Slack workspace at hand? `npm run demo` shows everything and needs no tokens.'] : []),
  ].join('\n');
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const shown = ({ input }: { input?: unknown }) => JSON.stringify(input);
const notA = (what: string) => (issue: { input?: unknown }) => `is ${shown(issue)}, which is not ${what}`;
const webAddress = () => z.url({ protocol: /^https?$/, error: notA('a web address') });

const MIN_STATE_SECRET = 16;
/** The current one, and the one before while it is exchanged. */
const MAX_KEYS = 2;
/** `host`, `host:port`, `*.domain`, `[::1]:8080`. */
const HOST = /^(?:\*\.)?(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/;

const environment = z.object({
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_APP_TOKEN: z.string().optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^[0-9a-f]{16,128}$/, { error: () => 'is not a signing secret' })
    .optional(),
  SLACK_MODE: z.enum(SLACK_MODES, { error: notA('a choice') }).optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, { error: notA('a client id') })
    .optional(),
  // Never shown, like all that follows: they would end up in logs.
  SLACK_CLIENT_SECRET: z
    .string()
    .regex(/^\w{16,}$/, { error: () => 'is not a client secret' })
    .optional(),
  SLACK_STATE_SECRET: z
    .string()
    .min(MIN_STATE_SECRET, { error: () => 'is too short' })
    .optional(),
  SLACK_INSTALLERS: z.enum(INSTALLERS, { error: notA('a choice') }).default('anyone'),
  ENCRYPTION_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine((keys) => keys.length <= MAX_KEYS, { error: () => 'holds more than two keys' })
    .refine((keys) => keys.every((key) => key.length >= MIN_KEY_LENGTH), { error: () => 'is too short' })
    .optional(),
  SLACK_API_URL: webAddress().default('https://slack.com/api/'),
  SLACK_WHEN_UNKNOWN: z.enum(['repeat', 'give_up'], { error: notA('a choice') }).default('repeat'),
  DATABASE_URL: z
    .string()
    .regex(/^file:./, { error: notA('a database file') })
    .default('file:./data/opsknight.db'),
  HTTP_HOST: z
    .string()
    .regex(/^[^\s/]+$/, { error: notA('a host name or address') })
    .default('127.0.0.1'),
  HTTP_PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: notA('a port number') })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: notA('a port number') })
    .default(3000),
  BASE_URL: webAddress().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: () => 'is not the address of a mail server' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/@/, { error: notA('a mail address') })
    .optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC\w+$/, { error: notA('the SID of an account') })
    .optional(),
  // Never shown: it would end up in logs.
  TWILIO_AUTH_TOKEN: z
    .string()
    .regex(/^\w+$/, { error: () => 'is not a token of Twilio' })
    .optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+\d{7,15}$/, { error: notA('a telephone number') })
    .optional(),
  TWILIO_API_URL: webAddress().default('https://api.twilio.com'),
  OUTGOING_HOSTS: z
    .string()
    .toLowerCase()
    .transform((text) => text.split(/[\s,]+/).filter((host) => host !== ''))
    .refine((hosts) => hosts.every((host) => HOST.test(host)), {
      error: notA('a list of hosts such as ntfy.sh, *.example.com or 10.0.0.5:8080'),
    })
    .optional(),
  RUNBOOK_ACTIONS: z
    .string()
    .regex(/^\//, { error: notA('the whole path of a file') })
    .optional(),
  DEAD_MAN_URL: webAddress().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: notA('a log level') }).default('info'),
});

type Variable = keyof z.infer<typeof environment>;

const FIXES: Record<Variable, string> = {
  SLACK_BOT_TOKEN:
    'Copy the "Bot User OAuth Token" (starts with xoxb-) from https://api.slack.com/apps -> your app -> OAuth & Permissions.',
  SLACK_APP_TOKEN:
    'Make a token (starts with xapp-) with the scope connections:write at https://api.slack.com/apps -> your app -> Basic Information -> App-Level Tokens.',
  SLACK_SIGNING_SECRET:
    'Copy the "Signing Secret" (32 letters and digits) from https://api.slack.com/apps -> your app -> Basic Information -> App Credentials.',
  SLACK_MODE:
    'Write socket (the app dials out to Slack) or http (Slack calls the app under BASE_URL), or leave it out: http where SLACK_SIGNING_SECRET is set and SLACK_APP_TOKEN is not.',
  SLACK_CLIENT_ID:
    'Copy the "Client ID" (digits, a dot, digits) from https://api.slack.com/apps -> your app -> Basic Information -> App Credentials.',
  SLACK_CLIENT_SECRET:
    'Copy the "Client Secret" from https://api.slack.com/apps -> your app -> Basic Information -> App Credentials.',
  SLACK_STATE_SECRET: `Write a random text of ${MIN_STATE_SECRET} characters or more, or leave it out: then OpsKnight makes one.`,
  SLACK_INSTALLERS:
    'Write anyone (whoever opens /slack/install may begin) or admins (signed in, or with a link of `opsknight install-link`), or leave it out for anyone.',
  ENCRYPTION_KEY: `Write a random text of ${MIN_KEY_LENGTH} characters or more, such as \`openssl rand -base64 32\` gives; to exchange it: the new one, a comma, the old one.`,
  SLACK_API_URL: 'Leave it out, unless Slack is reached through a proxy of your own.',
  SLACK_WHEN_UNKNOWN:
    'Write repeat (post again: a message twice rather than none) or give_up (none rather than twice), or leave it out for repeat.',
  DATABASE_URL: 'Write file: and a path, such as file:./data/opsknight.db, or leave it out for just that one.',
  HTTP_HOST: 'Write an address of this machine, such as 127.0.0.1 (only this machine) or 0.0.0.0 (the whole network).',
  HTTP_PORT: 'Write a whole number from 1 to 65535, or leave it out for 3000 (0 takes any free port).',
  BASE_URL: 'Write the address under which browsers reach this server, such as http://opsknight.example.com:3000.',
  SMTP_URL: 'Write smtp:// or smtps://, such as smtp://user:password@mail.example.com:587; @ in a password is %40.',
  MAIL_FROM: 'Write whom mails come from, such as OpsKnight <opsknight@example.com>.',
  TWILIO_ACCOUNT_SID: 'Copy the Account SID from https://console.twilio.com.',
  TWILIO_AUTH_TOKEN: 'Copy the Auth Token from https://console.twilio.com.',
  TWILIO_FROM: 'Write a number of your Twilio account, such as +4930123456.',
  TWILIO_API_URL: 'Leave it out, unless Twilio is reached through something of your own.',
  OUTGOING_HOSTS:
    'Write the servers that webhooks and ntfy may lead to, with commas: ntfy.sh, *.example.com, 10.0.0.5:8080. Left out: those that opsknight.yml names.',
  RUNBOOK_ACTIONS:
    'Write the path of a file that lists what runbooks may run on this machine, such as /etc/opsknight/actions.yml, or leave it out: then they run nothing.',
  DEAD_MAN_URL: 'Write the address that a service such as healthchecks.io gives for pings, or leave it out.',
  LOG_LEVEL: `Write one of ${LOG_LEVELS.join(', ')}, or leave it out for info.`,
};

/**
 * Reads the environment; an empty variable counts as not set. Throws a ConfigError with every problem.
 * @param needs `slackTokens`: their absence is a problem too.
 */
export function readConfig(env: Record<string, string | undefined>, needs: { slackTokens?: boolean } = {}): Config {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const result = environment.safeParse(given);
  const problems = [
    ...(needs.slackTokens
      ? tokenProblems(secretsOf(given), modeOf(given), given['SLACK_CLIENT_ID'] !== undefined)
      : []),
    ...(result.error?.issues ?? []).map(toProblem),
    ...missingOf(given, ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'], ['ENCRYPTION_KEY']),
    ...missingOf(given, ['SMTP_URL', 'MAIL_FROM']),
    ...missingOf(given, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM']),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);

  const { data } = result;
  return {
    slack: {
      botToken: data.SLACK_BOT_TOKEN ?? null,
      appToken: data.SLACK_APP_TOKEN ?? null,
      signingSecret: data.SLACK_SIGNING_SECRET ?? null,
      mode: modeOf(data),
      apiUrl: `${withoutTrailingSlash(data.SLACK_API_URL)}/`,
      whenUnknown: data.SLACK_WHEN_UNKNOWN,
    },
    oauth: oauthOf(data),
    encryptionKeys: data.ENCRYPTION_KEY ?? [],
    databaseUrl: data.DATABASE_URL,
    http: {
      host: data.HTTP_HOST,
      port: data.HTTP_PORT,
      baseUrl: data.BASE_URL ? withoutTrailingSlash(data.BASE_URL) : defaultBaseUrl(data.HTTP_HOST, data.HTTP_PORT),
    },
    mail: data.SMTP_URL && data.MAIL_FROM ? { url: data.SMTP_URL, from: data.MAIL_FROM } : null,
    twilio: twilioOf(data),
    outgoingHosts: data.OUTGOING_HOSTS ?? null,
    runbookActions: data.RUNBOOK_ACTIONS ?? null,
    deadManUrl: data.DEAD_MAN_URL ?? null,
    logLevel: data.LOG_LEVEL,
  };
}

/** Some variables are of use only together. @param besides what they need, and is of use without them */
function missingOf(given: Record<string, string>, together: Variable[], besides: Variable[] = []): ConfigProblem[] {
  const missing = [...together, ...besides].filter((variable) => given[variable] === undefined);
  if (together.every((variable) => missing.includes(variable))) return [];
  const others = together.filter((variable) => !missing.includes(variable)).join(' and ');
  return missing.map((variable) => ({ variable, message: `is not set, but ${others}`, fix: FIXES[variable] }));
}

function oauthOf(data: z.infer<typeof environment>): Config['oauth'] {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = data;
  if (!clientId || !clientSecret) return null;
  return { clientId, clientSecret, stateSecret: stateSecret ?? null, installers: data.SLACK_INSTALLERS };
}

function twilioOf(data: z.infer<typeof environment>): Config['twilio'] {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_FROM: from, TWILIO_API_URL: apiUrl } = data;
  return sid && token && from ? { sid, token, from, apiUrl: withoutTrailingSlash(apiUrl) } : null;
}

/** HTTP where it is asked for, or where only that is possible. */
function modeOf(given: { SLACK_MODE?: string; SLACK_SIGNING_SECRET?: string; SLACK_APP_TOKEN?: string }): SlackMode {
  if (given.SLACK_MODE) return given.SLACK_MODE === 'http' ? 'http' : 'socket';
  return given.SLACK_SIGNING_SECRET && !given.SLACK_APP_TOKEN ? 'http' : 'socket';
}

/** The tokens, for whoever talks to Slack. Throws a ConfigError that says which is missing or wrong. */
export function requireSlackTokens({ slack, oauth }: Config): SlackTokens {
  const { botToken, appToken, signingSecret, mode } = slack;
  const problems = tokenProblems(slack, mode, oauth !== null);
  const inbound = mode === 'http' ? signingSecret && { signingSecret } : appToken && { appToken };
  if (!inbound || problems.length > 0) throw new ConfigError(problems);
  return { botToken, ...inbound };
}

type Secrets = Record<'botToken' | 'appToken' | 'signingSecret', string | null | undefined>;

function secretsOf(given: Record<string, string>): Secrets {
  return {
    botToken: given['SLACK_BOT_TOKEN'],
    appToken: given['SLACK_APP_TOKEN'],
    signingSecret: given['SLACK_SIGNING_SECRET'],
  };
}

/** @param isInstalled Whether workspaces are connected through OAuth, so that there need not be a token. */
function tokenProblems(
  { botToken, appToken, signingSecret }: Secrets,
  mode: SlackMode,
  isInstalled: boolean,
): ConfigProblem[] {
  return [
    ...(isInstalled && !botToken ? [] : secretProblem('SLACK_BOT_TOKEN', botToken, 'xoxb-')),
    ...(mode === 'http'
      ? secretProblem('SLACK_SIGNING_SECRET', signingSecret)
      : secretProblem('SLACK_APP_TOKEN', appToken, 'xapp-')),
  ];
}

/** The secret itself is never part of the message: it would end up in logs and screenshots. */
function secretProblem(variable: Variable, secret: string | null | undefined, prefix = ''): ConfigProblem[] {
  if (secret?.startsWith(prefix)) return [];
  const message = secret ? `does not start with ${prefix}` : 'is not set';
  return [{ variable, message, fix: FIXES[variable] }];
}

function toProblem(issue: z.core.$ZodIssue): ConfigProblem {
  const variable = environment.keyof().parse(issue.path[0]);
  return { variable, message: issue.message, fix: FIXES[variable] };
}

function defaultBaseUrl(host: string, port: number): string | null {
  return port === 0 ? null : `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function withoutTrailingSlash(url: string): string {
  let end = url.length;
  while (url.endsWith('/', end)) end--;
  return url.slice(0, end);
}
