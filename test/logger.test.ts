import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Logger } from 'pino';
import { createLogger } from '../src/logger.ts';

function logged(write: (logger: Logger) => void): string {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(createLogger('info', destination));
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
