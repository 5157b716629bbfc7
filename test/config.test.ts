import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Config, ConfigError, readConfig, requireSlackTokens } from '../src/config.ts';

function problemsOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment is enough for everything but Slack', () => {
  expect(readConfig({})).toEqual({
    slack: {
      botToken: null,
      appToken: null,
      signingSecret: null,
      mode: 'socket',
      apiUrl: 'https://slack.com/api/',
      whenUnknown: 'repeat',
    },
    oauth: null,
    encryptionKeys: [],
    databaseUrl: 'file:./data/opsknight.db',
    http: { host: '127.0.0.1', port: 3000, baseUrl: 'http://127.0.0.1:3000' },
    mail: null,
    twilio: null,
    outgoingHosts: null,
    runbookActions: null,
    deadManUrl: null,
    logLevel: 'info',
  } satisfies Config);
});

test('every variable is read', () => {
  expect(
    readConfig({
      SLACK_BOT_TOKEN: ' xoxb-1 ',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_SIGNING_SECRET: '0123456789abcdef',
      SLACK_MODE: 'http',
      SLACK_API_URL: 'http://127.0.0.1:3100/api',
      SLACK_WHEN_UNKNOWN: 'give_up',
      DATABASE_URL: 'file:/var/lib/opsknight.db',
      HTTP_HOST: '0.0.0.0',
      HTTP_PORT: '8080',
      BASE_URL: 'https://opsknight.example.com/',
      LOG_LEVEL: 'debug',
    }),
  ).toEqual({
    slack: {
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      signingSecret: '0123456789abcdef',
      mode: 'http',
      apiUrl: 'http://127.0.0.1:3100/api/',
      whenUnknown: 'give_up',
    },
    oauth: null,
    encryptionKeys: [],
    databaseUrl: 'file:/var/lib/opsknight.db',
    http: { host: '0.0.0.0', port: 8080, baseUrl: 'https://opsknight.example.com' },
    mail: null,
    twilio: null,
    outgoingHosts: null,
    runbookActions: null,
    deadManUrl: null,
    logLevel: 'debug',
  } satisfies Config);
});

test('a variable that is empty counts as not set', () => {
  expect(readConfig({ HTTP_PORT: '', SLACK_BOT_TOKEN: ' ', BASE_URL: '' })).toEqual(readConfig({}));
});

test('links lead to where the server listens unless BASE_URL says otherwise', () => {
  expect(readConfig({ HTTP_HOST: 'ops.internal', HTTP_PORT: '81' }).http.baseUrl).toBe('http://ops.internal:81');
  expect(readConfig({ HTTP_HOST: '::1' }).http.baseUrl).toBe('http://[::1]:3000');
  expect(readConfig({ HTTP_PORT: '0' }).http).toMatchObject({ port: 0, baseUrl: null });
});

test('every problem is reported at once, each with what to do', () => {
  const problems = problemsOf(() =>
    readConfig({
      SLACK_API_URL: 'slack.com',
      DATABASE_URL: 'postgres://db',
      HTTP_HOST: 'http://x',
      HTTP_PORT: '70000',
      BASE_URL: 'ftp://x',
      LOG_LEVEL: 'loud',
    }),
  );
  expect(problems.map(({ variable }) => variable)).toEqual([
    'SLACK_API_URL',
    'DATABASE_URL',
    'HTTP_HOST',
    'HTTP_PORT',
    'BASE_URL',
    'LOG_LEVEL',
  ]);
  expect(problems.at(-1)).toEqual({
    variable: 'LOG_LEVEL',
    message: 'is "loud", which is not a log level',
    fix: 'Write one of fatal, error, warn, info, debug, trace, silent, or leave it out for info.',
  });
  for (const { fix } of problems) expect(fix).not.toBe('');
});

test.each(['65536', '-1', '80a', '3000.5'])('%s is not a port', (port) => {
  expect(problemsOf(() => readConfig({ HTTP_PORT: port }))).toMatchObject([{ variable: 'HTTP_PORT' }]);
});

describe('the Slack tokens', () => {
  test('are handed out when both are there', () => {
    const config = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }, { slackTokens: true });
    expect(requireSlackTokens(config)).toEqual({ botToken: 'xoxb-1', appToken: 'xapp-1' });
  });

  test('a signing secret takes the place of the app token where Slack calls the app', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef' };
    const secrets = { botToken: 'xoxb-1', signingSecret: '0123456789abcdef' };
    expect(requireSlackTokens(readConfig(env))).toEqual(secrets);
    const both = { ...env, SLACK_APP_TOKEN: 'xapp-1' };
    expect(requireSlackTokens(readConfig(both))).toEqual({ botToken: 'xoxb-1', appToken: 'xapp-1' });
    expect(requireSlackTokens(readConfig({ ...both, SLACK_MODE: 'http' }))).toEqual(secrets);
    const missing = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_MODE: 'http' };
    expect(problemsOf(() => readConfig(missing, { slackTokens: true }))).toMatchObject([
      { variable: 'SLACK_SIGNING_SECRET', message: 'is not set', fix: expect.stringContaining('App Credentials') },
    ]);
  });

  test('that are missing are named, with where to get them and what needs none', () => {
    const error = new ConfigError(problemsOf(() => requireSlackTokens(readConfig({}))));
    expect(error.message).toMatch(/SLACK_BOT_TOKEN is not set.*xoxb-.*api\.slack\.com\/apps.*OAuth & Permissions/s);
    expect(error.message).toMatch(/SLACK_APP_TOKEN is not set.*xapp-.*connections:write.*App-Level Tokens/s);
    expect(error.message).toContain('npm run demo');
  });

  test('of the wrong kind are named, but never shown', () => {
    const config = readConfig({ SLACK_BOT_TOKEN: 'xapp-secret', SLACK_APP_TOKEN: 'xapp-1' });
    const problems = problemsOf(() => requireSlackTokens(config));
    expect(problems).toMatchObject([{ variable: 'SLACK_BOT_TOKEN', message: 'does not start with xoxb-' }]);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  test('are reported together with everything else when they are needed', () => {
    const problems = problemsOf(() => readConfig({ HTTP_PORT: 'x', SLACK_APP_TOKEN: 'xapp-1' }, { slackTokens: true }));
    expect(problems.map(({ variable }) => variable)).toEqual(['SLACK_BOT_TOKEN', 'HTTP_PORT']);
  });
});

test('.env.example explains every variable that is read, and no other', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const explained = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)]
    .map(([, variable]) => variable)
    .filter((variable) => !variable?.startsWith('RUNBOOK_SECRET_')); // they are called as runbooks call them
  const bad = {
    ...Object.fromEntries(explained.map((variable) => [String(variable), '//'])),
    RUNBOOK_ACTIONS: 'no whole path',
  };
  const read = problemsOf(() => readConfig(bad, { slackTokens: true })).map(({ variable }) => variable);
  expect(read.sort()).toEqual(explained.sort());
  expect(explained).toHaveLength(24);
});
