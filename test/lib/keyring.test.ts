import { expect, test } from '@jest/globals';
import { Keyring, Undecryptable } from '../../src/lib/keyring.ts';

const OLD = 'an old key of more than 32 characters';
const NEW = 'a new key of more than 32 characters!';

test('what one key has encrypted is read while it is the second, and no longer without it', () => {
  const before = new Keyring([OLD]).encrypt('xoxb-1', 'T1');
  expect(before).not.toContain('xoxb-1');
  const both = new Keyring([NEW, OLD]);
  expect(both.decrypt(before, 'T1')).toBe('xoxb-1');
  expect(both.isCurrent(before)).toBe(false);
  const after = both.encrypt('xoxb-1', 'T1');
  expect(both.isCurrent(after)).toBe(true);
  expect(() => new Keyring([NEW]).decrypt(before, 'T1')).toThrow(Undecryptable);
  expect(new Keyring([NEW]).decrypt(after, 'T1')).toBe('xoxb-1');
});

test('the same text is never encrypted alike, and can’t be changed or put elsewhere', () => {
  const ring = new Keyring([NEW]);
  const text = ring.encrypt('xoxb-1', 'T1');
  expect(ring.encrypt('xoxb-1', 'T1')).not.toBe(text);
  expect(() => ring.decrypt(text, 'T2')).toThrow(Undecryptable);
  const flipped = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
  for (const wrong of [flipped, text.slice(0, -4), '', 'v1', 'xoxb-1']) {
    expect(() => ring.decrypt(wrong, 'T1')).toThrow(Undecryptable);
  }
});
