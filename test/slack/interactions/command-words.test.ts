import { expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import { readCommandWords, readMention } from '../../../src/slack/interactions/command.ts';

test.each([
  ['<@U123|jane> 4h payments primary', { slackUserId: 'U123', duration: 4 * HOUR, rest: 'payments primary' }],
  ['4H <@W9>', { slackUserId: 'W9', duration: 4 * HOUR, rest: '' }],
  ['payments &amp; search 90m', { slackUserId: null, duration: 90 * MINUTE, rest: 'payments & search' }],
  ['@jane 0s', { slackUserId: null, duration: null, rest: '@jane 0s' }],
  ['', { slackUserId: null, duration: null, rest: '' }],
])('%j', (escaped, words) => {
  expect(readCommandWords(escaped)).toEqual(words);
});

test('only the first mention is taken out of a text', () => {
  expect(readMention('<@U1|bob> ask <@U2|jane> too')).toEqual({ slackUserId: 'U1', rest: 'ask <@U2|jane> too' });
});
