import { beforeEach, describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { DirectoryEntry, Page } from '../../../src/oncall/call.ts';
import type { CoverRequest, OnCallStore } from '../../../src/oncall/store.ts';
import type { Fixture } from './fixture.ts';

const SETTINGS = `
users:
  - { name: Jane Doe, email: jane@example.com }
  - { name: Bob Stone, email: bob@example.com }
  - { name: Gone, email: gone@example.com, active: false }
groups: [{ name: leads, users: [jane@example.com, bob@example.com] }]
schedules:
  - { name: payments, timezone: Europe/Berlin, layers: [{ start: 2026-01-05T09:00, rotation: daily, users: [jane@example.com, bob@example.com] }] }
  - { name: search, timezone: UTC }
`;

export function onCall(fixture: () => Fixture): void {
  let world: Fixture;
  let onCall: OnCallStore;
  let jane: number;
  let bob: number;
  beforeEach(async () => {
    world = fixture();
    onCall = world.storage.onCall;
    await world.apply(SETTINGS);
    [jane, bob] = [await world.userId('jane@example.com'), await world.userId('bob@example.com')];
  });

  const page = (name: string): Page => ({ connectionId: world.connectionId, target: `@${name}@example.com`, name });
  const overridesOf = async (schedule: string) =>
    (await onCall.directory()).schedules.find(({ name }) => name === schedule)?.overrides;
  const span = () => ({ from: world.clock.time, to: world.clock.time + DAY });
  const override = () => ({
    schedule: 'payments',
    ...span(),
    userId: bob,
    replaces: null,
    madeBy: world.person('jane'),
  });

  describe('the directory', () => {
    test('has everybody who can be called, and the schedules as they stand', async () => {
      await world.storage.people.saveIdentities([world.identity('jane', { displayName: 'janey' })]);
      await world.storage.userGroups.replace(world.connectionId, [
        { id: 'S1', handle: 'on-call', members: ['UJANE', 'UNOBODY'] },
      ]);
      const directory = await onCall.directory();
      expect(directory.users).toMatchObject([
        { id: jane, email: 'jane@example.com', name: 'janey', active: true, obstacle: null },
        { id: bob, email: 'bob@example.com', name: 'Bob Stone', active: true },
        { email: 'gone@example.com', active: false },
      ]);
      expect(directory.groups).toEqual([{ name: 'leads', users: [jane, bob] }]);
      expect(directory.schedules).toMatchObject([
        {
          name: 'payments',
          timezone: 'Europe/Berlin',
          layers: [{ start: '2026-01-05T09:00', rotation: 'daily', users: [jane, bob] }],
          overrides: [],
        },
        { name: 'search', layers: [] },
      ]);
      expect(directory.slackUserGroups).toMatchObject([
        { id: 'S1', handle: 'on-call', members: [{ target: '@jane@example.com' }] },
      ]);
    });

    test.each([
      ['a guest', { isGuest: true }, 'guest'],
      ['a bot', { isBot: true }, 'bot'],
      ['deactivated', { isDeactivated: true }, 'deactivated'],
      ['of another organisation', { teamId: 'T2' }, 'stranger'],
    ])('says why nobody is reached by an account that is %s', async (_, values, obstacle) => {
      await world.storage.people.saveIdentities([world.identity('jane', values)]);
      expect((await onCall.directory()).users[0]).toMatchObject({ obstacle });
    });

    test('says so of two accounts with one address, and of nobody’s once all people were read', async () => {
      const { people } = world.storage;
      await people.saveIdentities([world.identity('jane'), world.identity('jane', { slackUserId: 'UTWIN' })]);
      const obstacles = async () => (await onCall.directory()).users.map(({ obstacle }) => obstacle);
      expect(await obstacles()).toEqual(['ambiguous', null, null]);
      await people.markListed(world.connectionId, world.clock.time);
      expect(await obstacles()).toEqual(['ambiguous', 'no_account', 'no_account']);
    });
  });

  describe('an override', () => {
    test('is made once per request, after those before, and whom it concerns is told', async () => {
      const made = override();
      const both = await Promise.all([1, 2].map(() => onCall.addOverride(made, page('bob'), 'a')));
      expect(both.toSorted()).toEqual([false, true]);
      expect(await onCall.addOverride({ ...made, userId: jane, replaces: bob }, null, 'b')).toBe(true);
      expect(await overridesOf('payments')).toEqual([
        { ...span(), userId: bob, replaces: null },
        { ...span(), userId: jane, replaces: bob },
      ]);
      expect(await overridesOf('search')).toEqual([]);
      expect(await world.courier.sendAll()).toEqual(['tell @bob@example.com: put_on_call']);
      expect(await onCall.hasSeen('a')).toBe(true);
    });

    test('of a schedule that is gone is not made, and its request may come again', async () => {
      await expect(onCall.addOverride({ ...override(), schedule: 'nowhere' }, page('bob'), 'a')).rejects.toThrow(
        'nowhere',
      );
      expect(await onCall.hasSeen('a')).toBe(false);
      expect(await world.courier.heads()).toEqual([]);
    });

    test('goes by the name of its schedule in any case', async () => {
      await onCall.addOverride({ ...override(), schedule: 'PAYMENTS' }, null, 'a');
      expect(await overridesOf('payments')).toHaveLength(1);
    });
  });

  describe('an override that is declined', () => {
    const made = async (from: number) => {
      await onCall.addOverride({ ...override(), from }, page('bob'), world.newKey());
      await world.courier.sendAll();
      for (let id = 1; id < 100; id++) if (await onCall.override(id)) return id;
      throw new Error('there is none');
    };

    test('goes, and whoever made it is told, once', async () => {
      const id = await made(world.clock.time + HOUR);
      expect(await onCall.declineOverride(id, world.person('bob', bob))).toBe(true);
      expect(await onCall.declineOverride(id, world.person('bob', bob))).toBe(false);
      expect(await overridesOf('payments')).toEqual([]);
      expect(await world.courier.sendAll()).toEqual(['tell UJANE: override_declined']);
    });

    test('ends now when it has begun', async () => {
      const from = world.clock.time;
      const id = await made(from);
      world.passes(10 * MINUTE);
      expect(await onCall.declineOverride(id, world.person('bob', bob))).toBe(true);
      expect(await overridesOf('payments')).toMatchObject([{ from, to: from + 10 * MINUTE }]);
      expect(await onCall.declineOverride(id, world.person('bob', bob))).toBe(false);
    });
  });

  describe('“cover me”', () => {
    const request = () => ({ schedule: 'payments', ...span(), userId: jane, askedBy: world.person('jane') });
    const ask = async (): Promise<CoverRequest['id']> =>
      (await onCall.addCoverRequest(request(), [page('bob')], world.newKey())) ?? 0;

    test('is asked once per request, of everybody who is to be asked', async () => {
      const id = await onCall.addCoverRequest(request(), [page('bob'), page('carol')], 'a');
      expect(await onCall.addCoverRequest(request(), [page('bob')], 'a')).toBeNull();
      expect(await onCall.coverRequest(id ?? 0)).toMatchObject({ id, ...request(), acceptedBy: null });
      expect(await onCall.coverRequest((id ?? 0) + 1)).toBeNull();
      expect((await world.courier.sendAll()).sort()).toEqual([
        'tell @bob@example.com: cover_question',
        'tell @carol@example.com: cover_question',
      ]);
      expect(await overridesOf('payments')).toEqual([]);
    });

    test('is accepted by one of two at once, in whichever process, and the other hears who covers', async () => {
      const id = await ask();
      await world.courier.sendAll();
      const other = await world.another();
      const [first, second] = await Promise.all([
        onCall.acceptCover(id, bob, world.person('bob', bob)),
        other.onCall.acceptCover(id, bob, world.person('carol')),
      ]);
      expect([first.kind, second.kind].sort()).toEqual(['accepted', 'taken']);
      const winner = first.kind === 'accepted' ? world.person('bob', bob) : world.person('carol');
      expect([first, second]).toEqual([
        expect.objectContaining({ by: winner }),
        expect.objectContaining({ by: winner }),
      ]);
      expect(await onCall.coverRequest(id)).toMatchObject({ acceptedBy: winner });
      // Her turn begins at nine tomorrow, and so does the cover.
      const hers = { from: world.clock.time + 21 * HOUR, to: span().to };
      expect(await overridesOf('payments')).toEqual([{ ...hers, userId: bob, replaces: jane }]);
      expect(await onCall.coverRequest(id)).toMatchObject(hers);
      expect(await world.courier.sendAll()).toEqual(['tell UJANE: covered']);
    });

    test('is declined by one after the other; the asker hears of it when nobody is left', async () => {
      const id = (await onCall.addCoverRequest(request(), [page('bob'), page('carol')], 'a')) ?? 0;
      await world.courier.sendAll();
      expect(await onCall.declineCover(id, world.person('bob'))).toBe('declined');
      expect(await onCall.declineCover(id, world.person('bob'))).toBe('declined');
      expect(await world.courier.sendAll()).toEqual([]);
      expect(await onCall.declineCover(id, world.person('carol'))).toBe('declined');
      expect(await world.courier.sendAll()).toEqual(['tell UJANE: cover_declined']);
      expect(await onCall.acceptCover(id, bob, world.person('bob', bob))).toMatchObject({ kind: 'accepted' });
      expect(await onCall.declineCover(id, world.person('carol'))).toBe('taken');
    });

    test('has no effect when the asker is not on call any more, and then nobody is told', async () => {
      const id = await ask();
      await onCall.addOverride(override(), null, 'another');
      await world.courier.sendAll();
      expect(await onCall.acceptCover(id, bob, world.person('bob', bob))).toEqual({ kind: 'no_effect' });
      expect(await world.courier.sendAll()).toEqual([]);
    });

    test('is over when its time is, or when nobody asks', async () => {
      const id = await ask();
      world.passes(DAY);
      expect(await onCall.acceptCover(id, bob, world.person('bob'))).toEqual({ kind: 'over' });
      expect(await onCall.acceptCover(id + 1, bob, world.person('bob'))).toEqual({ kind: 'over' });
      expect(await overridesOf('payments')).toEqual([]);
    });

    test('goes with its schedule', async () => {
      const id = await ask();
      await world.apply('schedules: []', { prune: true });
      expect(await onCall.coverRequest(id)).toBeNull();
      expect(await onCall.acceptCover(id, bob, world.person('bob'))).toEqual({ kind: 'over' });
    });
  });

  describe('a hand-off', () => {
    let janes: DirectoryEntry | null;
    beforeEach(async () => {
      janes = (await onCall.directory()).users.find(({ id }) => id === jane) ?? null;
    });

    test('is noted once, by whoever is first, and told once', async () => {
      expect(await onCall.lastOnCall()).toEqual(new Map());
      const until = world.clock.time + HOUR;
      const handOff = { schedule: 'payments', from: undefined, to: janes, until };
      await Promise.all([onCall.handOver(handOff), onCall.handOver(handOff)]);
      expect(await onCall.lastOnCall()).toEqual(new Map([['payments', jane]]));
      expect(await world.courier.sendAll()).toEqual(['tell @jane@example.com: on_call']);
    });

    test('to nobody is noted and not told; of a schedule that is gone, nothing is', async () => {
      await onCall.handOver({ schedule: 'payments', from: undefined, to: janes, until: null });
      await world.courier.sendAll();
      await onCall.handOver({ schedule: 'payments', from: jane, to: null, until: null });
      await onCall.handOver({ schedule: 'nowhere', from: undefined, to: janes, until: null });
      expect(await onCall.lastOnCall()).toEqual(new Map([['payments', null]]));
      expect(await world.courier.sendAll()).toEqual([]);
      // Who comes too late with what was true before is not heard.
      await onCall.handOver({ schedule: 'payments', from: jane, to: janes, until: null });
      expect(await onCall.lastOnCall()).toEqual(new Map([['payments', null]]));
    });
  });
}
