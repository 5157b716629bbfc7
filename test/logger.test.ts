import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Logger } from 'pino';
import type { LogLevel } from '../src/config.ts';
import { createLogger } from '../src/logger.ts';
import { slackLogger } from '../src/slack/logger.ts';

function logged(write: (logger: Logger) => void, level: LogLevel = 'info'): string {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(createLogger(level, destination));
  return text;
}

test('a line is one JSON object', () => {
  const line = JSON.parse(logged((logger) => logger.info({ incident: 42 }, 'acknowledged')));
  expect(line).toMatchObject({ incident: 42, msg: 'acknowledged' });
});

test.each(['xoxb-12-34-abcDEF', 'xoxp-1-a', 'xapp-1-A01-2-deadbeef', 'opk_AbC-dEf_123'])(
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
