import { expect, test } from '@jest/globals';
import { newApiKey } from '../../src/keys/secret.ts';

test('a key has 256 random bits behind a prefix that says what it is', () => {
  const [one, other] = [newApiKey(), newApiKey()];
  expect(one.key).toMatch(/^opk_[\w-]{43}$/);
  expect(one.key).not.toBe(other.key);
});
