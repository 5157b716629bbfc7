import { beforeEach, expect, test } from '@jest/globals';
import { hashKey, newApiKey } from '../../src/http/api-keys.ts';
import type { KeyStore } from '../../src/http/store.ts';
import { sqliteKeyStore } from '../../src/storage/sqlite/keys.ts';
import { tempDatabase } from './temp-database.ts';

let keys: KeyStore;

beforeEach(() => {
  keys = sqliteKeyStore(tempDatabase());
});

async function make(name: string) {
  const { key, prefix, hash } = newApiKey();
  return { key, stored: await keys.create({ name, prefix, hash, serviceId: null, at: 10 }) };
}

test('a key is found by the hash of its text, and only so', async () => {
  const { key, stored } = await make('prometheus');
  expect(stored).toEqual({
    id: 1,
    name: 'prometheus',
    prefix: key.slice(0, 12),
    serviceId: null,
    createdAt: 10,
    lastUsedAt: null,
    revokedAt: null,
  });
  expect(await keys.byHash(hashKey(key))).toEqual(stored);
  expect(await keys.byHash(key)).toBeNull();
  expect(await keys.byHash(hashKey(`${key}x`))).toBeNull();
});

test('a key has 256 random bits behind a prefix that says what it is', () => {
  const [one, other] = [newApiKey(), newApiKey()];
  expect(one.key).toMatch(/^opk_[\w-]{43}$/);
  expect(one.key).not.toBe(other.key);
});

test('a revoked key is found no more, but stays in the list', async () => {
  const { key } = await make('prometheus');
  expect(await keys.revoke('prometheus', 20)).toMatchObject({ name: 'prometheus', revokedAt: 20 });
  expect(await keys.byHash(hashKey(key))).toBeNull();
  expect(await keys.list()).toMatchObject([{ name: 'prometheus', revokedAt: 20 }]);
});

test('a key can be revoked by its prefix, and not twice', async () => {
  const { stored } = await make('grafana');
  await make('prometheus');
  expect(await keys.revoke(stored.prefix, 20)).toMatchObject({ name: 'grafana' });
  expect(await keys.revoke(stored.prefix, 30)).toBeNull();
  expect(await keys.revoke('no such key', 30)).toBeNull();
  expect((await keys.list()).map(({ revokedAt }) => revokedAt)).toEqual([20, null]);
});

test('it is remembered when a key was last used', async () => {
  const { stored } = await make('prometheus');
  await keys.touch(stored.id, 99);
  expect(await keys.list()).toMatchObject([{ lastUsedAt: 99 }]);
});
