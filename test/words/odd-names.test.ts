import { expect, test } from '@jest/globals';
import { explainOutside } from '../../src/notifications/queue/outside-errors.ts';
import { errorLabel, explain, kindOf } from '../../src/notifications/queue/slack-errors.ts';
import { roleWord } from '../../src/words/roles.ts';
import { stepWords } from '../../src/words/runbooks.ts';

/** Every object has something of these names. */
const NAMES = ['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty'];

test.each(NAMES)('what is called %s is as unknown as anything else', (name) => {
  expect(explain(name).meaning).toContain(name);
  expect(kindOf(name)).toBe('refused');
  expect(errorLabel(name)).toMatch(/^(?:other|connection)$/);
  expect(explainOutside(`outgoing:${name}`)?.meaning).toEqual(expect.any(String));
  expect(roleWord(name)).toBe(name);
  expect(stepWords({ action: name, state: 'failed', outcome: name, answer: null })).toContain(name);
});
