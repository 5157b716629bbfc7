import { beforeEach, expect, test } from '@jest/globals';
import { hashKey, newApiKey } from '../../../src/keys/secret.ts';
import type { KeyStore } from '../../../src/keys/store.ts';
import { OPERATOR } from '../../operator.ts';
import type { Fixture } from './fixture.ts';

export function keys(fixture: () => Fixture): void {
  let keys: KeyStore;

  beforeEach(() => {
    keys = fixture().storage.keys;
  });

  async function make(name: string) {
    const { key, prefix, hash } = newApiKey();
    const stored = await keys.create({ by: OPERATOR, name, prefix, hash, serviceId: null, at: 10 });
    if (!stored) throw new Error(`there is a key named ${name} already`);
    return { key, stored };
  }

  test('of an Idempotency-Key, the first request alone is the one that it stands for, until it is forgotten', async () => {
    const { incidents } = fixture().storage;
    const claims = await Promise.all(['one', 'other', 'one'].map((request) => keys.claim('api:1:a', request, 10)));
    expect(claims).toEqual([true, false, true]);
    expect(await keys.claim('api:2:a', 'other', 10)).toBe(true);
    await incidents.forgetRequests(11);
    expect(await keys.claim('api:1:a', 'other', 20)).toBe(true);
  });

  test('a key is found by the hash of its text, and only so', async () => {
    const { key, stored } = await make('prometheus');
    expect(stored).toEqual({
      id: expect.any(Number),
      name: 'prometheus',
      prefix: key.slice(0, 12),
      serviceId: null,
      createdAt: 10,
      madeBy: OPERATOR,
      ruleSet: null,
      reach: 'organisation',
      scopes: null,
      limit: null,
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
    });
    expect(await keys.byHash(hashKey(key), 20)).toEqual(stored);
    expect(await keys.byHash(key, 20)).toBeNull();
    expect(await keys.byHash(hashKey(`${key}x`), 20)).toBeNull();
  });

  test('a key may belong to a service', async () => {
    await fixture().apply('services: [{ name: Payments }]');
    const serviceId = await fixture().serviceId('Payments');
    const { prefix, hash } = newApiKey();
    const created = await keys.create({ by: OPERATOR, name: 'payments', prefix, hash, serviceId, at: 10 });
    expect(created).toMatchObject({ serviceId });
    expect(await keys.byHash(hash, 20)).toEqual(created);
  });

  test('of keys that are made at the same time under one name there is one, and a name is free again after its key', async () => {
    const twice = await Promise.allSettled([make('prometheus'), make('prometheus'), make('grafana')]);
    expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await keys.rotate('prometheus', { prefix: 'p', hash: 'h', at: 20, by: OPERATOR }, 30);
    await expect(make('prometheus')).rejects.toThrow();
    await keys.revoke('prometheus', 21, OPERATOR);
    await expect(make('prometheus')).resolves.toBeDefined();
  });

  test('a revoked key is found no more, but stays in the list', async () => {
    const { key } = await make('prometheus');
    expect(await keys.revoke('prometheus', 20, OPERATOR)).toMatchObject({ name: 'prometheus', revokedAt: 20 });
    expect(await keys.byHash(hashKey(key), 20)).toBeNull();
    expect(await keys.list()).toMatchObject([{ name: 'prometheus', revokedAt: 20 }]);
  });

  test('a key can be revoked by its prefix, and not twice', async () => {
    const { stored } = await make('grafana');
    await make('prometheus');
    expect(await keys.revoke(stored.prefix, 20, OPERATOR)).toMatchObject({ name: 'grafana' });
    expect(await keys.revoke(stored.prefix, 30, OPERATOR)).toBeNull();
    expect(await keys.revoke('no such key', 30, OPERATOR)).toBeNull();
    expect((await keys.list()).map(({ revokedAt }) => revokedAt)).toEqual([20, null]);
  });

  test('it is remembered when a key was last used', async () => {
    const { stored } = await make('prometheus');
    await keys.touch(stored.id, 99);
    expect(await keys.list()).toMatchObject([{ lastUsedAt: 99 }]);
  });

  test('a key is replaced by another of its name, and ends when it is to', async () => {
    const { key, stored } = await make('prometheus');
    const { prefix, hash } = newApiKey();
    const rotated = await keys.rotate('prometheus', { prefix, hash, at: 20, by: OPERATOR }, 30);
    expect(rotated).toMatchObject({
      old: { id: stored.id, expiresAt: 30 },
      fresh: { name: 'prometheus', prefix, createdAt: 20, lastUsedAt: null, expiresAt: null },
    });
    expect(await keys.byHash(hashKey(key), 29)).toMatchObject({ id: stored.id });
    expect(await keys.byHash(hashKey(key), 30)).toBeNull();
    expect(await keys.byHash(hash, 30)).toEqual(rotated?.fresh);
    expect(await keys.rotate(stored.prefix, { prefix: 'p', hash: 'h', at: 21, by: OPERATOR }, 31)).toBeNull();
    expect(await keys.rotate('no such key', { prefix: 'p', hash: 'h', at: 21, by: OPERATOR }, 31)).toBeNull();
  });

  test("a key that is replaced goes by the app's clock when the wall clock is set", async () => {
    const { key } = await make('prometheus');
    const { prefix, hash } = newApiKey();
    await keys.rotate('prometheus', { prefix, hash, at: 20, by: OPERATOR }, 30);
    const adopt = () => ({ boot: null, ahead: 0, slept: 0, seenAt: 1_025 });
    await fixture().storage.clock.moveAlong({ by: 1_000, at: 25, adopt });
    expect(await keys.byHash(hashKey(key), 1_029)).not.toBeNull();
    expect(await keys.byHash(hashKey(key), 1_030)).toBeNull();
  });

  test('a name that is revoked is revoked with all that is being replaced', async () => {
    const { key } = await make('prometheus');
    const { key: other, prefix, hash } = newApiKey();
    await keys.rotate('prometheus', { prefix, hash, at: 20, by: OPERATOR }, 30);
    expect(await keys.revoke('prometheus', 22, OPERATOR)).toMatchObject({ prefix });
    for (const secret of [key, other]) expect(await keys.byHash(hashKey(secret), 23)).toBeNull();
  });
}
