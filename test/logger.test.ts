import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { Logger } from 'pino';
import type { LogLevel } from '../src/config.ts';
import { createLogger } from '../src/logger.ts';
import { secretsIn } from '../src/secrets-in.ts';
import { slackLogger } from '../src/slack/logger.ts';
import { keptLog } from './kept-log.ts';
import { isSecret, leaks } from './leaks.ts';

function logged(write: (logger: Logger) => void, level: LogLevel = 'info', secrets: string[] = []): string {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(createLogger(level, { destination, secrets }));
  return text;
}

test('a line is one JSON object', () => {
  const line = JSON.parse(logged((logger) => logger.info({ incident: 42 }, 'acknowledged')));
  expect(line).toMatchObject({ incident: 42, msg: 'acknowledged' });
});

test.each(['xoxb-12-34-abcDEF', 'xoxe.xoxb-1-Mi0y', 'xoxp-1-a', 'xapp-1-A01-2-deadbeef', 'opk_AbC-dEf_123'])(
  '%s is never logged',
  (secret) => {
    const text = logged((logger) => {
      logger.error(new Error(`invalid token ${secret}!`));
      logger.info({ deep: { er: [{ value: secret }] } }, `sent with ${secret}`);
      logger.info({ url: `https://slack.com/api/auth.test?token=${secret}&x=1` });
    });
    expect(text).not.toContain(secret);
    expect(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3);
  },
);

test('headers and tokens without a shape of their own are hidden by their place', () => {
  const text = logged((logger) => {
    logger.info({ token: 'aaa', headers: { authorization: 'bbb', cookie: 'ccc' } });
    logger.info({ request: { headers: { authorization: 'ddd' } }, session: { token: 'eee' } });
  });
  expect(text).not.toMatch(/aaa|bbb|ccc|ddd|eee/);
});

test.each([
  ['a sign-in link', 'http://127.0.0.1:3000/sign-in/', 'AbC-dEf_123', '?x'],
  ['the address of a socket', 'wss://wss-primary.slack.com/link/?app_id=A1&ticket=', '6f1c-44', '&x=1'],
  ['a response URL', 'https://hooks.slack.com/actions/', 'T012AB/4512/xYz9', ' failed'],
  ['a response URL of a command', 'https://hooks.slack.com/commands/', 'T012AB/4512/xYz9', ''],
  ['a link to acknowledge', 'http://127.0.0.1:3000/acknowledge/', '1.42.bob.AbC-d', '?x'],
  ['the key of a sender', 'http://127.0.0.1:3000/api/integrations/webhook?key=', 'AbC-d_123', '&group=alert'],
  ['the way back from Slack', 'http://127.0.0.1:3000/api/settings/slack-oauth/callback?code=', '1.2.abc', '&x=1'],
  ['a header', 'Basic ', 'QUMxMjM6c2VjcmV0c2VjcmV0', ''],
  ['a session', 'Cookie: opsknight_session=', 'AbC-d_123', '; x'],
  ['an incoming webhook', 'https://hooks.slack.com/services/', 'T012AB/B01/xYz9', ''],
])('%s is logged without what makes it work', (_, before, secret, after) => {
  const text = logged((logger) => {
    logger.error(new Error(`${before}${secret}${after}`));
    logger.info({ deep: { url: `${before}${secret}${after}` } });
  });
  expect(text).not.toContain(secret);
  expect(text).toContain(`${before}[hidden]${after}`);
});

test("of what Slack's libraries say, nothing is logged that people wrote", () => {
  const text = logged((logger) => {
    const library = slackLogger(logger, 'bolt');
    library.debug('http request body: {"text":"private words"}');
    library.debug('Calling ack() - type: slash_commands, envelope_id: 42, data: "private words"');
    library.debug(['private words'], { text: 'private words' });
    library.warn('Unable to parse an incoming WebSocket message (will ignore): SyntaxError, private words');
    library.error(new Error('not sent: [ private words ]'));
    library.info("apiCall('chat.postMessage') start");
  }, 'trace');
  expect(text).not.toContain('private words');
  expect(text).toContain('http request body: …');
  expect(text).toContain("apiCall('chat.postMessage') start");
});

test('the password in the address of a mail server or proxy is not logged', () => {
  const text = logged((logger) => logger.warn(new Error('smtp://jane:swordfish@mail.example.com:587 is away')));
  expect(text).toContain('smtp://[hidden]@mail.example.com:587');
});

test('of an error that a library throws, nothing is logged of the request that it has with it', () => {
  const request = { headers: { 'x-token': 'aaa' }, body: 'private words', params: ['bbb'] };
  const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', request });
  const error = Object.assign(new Error('the call failed', { cause }), { request, original: cause, data: request });
  const text = logged((logger) => logger.error({ err: error }, 'a delivery could not be attempted'));
  expect(text).not.toMatch(/aaa|bbb|private words/);
  expect(JSON.parse(text).err).toMatchObject({
    message: 'the call failed',
    stack: expect.stringContaining('logger.test'),
    cause: { message: 'socket hang up', code: 'ECONNRESET' },
  });
});

describe('what the environment holds', () => {
  const environment = {
    ENCRYPTION_KEY: 'first "key" with quotes,the second key',
    SLACK_SIGNING_SECRET: '0123456789abcdef',
    BILLING_WEBHOOK_SECRET: 'swordfish/of/billing',
    SMTP_URL: 'smtp://jane:pass%40word%21@mail.example.com',
    DEAD_MAN_URL: 'https://hc-ping.example/5f0c',
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 'twiliotoken',
    LOG_LEVEL: 'trace',
    HTTP_PORT: '3000',
  };
  const secrets = secretsIn(environment);

  test('is known to be secret by the names of variables, and nothing else of it', () => {
    expect(secrets).toEqual(
      expect.arrayContaining(['first "key" with quotes', 'the second key', 'swordfish/of/billing', 'pass@word!']),
    );
    expect(secrets.join()).not.toMatch(/trace|3000|mail\.example/);
  });

  test('is in no line, however it is spelled there', () => {
    const text = logged(
      (logger) => {
        for (const secret of secrets) {
          logger.trace({ deep: [{ er: secret }] }, `${secret} and ${encodeURIComponent(secret)}`);
          logger.error({ err: new Error(`refused: ${secret}`) });
        }
      },
      'trace',
      secrets,
    );
    const spellings = secrets.flatMap((one) => [one, JSON.stringify(one).slice(1, -1), encodeURIComponent(one)]);
    expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
    expect(() =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).not.toThrow();
  });
});

test('a secret in the log of a test fails its file', () => {
  const { lines } = keptLog();
  isSecret('swordfish of jane');
  const leaking = ['{"msg":"swordfish of jane"}', '{"msg":"5vUXCU0bTsAfkq2-dC3m_oSgYxEuh1W9ZLrPnJtQaiM"}'];
  lines.push('{"msg":"all is well"}', ...leaking);
  expect(leaks()).toEqual(leaking);
});
