import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accept } from '../../../src/incidents/accept.ts';
import { firstAlert } from '../../../src/incidents/alerts.ts';
import type { Command } from '../../../src/incidents/commands.ts';
import { decide } from '../../../src/incidents/decide.ts';
import type { CommitGuards, IncidentStore } from '../../../src/incidents/store.ts';
import { DAY, HOUR, MINUTE } from '../../../src/lib/clock.ts';
import { URGENCIES } from '../../../src/oncall/urgency.ts';
import { runs } from '../../runs.ts';
import { type Fixture, MONITOR } from './fixture.ts';

const DETAILS = { labels: { host: 'checkout-3', 'emoji 🔥': 'ja' }, values: [1, 2.5, null, true], empty: {} };

export function incidents(fixture: () => Fixture): void {
  let world: Fixture;
  let incidents: IncidentStore;
  beforeEach(() => {
    world = fixture();
    incidents = world.storage.incidents;
  });

  describe('an incident', () => {
    test('has the next number, and is kept as it was reported', async () => {
      const report = {
        title: 'Zu wenig Platz: 𝟝 % "frei" \\ 100%_\n',
        description: "can't write\n".repeat(500),
        components: ['disk', 'db-1'],
        source: 'prometheus',
        url: 'https://monitor/a?b=c&d=%20',
        details: DETAILS,
      };
      const first = await world.open(report);
      expect(first).toMatchObject({ ...report, number: 1, version: 1, state: { status: 'OPEN' }, openedBy: MONITOR });
      expect(await incidents.get(1)).toEqual(first);
      expect((await world.open({ title: 'another' })).number).toBe(2);
      expect(await incidents.get(3)).toBeNull();
    });

    test('is kept as it was reported, whatever that is', async () => {
      const text = fc.string({ unit: 'grapheme', maxLength: 40 });
      // JSON writes -0 as 0, so -0 cannot come back from any storage.
      const json = fc
        .jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })
        .map((value) => JSON.parse(JSON.stringify(value)));
      const reported = fc.record({
        title: text,
        description: fc.option(text),
        components: fc.array(text, { maxLength: 3 }),
        source: fc.option(text),
        url: fc.option(text),
        details: fc.option(fc.dictionary(text, json, { maxKeys: 4 })),
        urgency: fc.constantFrom(...URGENCIES),
      });
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(reported, async (report) => {
          const opened = await world.open({ ...report, dedupKey: world.newKey() });
          expect(opened).toMatchObject(report);
          expect(await incidents.get(opened.number)).toEqual(opened);
          expect(seen.has(opened.number)).toBe(false);
          seen.add(opened.number);
        }),
        runs(25),
      );
    });

    test('is as the last change has left it, with what has happened, oldest first', async () => {
      const { number } = await world.open();
      const jane = world.person('jane');
      world.passes(MINUTE);
      const acknowledged = await world.does({ type: 'acknowledge' }, number);
      expect(acknowledged).toMatchObject({ version: 2, state: { status: 'ACKNOWLEDGED', by: jane } });
      expect(await incidents.get(number)).toEqual(acknowledged);
      world.passes(MINUTE);
      const resolved = await world.does({ type: 'resolve', note: 'cleaned up' }, number);
      expect(await incidents.get(number)).toEqual(resolved);
      const [first, second, third, ...others] = await incidents.timeline(number);
      expect([first, second, third]).toMatchObject([
        { incidentNumber: number, at: world.clock.time - 2 * MINUTE, actor: MONITOR, fact: { kind: 'triggered' } },
        { at: world.clock.time - MINUTE, actor: jane, fact: { kind: 'acknowledged' } },
        { at: world.clock.time, actor: jane, fact: { kind: 'resolved', note: 'cleaned up' } },
      ]);
      expect(others).toEqual([]);
    });

    test('is seen by another process as soon as a write is done, and the other way round', async () => {
      const other = await world.another();
      const opened = await world.open();
      expect(await other.incidents.get(1)).toEqual(opened);
      await world.tryTo({ type: 'acknowledge' }, 1, {}, world.person('bob'), other);
      expect(await incidents.get(1)).toMatchObject({ state: { status: 'ACKNOWLEDGED' } });
    });

    test('that is not there can not be changed', async () => {
      expect(await world.acknowledge(7)).toEqual({ ok: false, reason: 'not_found' });
    });
  });

  describe('a timeline', () => {
    test('is read from its end, a part at a time', async () => {
      const { number } = await world.open();
      await world.open({ title: 'another' });
      for (const text of ['a', 'b', 'c']) await world.note(number, text);
      const [triggered, a, b, c] = await incidents.timeline(number);
      expect(await incidents.timeline(number, { eyes: 'anyone', limit: 2 })).toEqual([b, c]);
      expect(await incidents.timeline(number, { eyes: 'anyone', limit: 2, before: b?.id ?? 0 })).toEqual([
        triggered,
        a,
      ]);
      expect(await incidents.timeline(number, { eyes: 'anyone', limit: 2, before: triggered?.id ?? 0 })).toEqual([]);
      expect(await incidents.countTimelineBefore(number, b?.id ?? 0, 'anyone')).toBe(2);
      expect(await incidents.beginning(number)).toEqual(triggered);
      expect(await incidents.beginning(7)).toBeNull();
    });
  });

  describe('one pass', () => {
    test('32 repeats of an alert at once are 32 counts', async () => {
      const { number } = await world.open();
      const versions = await Promise.all(Array.from({ length: 32 }, async () => (await world.repeat(number)).version));
      expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, index) => index + 2));
      expect(await incidents.get(number)).toMatchObject({ version: 33, alertCount: 33 });
      expect(await incidents.repeats(number)).toMatchObject({ hours: [{ count: 32 }] });
      expect(await world.story(number)).toEqual(['triggered']);
    });

    test('so they are when two processes count them', async () => {
      const other = await world.another();
      const { number } = await world.open();
      const repeat = { type: 'repeat_alert', urgency: 'HIGH', title: 'Disk full' } as const;
      const results = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          world.tryTo(repeat, number, {}, MONITOR, index % 2 === 0 ? other : world.storage),
        ),
      );
      expect(results.map(({ ok }) => ok)).toEqual(Array(16).fill(true));
      expect(await incidents.get(number)).toMatchObject({ version: 17, alertCount: 17 });
    });

    test('of fifty who acknowledge at once one does, and the others hear who it was', async () => {
      const { number } = await world.open();
      const people = Array.from({ length: 50 }, (_, index) => world.person(`person-${index}`));
      const results = await Promise.all(
        people.map((person) => world.tryTo({ type: 'acknowledge' }, number, {}, person)),
      );
      const winners = results.filter(({ ok }) => ok);
      expect(winners).toHaveLength(1);
      const state = winners[0]?.ok ? winners[0].incident.state : null;
      const by = state?.status === 'ACKNOWLEDGED' ? state.by : null;
      for (const result of results) {
        if (result.ok) continue;
        expect(result).toMatchObject({ reason: 'rejected', rejection: { reason: 'already_acknowledged', by } });
      }
      expect(await world.story(number)).toEqual(['triggered', 'acknowledged']);
    });
  });

  describe('repeats of an alert', () => {
    test('are counted by the hour', async () => {
      const { number } = await world.open();
      expect(await incidents.repeats(number)).toBeNull();
      const firstAt = world.clock.time;
      await world.repeat(number);
      world.passes(HOUR);
      await world.repeat(number);
      await world.repeat(number, { title: 'Disk fuller' });
      expect(await incidents.repeats(number)).toEqual({
        firstAt,
        lastAt: world.clock.time,
        title: 'Disk fuller',
        actor: MONITOR,
        hours: [
          { hour: firstAt, count: 1 },
          { hour: firstAt + HOUR, count: 2 },
        ],
      });
      expect(await incidents.get(number)).toMatchObject({ alertCount: 4, lastAlertAt: world.clock.time });
    });
  });

  describe('a decision', () => {
    test('that refuses leaves nothing behind, not even the request', async () => {
      const { number } = await world.open();
      await world.snooze(number);
      const [due] = await world.storage.timers.due(world.clock.time + HOUR, 10);
      if (!due) throw new Error('nothing is due');
      await world.courier.sendAll();
      const before = await incidents.get(number);
      const guards = { requestKey: 'a', firedTimer: due };
      const refused = await world.tryTo({ type: 'note', text: ' ' }, number, guards);
      expect(refused).toEqual({
        ok: false,
        reason: 'rejected',
        incident: before,
        rejection: { reason: 'empty_note' },
      });
      expect(await incidents.get(number)).toEqual(before);
      expect(await world.story(number)).toEqual(['triggered', 'snoozed']);
      expect(await world.storage.timers.due(world.clock.time + HOUR, 10)).toEqual([due]);
      expect(await world.courier.heads()).toEqual([]);
      expect(await world.tryTo({ type: 'wake' }, number, guards)).toMatchObject({ ok: true });
    });

    test('that fails leaves nothing behind either, and its error is passed on', async () => {
      const { number } = await world.open();
      const failing = incidents.change(number, { requestKey: 'a' }, () => {
        throw new RangeError('no such zone');
      });
      const counting = world.repeat(number); // written together with it, maybe
      await expect(failing).rejects.toThrow(RangeError);
      await counting;
      expect(await incidents.get(number)).toMatchObject({ version: 2, alertCount: 2 });
      expect(await world.acknowledge(number, { requestKey: 'a' })).toMatchObject({ ok: true });
    });
  });

  describe('a request', () => {
    test('takes effect once, however often it is delivered and by whichever process', async () => {
      const { number } = await world.open();
      const repeated = { ok: false, reason: 'request_repeated', effect: { incident: number, isNew: false } };
      const note = { type: 'note', text: 'once' } as const;
      const results = await Promise.all([1, 2, 3].map(() => world.tryTo(note, number, { requestKey: 'a' })));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.filter(({ ok }) => !ok)).toEqual([repeated, repeated]);
      const other = await world.another();
      expect(await world.tryTo(note, number, { requestKey: 'a' }, MONITOR, other)).toEqual(repeated);
      expect(await world.receive({ title: 'new' }, { requestKey: 'a' })).toEqual(repeated);
      expect(await world.story(number)).toEqual(['triggered', 'note_added']);
      expect(await incidents.get(2)).toBeNull();
    });

    test('that opens an incident does so once', async () => {
      const results = await Promise.all([1, 2].map(() => world.receive({}, { requestKey: 'a' })));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results).toContainEqual({
        ok: false,
        reason: 'request_repeated',
        effect: { incident: 1, isNew: true },
      });
      expect(await world.storage.onCall.hasSeen('a')).toBe(true);
      expect(await world.storage.onCall.hasSeen('b')).toBe(false);
    });

    test('that came to nothing because of the dedup key may come again', async () => {
      const first = await world.open({ dedupKey: 'disk' });
      await world.resolve(first.number);
      const second = await world.open({ dedupKey: 'disk' });
      const reopen = () => world.tryTo({ type: 'reopen' }, first.number, { requestKey: 'a' });
      expect(await reopen()).toMatchObject({ reason: 'dedup_key_taken' });
      await world.resolve(second.number);
      expect(await reopen()).toMatchObject({ ok: true });
    });

    test('is forgotten when nobody delivers it again, and no sooner', async () => {
      const { number } = await world.open();
      await world.acknowledge(number, { requestKey: 'a' });
      await incidents.forgetRequests(world.clock.time);
      expect(await world.storage.onCall.hasSeen('a')).toBe(true);
      world.passes(DAY);
      await incidents.forgetRequests(world.clock.time);
      expect(await world.storage.onCall.hasSeen('a')).toBe(false);
    });
  });

  describe('a timer that fired', () => {
    test('goes with what it causes, and causes it once', async () => {
      const { number } = await world.open();
      await world.snooze(number);
      world.passes(HOUR);
      const [firedTimer] = await world.storage.timers.due(world.clock.time, 10);
      if (!firedTimer) throw new Error('nothing is due');
      const results = await Promise.all([1, 2].map(() => world.tryTo({ type: 'wake' }, number, { firedTimer })));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results).toContainEqual({ ok: false, reason: 'timer_gone' });
      expect(await world.storage.timers.due(world.clock.time, 10)).toEqual([]);
    });

    test('causes nothing once it is set to another time', async () => {
      const { number } = await world.open();
      await world.snooze(number);
      world.passes(HOUR);
      const [firedTimer] = await world.storage.timers.due(world.clock.time, 10);
      if (!firedTimer) throw new Error('nothing is due');
      await world.snooze(number, world.clock.time + HOUR);
      expect(await world.tryTo({ type: 'wake' }, number, { firedTimer, requestKey: 'a' })).toEqual({
        ok: false,
        reason: 'timer_gone',
      });
      expect(await incidents.get(number)).toMatchObject({ state: { status: 'SNOOZED' } });
      expect(await world.storage.timers.nextDueAt(0)).toBe(world.clock.time + HOUR);
      expect(await world.storage.onCall.hasSeen('a')).toBe(false);
    });
  });

  describe('a delivery that failed', () => {
    const failed = { type: 'page_failed', target: '@bob@example.com', name: 'Bob', code: 'x' } as const;
    beforeEach(() => world.apply('workspace: { default_channel: "#incidents" }'));

    test('is failed together with what it causes, and causes it once', async () => {
      const { number } = await world.open();
      const { id } = await world.courier.next();
      const guards = { failedDelivery: { id, code: 'is_archived' } };
      const results = await Promise.all([1, 2].map(() => world.tryTo(failed, number, guards, { kind: 'clock' })));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results).toContainEqual({ ok: false, reason: 'delivery_gone' });
      expect(await world.storage.deliveries.failed(10)).toMatchObject([{ id, error: 'is_archived' }]);
      expect(await world.story(number)).toEqual(['triggered', 'page_failed']);
    });

    test('is still owed when nothing comes of it', async () => {
      const { number } = await world.open();
      await world.resolve(number);
      const { id } = await world.courier.next('post INC-1 in #incidents');
      const guards = { failedDelivery: { id, code: 'is_archived' } };
      expect(await world.acknowledge(number, guards)).toMatchObject({ reason: 'rejected' });
      expect(await world.storage.deliveries.failed(10)).toEqual([]);
      expect(await world.courier.next('post INC-1 in #incidents')).toMatchObject({ id });
    });

    test('causes nothing when Slack has it after all', async () => {
      const { number } = await world.open();
      const delivery = await world.courier.next();
      await world.courier.send(delivery);
      const guards = { failedDelivery: { id: delivery.id, code: 'is_archived' } };
      expect(await world.tryTo(failed, number, guards)).toEqual({ ok: false, reason: 'delivery_gone' });
      expect(await world.story(number)).toEqual(['triggered']);
    });
  });

  describe('who may touch incidents of one service only', () => {
    test('finds and changes no others, and leaves no trace of having tried', async () => {
      await world.apply('services: [{ name: Payments }, { name: Search }]');
      const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
      const theirs = await world.open({ title: 'of payments', dedupKey: 'disk', serviceId: payments });
      await world.resolve(theirs.number);
      const nobodys = await world.open({ title: 'of nobody', dedupKey: 'disk' });
      await world.does({ type: 'reopen' }, theirs.number);
      const guards = { onlyServiceId: search, requestKey: 'a' };
      for (const { number } of [theirs, nobodys]) {
        expect(await world.acknowledge(number, guards)).toEqual({ ok: false, reason: 'not_found' });
      }
      expect(await incidents.findByDedupKey('disk', null, guards)).toBeNull();
      expect(await incidents.findByDedupKey('disk', search, guards)).toBeNull();
      const own = { title: 'own', dedupKey: 'disk', serviceId: search };
      const opened = await world.receive(own, { onlyServiceId: search });
      expect(opened).toMatchObject({ isNew: true, incident: { number: 3 } });
      expect(await incidents.findByDedupKey('disk', null, guards)).toMatchObject({ number: 3 });
      expect(await world.acknowledge(3, guards)).toMatchObject({ ok: true });
    });
  });

  describe('a dedup key', () => {
    test('belongs to one incident that is not over, and to the next once that is resolved', async () => {
      const first = await world.open({ dedupKey: 'disk' });
      const again = { ok: true, isNew: false, incident: { number: first.number } };
      expect(await world.receive({ dedupKey: 'disk' })).toMatchObject(again);
      await world.snooze(first.number);
      expect(await world.receive({ dedupKey: 'disk' })).toMatchObject(again);
      await world.resolve(first.number);
      expect(await incidents.findByDedupKey('disk', null)).toBeNull();
      const second = await world.open({ dedupKey: 'disk' });
      expect(await incidents.findByDedupKey('disk', null)).toEqual(second);
      expect(await world.tryTo({ type: 'reopen' }, first.number, { requestKey: 'a' })).toMatchObject({
        ok: false,
        reason: 'dedup_key_taken',
        number: second.number,
      });
      expect(await incidents.get(first.number)).toMatchObject({ state: { status: 'RESOLVED' } });
      await world.resolve(second.number);
      expect(await world.tryTo({ type: 'reopen' }, first.number, { requestKey: 'a' })).toMatchObject({ ok: true });
    });

    test('is taken by the first of those who report at once, also in two processes; a number is not skipped for it', async () => {
      const other = await world.another();
      const results = await Promise.all(
        [1, 2, 3, 4].map((index) => world.receive({ dedupKey: 'disk' }, {}, index % 2 ? other : world.storage)),
      );
      expect(results.map((result) => result.ok && result.incident.number)).toEqual([1, 1, 1, 1]);
      expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1);
      expect(await incidents.get(1)).toMatchObject({ alertCount: 4 });
      expect((await world.open({ dedupKey: 'other' })).number).toBe(2);
    });

    test('is unique within a service, and among those of none', async () => {
      await world.apply('services: [{ name: Payments }, { name: Search }]');
      const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
      const closed = await world.open({ dedupKey: 'disk', serviceId: payments });
      await world.resolve(closed.number);
      const ofNone = await world.open({ dedupKey: 'disk' });
      const ofPayments = await world.does({ type: 'reopen' }, closed.number);
      expect(await world.receive({ dedupKey: 'disk', serviceId: payments })).toMatchObject({
        isNew: false,
        incident: { number: ofPayments.number },
      });
      // Of the service itself, or of none; who names no service gets the latest.
      expect(await incidents.findByDedupKey('disk', payments)).toMatchObject({ number: ofPayments.number });
      expect(await incidents.findByDedupKey('disk', search)).toEqual(ofNone);
      expect(await incidents.findByDedupKey('disk', null)).toEqual(ofNone);
      expect(await incidents.findByDedupKey('DISK', null)).toBeNull();
    });

    test('brings a command to the incident of its service, or of none, and without a service to all that have it', async () => {
      await world.apply('services: [{ name: Payments }, { name: Search }]');
      const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
      const numbers: number[] = [];
      for (const serviceId of [payments, search, null]) {
        const { number } = await world.open({ dedupKey: 'disk', serviceId });
        await world.resolve(number);
        numbers.push(number);
      }
      for (const number of numbers) await world.does({ type: 'reopen' }, number);
      const [ofPayments = 0, ofSearch = 0, ofNone = 0] = numbers;
      const tryFor = async (command: Command, serviceId: number | null, guards: CommitGuards = {}) => {
        const around = { now: world.clock.time, actor: MONITOR };
        const result = await incidents.changeHolders({ dedupKey: 'disk', serviceId }, guards, (incident, rules) =>
          decide(incident, command, { ...rules, ...around }),
        );
        return result.ok ? result.decided.map(({ ok, incident }) => [ok, incident.number]) : result.effect;
      };
      expect(await tryFor({ type: 'acknowledge' }, payments)).toEqual([[true, ofPayments]]);
      expect(await tryFor({ type: 'resolve', note: null }, payments, { onlyServiceId: search })).toEqual([]);
      expect(await tryFor({ type: 'acknowledge' }, null)).toEqual([
        [true, ofNone],
        [true, ofSearch],
        [false, ofPayments],
      ]);
      expect(await tryFor({ type: 'resolve', note: null }, null, { onlyServiceId: search })).toEqual([
        [true, ofSearch],
      ]);
      expect(await tryFor({ type: 'resolve', note: null }, search)).toEqual([[true, ofNone]]);
      expect(await tryFor({ type: 'resolve', note: null }, null)).toEqual([[true, ofPayments]]);
      expect(await tryFor({ type: 'resolve', note: null }, null)).toEqual([]);
    });

    test('tells whoever asks again what the request has done, also once that is over', async () => {
      const guards = { requestKey: 'r1' };
      const { number } = await world.open({ dedupKey: 'disk' });
      await world.receive({ dedupKey: 'disk' }, guards);
      const end = (requestKey: string) =>
        incidents.changeHolders({ dedupKey: 'disk', serviceId: null }, { requestKey }, (incident, rules) =>
          decide(incident, { type: 'resolve', note: null }, { ...rules, now: world.clock.time, actor: MONITOR }),
        );
      expect(await end('r2')).toMatchObject({ ok: true, decided: [{ ok: true, incident: { number } }] });
      expect(await end('r3')).toEqual({ ok: true, decided: [] });
      const repeated = (effect: object) => ({ ok: false, reason: 'request_repeated', effect });
      expect(await world.receive({ dedupKey: 'disk' }, guards)).toEqual(repeated({ incident: number, isNew: false }));
      expect(await end('r2')).toEqual(repeated({ incident: number, isNew: false }));
      expect(await end('r3')).toEqual(repeated({ incident: null, isNew: false }));
      const opened = await world.receive({ dedupKey: 'disk' }, { requestKey: 'r4' });
      expect(opened).toMatchObject({ ok: true, isNew: true });
      expect(await world.receive({ dedupKey: 'disk' }, { requestKey: 'r4' })).toEqual(
        repeated({ incident: number + 1, isNew: true }),
      );
    });
  });

  describe('an incident that counts several alerts', () => {
    /** The incident counts another alert. */
    const joins = (number: number, dedupKey: string, serviceId: number | null = null) =>
      incidents.change(number, {}, (incident, around) => {
        const at = world.clock.time;
        const alert = { dedupKey, serviceId, at, title: `About ${dedupKey}`, resolvedAt: null };
        const first = incident.joinedAlerts === 0 ? [firstAlert(incident, 0)] : [];
        const changes = { joinedAlerts: incident.joinedAlerts + 1 };
        const context = { ...around, now: at, actor: MONITOR };
        const change = accept(incident, context, changes, [], { set: [], cancel: [] });
        return { ok: true, change: { ...change, alerts: [...first, alert] } };
      });
    const ends = async (dedupKey: string, serviceId: number | null = null, guards: CommitGuards = {}) => {
      const result = await incidents.changeHolders({ dedupKey, serviceId }, guards, (incident, around, held) =>
        decide(incident, { type: 'resolve_alert', held }, { ...around, now: world.clock.time, actor: MONITOR }),
      );
      if (!result.ok) throw new Error('nobody asked before');
      return result.decided.map(({ ok, incident }) => [ok, incident.number, incident.state.status]);
    };

    test('has each alert by its own key, and is over when all of them are', async () => {
      const { number } = await world.open({ dedupKey: 'a' });
      await joins(number, 'b');
      await joins(number, 'c');
      expect(await incidents.findByDedupKey('b', null)).toMatchObject({ number, joinedAlerts: 2 });
      expect(await world.receive({ dedupKey: 'c' })).toMatchObject({
        isNew: false,
        incident: { number, alertCount: 2 },
      });
      expect(await ends('a')).toEqual([[true, number, 'OPEN']]);
      expect(await ends('b')).toEqual([[true, number, 'OPEN']]);
      expect(await incidents.alerts(number, 10)).toMatchObject([
        { dedupKey: 'c', resolvedAt: null, title: 'About c' },
        { dedupKey: 'b', resolvedAt: world.clock.time },
        { dedupKey: 'a', resolvedAt: world.clock.time },
      ]);
      // What was over fires again, so that the last one that fires is another one.
      await world.receive({ dedupKey: 'a' });
      expect(await ends('c')).toEqual([[true, number, 'OPEN']]);
      expect(await ends('c')).toEqual([[true, number, 'OPEN']]);
      expect(await ends('a')).toEqual([[true, number, 'RESOLVED']]);
      expect(await ends('b')).toEqual([]);
      expect(await world.receive({ dedupKey: 'b' })).toMatchObject({ isNew: true });
      expect(await world.story(number)).toEqual(['triggered', 'resolved']);
    });

    test('leaves an alert to its service, and what it can be asked by to whoever may ask', async () => {
      await world.apply('services: [{ name: Payments }, { name: Search }]');
      const [payments, search] = [await world.serviceId('Payments'), await world.serviceId('Search')];
      const { number } = await world.open({ dedupKey: 'a', serviceId: payments });
      await joins(number, 'a', search);
      await joins(number, 'b', payments);
      expect(await ends('b', null, { onlyServiceId: search })).toEqual([]);
      expect(await ends('a', search)).toEqual([[true, number, 'OPEN']]);
      expect(await world.receive({ dedupKey: 'b', serviceId: search })).toMatchObject({ isNew: true });
      // Of no service: whatever it is the alert of, one after the other.
      await world.receive({ dedupKey: 'a', serviceId: search });
      await ends('b', payments);
      expect(await ends('a')).toEqual([
        [true, number, 'OPEN'],
        [true, number, 'RESOLVED'],
      ]);
    });

    test('is not opened again while another one counts the alert that has opened it', async () => {
      const { number: first } = await world.open({ dedupKey: 'a' });
      await world.resolve(first);
      const { number: second } = await world.open({ dedupKey: 'b' });
      await joins(second, 'a');
      expect(await world.tryTo({ type: 'reopen' }, first)).toMatchObject({ reason: 'dedup_key_taken', number: second });
    });
  });
}
