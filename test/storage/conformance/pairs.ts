import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PairCommand } from '../../../src/incidents/commands.ts';
import { decide } from '../../../src/incidents/decide.ts';
import { decidePair } from '../../../src/incidents/pair.ts';
import type { CommitGuards, IncidentStore } from '../../../src/incidents/store.ts';
import { type Incident, isOver } from '../../../src/incidents/types.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { Actor } from '../../../src/people/actor.ts';
import { runs } from '../../runs.ts';
import { type Fixture, MONITOR } from './fixture.ts';

const SETTINGS = `
workspace: { default_channel: "#incidents" }
users: [{ name: Bob, email: bob@example.com }]
escalation_policies: [{ name: bob, steps: [{ after: 0s, notify: [user:bob@example.com] }, { after: 10m, notify: [user:bob@example.com] }] }]
services: [{ name: Payments, escalation_policy: bob }, { name: Search, depends_on: [Payments], escalation_policy: bob }, { name: Payroll, channel: "#payroll" }]
`;

/** What changes an incident and another one. */
export function pairs(fixture: () => Fixture): void {
  let world: Fixture;
  let incidents: IncidentStore;
  beforeEach(async () => {
    world = fixture();
    ({ incidents } = world.storage);
    await world.apply(SETTINGS);
  });

  const tryTo = (
    number: number,
    command: PairCommand,
    guards: CommitGuards = {},
    actor: Actor = world.person('jane'),
  ) =>
    incidents.changeTogether(number, guards, (own, look) =>
      decidePair(own, command, { now: world.clock.time, actor, look }),
    );
  const pair = async (number: number, command: PairCommand) => {
    const result = await tryTo(number, command);
    return result.ok ? 'done' : result.reason === 'rejected' ? result.rejection.reason : result.reason;
  };
  const merge = (number: number, into: number) => pair(number, { type: 'merge', into });
  const undo = (number: number) => pair(number, { type: 'undo_merge' });
  const get = async (number: number): Promise<Incident> => {
    const incident = await incidents.get(number);
    if (!incident) throw new Error(`there is no INC-${number}`);
    return incident;
  };
  /** A monitor says that an alert is over. */
  const ends = async (dedupKey: string) => {
    const result = await incidents.changeHolders({ dedupKey, serviceId: null }, {}, (incident, around, held) =>
      decide(incident, { type: 'resolve_alert', held }, { ...around, now: world.clock.time, actor: MONITOR }),
    );
    if (!result.ok) throw new Error('nobody asked before');
    return result.decided.map(({ incident }) => `${incident.number} ${incident.state.status}`);
  };
  const dueTimers = async () =>
    (await world.storage.timers.due(world.clock.time + 365 * 24 * HOUR, 100)).map((t) => t.incidentNumber);

  describe('a merge', () => {
    test('lets alerts, count and urgency follow; the merged one neither escalates nor is anybody’s', async () => {
      await world.open({ title: 'a', urgency: 'LOW' });
      await world.open({ title: 'b', serviceId: await world.serviceId('Payments') });
      await world.repeat(2, { title: 'b' });
      expect(await dueTimers()).toContain(2);
      expect(await merge(2, 1)).toBe('done');
      expect(await get(2)).toMatchObject({
        state: { status: 'MERGED', into: 1, from: { status: 'OPEN' } },
        escalation: null,
      });
      expect(await get(1)).toMatchObject({
        urgency: 'HIGH',
        alertCount: 3,
        joinedAlerts: 1,
        merged: [2],
        state: { status: 'OPEN' },
      });
      expect(await dueTimers()).not.toContain(2);
      expect(await world.story(1)).toEqual(['triggered', 'urgency_raised', 'absorbed']);
      expect(await world.story(2)).toEqual(['triggered', 'merged']);
      expect(await incidents.countLive()).toEqual({ OPEN: 1, ACKNOWLEDGED: 0, SNOOZED: 0 });
      for (const command of [
        { type: 'acknowledge' },
        { type: 'reopen' },
        { type: 'resolve', note: null },
        { type: 'note', text: 'x' },
        { type: 'escalate' },
      ] as const) {
        expect(await world.tryTo(command, 2)).toMatchObject({ rejection: { reason: 'merged', into: 1 } });
      }
    });

    test('sends later alerts to the survivor, which is over when all of its alerts are', async () => {
      await world.open({ title: 'a' });
      await world.open({ title: 'b' });
      await merge(2, 1);
      expect(await world.receive({ title: 'b' })).toMatchObject({
        isNew: false,
        incident: { number: 1, alertCount: 3 },
      });
      expect(await ends('b')).toEqual(['1 OPEN']);
      expect(await world.receive({ title: 'b' })).toMatchObject({ isNew: false });
      expect(await ends('a')).toEqual(['1 OPEN']);
      expect(await ends('b')).toEqual(['1 RESOLVED']);
      // The keys are free again.
      expect(await world.receive({ title: 'b' })).toMatchObject({ isNew: true, incident: { number: 3 } });
      expect(await get(2)).toMatchObject({ state: { status: 'MERGED', into: 1 } });
    });

    test('of what others were merged into leads all of them to one survivor, and back', async () => {
      for (const title of ['a', 'b', 'c', 'd']) await world.open({ title });
      expect(await merge(1, 2)).toBe('done');
      expect(await merge(2, 3)).toBe('done');
      expect((await get(1)).state).toMatchObject({ status: 'MERGED', into: 3 });
      expect(await get(3)).toMatchObject({ merged: [2, 1], alertCount: 3 });
      expect(await world.receive({ title: 'a' })).toMatchObject({ isNew: false, incident: { number: 3 } });
      expect([await merge(3, 1), await merge(3, 2), await merge(3, 3), await merge(1, 4), await merge(4, 2)]).toEqual([
        'other_is_merged',
        'other_is_merged',
        'same_incident',
        'merged',
        'other_is_merged',
      ]);
      expect(await undo(1)).toBe('merge_is_settled');
      expect(await undo(2)).toBe('done');
      expect((await get(1)).state).toMatchObject({ status: 'MERGED', into: 2 });
      expect(await get(3)).toMatchObject({ merged: [], joinedAlerts: 0 });
      expect(await get(2)).toMatchObject({ merged: [1], joinedAlerts: 1, state: { status: 'OPEN' } });
      expect(await world.receive({ title: 'a' })).toMatchObject({ incident: { number: 2 } });
      expect(await ends('c')).toEqual(['3 RESOLVED']);
    });

    test('is refused for what is over, what is not there, and what others may see', async () => {
      await world.storage.connections.saveChannel(
        world.channel({ id: 'C-payroll', name: 'payroll', isPrivate: true }),
        world.clock.time,
      );
      await world.open({ title: 'a' });
      await world.open({ title: 'b' });
      await world.open({ title: 'secret', serviceId: await world.serviceId('Payroll') });
      await world.open({ title: 'secret too', serviceId: await world.serviceId('Payroll') });
      await world.resolve(2);
      const before = await Promise.all([1, 3].map(get));
      expect([await merge(1, 2), await merge(2, 1), await merge(1, 9), await merge(1, 3), await merge(3, 1)]).toEqual([
        'other_is_resolved',
        'not_while',
        'unknown_other',
        'other_audience',
        'other_audience',
      ]);
      expect(await Promise.all([1, 3].map(get))).toEqual(before);
      expect(await merge(4, 3)).toBe('done');
    });

    test('is done once, however often it is asked for, by whomever', async () => {
      await world.open({ title: 'a' });
      await world.open({ title: 'b' });
      const key = { requestKey: world.newKey() };
      const asked = { type: 'merge', into: 1 } as const;
      const [first, again] = await Promise.all([tryTo(2, asked, key), tryTo(2, asked, key)]);
      expect([first.ok, again]).toMatchObject([true, { reason: 'request_repeated', effect: { incident: 2 } }]);
      const both = await Promise.all([tryTo(1, { type: 'merge', into: 2 }), tryTo(2, asked, {}, world.person('bob'))]);
      expect(both).toMatchObject([{ rejection: { reason: 'other_is_merged' } }, { rejection: { reason: 'merged' } }]);
      expect(await get(1)).toMatchObject({ merged: [2], alertCount: 2 });
    });

    test('is written whole or not at all', async () => {
      await world.open({ title: 'a' });
      await world.open({ title: 'b' });
      const before = await Promise.all([1, 2].map(get));
      const broken = incidents.changeTogether(2, {}, (own, look) => {
        const decision = decidePair(own, { type: 'merge', into: 1 }, { now: world.clock.time, actor: MONITOR, look });
        if (!decision.ok) throw new Error(decision.rejection.reason);
        const [merged, ...others] = decision.changes;
        // The one that is written last can't be written: it names what is not there.
        const timers = { set: [{ kind: 'wake' as const, dueAt: null as never }], cancel: [] };
        return { ok: true, changes: merged ? [{ ...merged, timers }, ...others] : [] };
      });
      await expect(broken).rejects.toThrow();
      expect(await Promise.all([1, 2].map(get))).toEqual(before);
      expect([await world.story(1), await world.story(2)]).toEqual([['triggered'], ['triggered']]);
      expect(await incidents.alerts(1, 10)).toEqual([]);
    });

    test('of a key for one service touches what is of that service only', async () => {
      const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
      await world.open({ title: 'a', serviceId: payments });
      await world.open({ title: 'b', serviceId: search });
      const guards = { onlyServiceId: payments };
      expect(await tryTo(1, { type: 'merge', into: 2 }, guards)).toMatchObject({
        rejection: { reason: 'unknown_other' },
      });
      expect(await tryTo(2, { type: 'merge', into: 1 }, guards)).toMatchObject({ reason: 'not_found' });
      await merge(2, 1);
      // Alerts of what was merged are still known to the key of their service.
      const heard = await world.receive({ title: 'b', serviceId: search }, { onlyServiceId: search });
      expect(heard).toMatchObject({ isNew: false, incident: { number: 1 } });
    });

    test('keeps paging for what depends on it from starting, as long as somebody is called for the survivor', async () => {
      const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
      await world.open({ title: 'payments down', serviceId: payments });
      await world.open({ title: 'search down', serviceId: search });
      expect((await get(2)).escalation).toMatchObject({ isHeld: true });
      await world.open({ title: 'all down', serviceId: payments });
      await merge(1, 3);
      await world.does({ type: 'check_dependency' }, 2, { kind: 'clock' });
      expect((await get(2)).escalation).toMatchObject({ isHeld: true });
      // What it waits for goes on as itself: nobody is called for anything else.
      await undo(1);
      await merge(1, 2);
      await merge(3, 2);
      await world.does({ type: 'check_dependency' }, 2, { kind: 'clock' });
      expect((await get(2)).escalation).toMatchObject({ isHeld: false });
    });

    test('gives whoever was called to the one the card of the other, and calls them no more', async () => {
      await world.open({ title: 'a' });
      await world.open({ title: 'b', serviceId: await world.serviceId('Payments') });
      await world.does({ type: 'escalate' }, 2, { kind: 'clock' });
      const cardsIn = async (number: number) =>
        (await world.storage.deliveries.cardsOf(number))
          .map(({ target }) => target)
          .filter((target) => target.startsWith('@'));
      expect([await cardsIn(1), await cardsIn(2)]).toEqual([[], ['@bob@example.com']]);
      await merge(2, 1);
      expect([await cardsIn(1), await cardsIn(2)]).toEqual([['@bob@example.com'], []]);
    });

    test('is none that insights count, and moves with the clock as long as it may be undone', async () => {
      await world.open({ title: 'a' });
      await world.open({ title: 'b' });
      await world.acknowledge(2);
      await merge(2, 1);
      const counted = async () => {
        let outcomes = 0;
        for await (const portion of world.storage.insights.outcomes({ from: 0, to: world.clock.time + 1 }))
          outcomes += portion.length;
        return outcomes;
      };
      expect(await counted()).toBe(1);
      const { openedAt } = await get(2);
      const adopt = () => ({ boot: null, ahead: 0, slept: 0, seenAt: world.clock.time + HOUR });
      await world.storage.clock.moveAlong({ at: world.clock.time, by: HOUR, adopt });
      expect(await get(2)).toMatchObject({ openedAt: openedAt + HOUR, state: { from: { at: openedAt + HOUR } } });
    });
  });

  describe('undoing a merge', () => {
    beforeEach(async () => {
      await world.open({ title: 'a', urgency: 'LOW' });
      await world.open({ title: 'b', serviceId: await world.serviceId('Payments') });
    });

    test('makes both what they were', async () => {
      await world.acknowledge(2);
      const before = await Promise.all([1, 2].map(get));
      await merge(2, 1);
      await world.receive({ title: 'b' }); // counted on the survivor, and no reason not to undo it
      expect(await undo(2)).toBe('done');
      const after = await Promise.all([1, 2].map(get));
      expect(after[0]).toMatchObject({ urgency: 'LOW', merged: [], joinedAlerts: 0, state: { status: 'OPEN' } });
      expect(after[1]).toMatchObject({ state: before[1]?.state, urgency: 'HIGH', alertCount: 1 });
      expect(await undo(2)).toBe('not_merged');
      expect(await world.receive({ title: 'b' })).toMatchObject({ incident: { number: 2 } });
      expect(await ends('a')).toEqual(['1 RESOLVED']);
    });

    test('starts the escalation of what was open, and goes on with a snooze that is not over', async () => {
      await world.open({ title: 'c' });
      await world.snooze(3, world.clock.time + HOUR);
      await merge(2, 1);
      await merge(3, 1);
      expect(await undo(2)).toBe('merge_is_settled'); // another one was merged since
      expect(await undo(3)).toBe('done');
      expect((await get(3)).state).toMatchObject({ status: 'SNOOZED' });
      expect(await dueTimers()).toContain(3);
      await world.open({ title: 'd', serviceId: await world.serviceId('Payments') });
      await merge(4, 3);
      expect(await undo(4)).toBe('done');
      expect((await get(4)).escalation).toMatchObject({ step: 0 });
    });

    test.each<[string, () => Promise<unknown>]>([
      ['acknowledged the survivor', () => world.acknowledge(1)],
      ['noted something on it', () => world.note(1)],
      ['resolved it', () => world.resolve(1)],
    ])('is refused once somebody has %s', async (_, happens) => {
      await merge(2, 1);
      await happens();
      expect(await undo(2)).toBe('merge_is_settled');
      expect((await get(2)).state).toMatchObject({ status: 'MERGED' });
    });

    test('is refused once the alert of either is over: nobody would say so again', async () => {
      await merge(2, 1);
      expect(await ends('b')).toEqual(['1 OPEN']);
      expect(await undo(2)).toBe('merge_is_settled');
      await world.receive({ title: 'b' });
      await ends('a');
      expect(await undo(2)).toBe('merge_is_settled');
    });

    test('is possible when the app’s own clock has gone on, or links were made', async () => {
      await merge(2, 1);
      await world.open({ title: 'c' });
      await pair(1, { type: 'link', to: 3 });
      world.passes(MINUTE);
      await world.does({ type: 'page_failed', target: '@x', name: 'x', code: 'y' }, 1, { kind: 'clock' });
      expect(await undo(2)).toBe('done');
    });
  });

  describe('a link', () => {
    test('is on both sides, once, and within bounds', async () => {
      for (const title of ['a', 'b']) await world.open({ title });
      expect([await pair(1, { type: 'link', to: 2 }), await pair(2, { type: 'link', to: 1 })]).toEqual([
        'done',
        'already_linked',
      ]);
      expect([(await get(1)).related, (await get(2)).related]).toEqual([[2], [1]]);
      expect([await pair(1, { type: 'link', to: 1 }), await pair(1, { type: 'unlink', to: 9 })]).toEqual([
        'same_incident',
        'unknown_other',
      ]);
      expect([await pair(2, { type: 'unlink', to: 1 }), await pair(1, { type: 'unlink', to: 2 })]).toEqual([
        'done',
        'not_linked',
      ]);
      expect([(await get(1)).related, (await get(2)).related]).toEqual([[], []]);
      await world.openMany(20, { title: 'other' });
      for (let number = 3; number < 23; number++) await pair(1, { type: 'link', to: number });
      expect([await pair(1, { type: 'link', to: 2 }), await pair(2, { type: 'link', to: 1 })]).toEqual([
        'too_many_links',
        'too_many_links',
      ]);
    });

    test('is in the timeline for those who may see both; so is what was merged', async () => {
      const payroll = world.channel({ id: 'C-payroll', name: 'payroll', isPrivate: true });
      await world.storage.connections.saveChannel(payroll, world.clock.time);
      await world.open({ title: 'a' });
      await world.open({ title: 'secret', serviceId: await world.serviceId('Payroll') });
      await world.open({ title: 'b' });
      await pair(1, { type: 'link', to: 2 });
      await merge(3, 1);
      const seen = async (eyes: Parameters<typeof incidents.countTimelineBefore>[2]) =>
        (await incidents.timeline(1, { eyes, limit: 10 })).map(
          ({ incidentNumber, fact }) => `${incidentNumber} ${fact.kind}`,
        );
      const open = ['1 triggered', '3 triggered', '1 absorbed', '3 merged'];
      expect(await seen('anyone')).toEqual(open);
      const member = world.viewer('dan', { privateChannelIds: ['C-payroll'] });
      expect(await seen(member)).toEqual(['1 triggered', '3 triggered', '1 linked', '1 absorbed', '3 merged']);
      expect(await incidents.countTimelineBefore(1, 1_000, 'anyone')).toBe(4);
      expect(await incidents.beginning(1, 'anyone')).toMatchObject({ incidentNumber: 1 });
      expect(await world.story(1)).toEqual(['triggered', 'linked', 'absorbed']);
    });
  });

  test('whatever is merged into what, undone and alerted: all leads to one survivor, and each alert to one incident', async () => {
    const number = fc.integer({ min: 1, max: 5 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('merge' as const), number, other: number }),
      fc.record({ do: fc.constant('undo' as const), number }),
      fc.record({ do: fc.constant('alert' as const), number }),
      fc.record({ do: fc.constant('over' as const), number }),
      fc.record({ do: fc.constant('resolve' as const), number }),
      fc.record({ do: fc.constant('reopen' as const), number }),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        round++;
        const opened = await world.openMany(5, { title: `round ${round}` });
        const numberOf = (index: number) => opened[index - 1]?.number ?? 0;
        const keyOf = (index: number) => `round ${round} ${index}`;
        for (const one of steps) {
          if (one.do === 'merge') await merge(numberOf(one.number), numberOf(one.other));
          if (one.do === 'undo') await undo(numberOf(one.number));
          if (one.do === 'alert') await world.receive({ title: keyOf(one.number) });
          if (one.do === 'over') await ends(keyOf(one.number));
          if (one.do === 'resolve') await world.tryTo({ type: 'resolve', note: null }, numberOf(one.number));
          if (one.do === 'reopen') await world.tryTo({ type: 'reopen' }, numberOf(one.number));
          for (const { number } of opened) {
            const incident = await get(number);
            if (incident.state.status === 'MERGED') {
              const survivor = await get(incident.state.into);
              expect([survivor.state.status, survivor.merged.includes(number)]).not.toEqual(['MERGED', true]);
              expect(survivor.merged).toContain(number);
            } else {
              const members = await Promise.all(incident.merged.map(get));
              expect(members.map(({ state }) => state)).toEqual(
                members.map(() => expect.objectContaining({ into: number })),
              );
              expect(new Set(incident.merged).size).toBe(incident.merged.length);
              const alerts = await incidents.alerts(number, 100);
              expect(incident.joinedAlerts).toBe(Math.max(0, alerts.length - 1));
            }
            expect(incident.alertCount).toBeGreaterThan(0);
          }
          for (let index = 1; index <= 5; index++) {
            const holder = await incidents.findByDedupKey(keyOf(index), null);
            if (holder) expect(isOver(holder.state)).toBe(false);
          }
        }
      }),
      runs(12),
    );
  });
}
