import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertKey } from '../../src/incidents/alerts.ts';
import type { Change, DecisionContext, TimerChange } from '../../src/incidents/change.ts';
import { decide } from '../../src/incidents/decide.ts';
import type { FlappingRule } from '../../src/incidents/flapping.ts';
import { groupOf, MAX_ALERTS, takesMore } from '../../src/incidents/grouping.ts';
import { type Noise, open } from '../../src/incidents/open.ts';
import type { TimerKind } from '../../src/incidents/timers.ts';
import type { Incident, NewIncident } from '../../src/incidents/types.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { alertFields } from '../../src/routing/alert-fields.ts';
import { runs } from '../runs.ts';
import { NO_RULES, NOTHING_AROUND } from './context.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 0);
const RULE: FlappingRule = { times: 3, within: HOUR, calm: 15 * MINUTE };
const CONTEXT: DecisionContext = {
  ...NO_RULES,
  ...NOTHING_AROUND,
  now: NOW,
  actor: { kind: 'monitor', name: 'prometheus' },
  flapping: RULE,
};
const NOTHING_SAID: Noise = { group: null, flapping: null, fields: alertFields({}, {}) };
const KEY: AlertKey = { dedupKey: 'k', serviceId: 1 };

function opening(context: DecisionContext, noise = NOTHING_SAID) {
  const text = { description: null, source: null, url: null, details: null };
  return open({ ...KEY, ...text, title: 'down', urgency: 'HIGH', components: [], noise }, context);
}

test('alerts are of one group when they have the same values in its fields, whatever else they have, and of none without any', () => {
  const value = fc.oneof(
    fc.constantFrom('a', 'b', 'a, b', ''),
    fc.array(fc.constantFrom('a', 'b', 'a, b', '')),
    fc.nat(2),
  );
  const labels = fc.record(
    { site: value, cluster: value, host: fc.string(), 'a.b': value, constructor: value },
    { requiredKeys: [] },
  );
  const by = fc.uniqueArray(fc.constantFrom('site', 'cluster', 'a.b', 'constructor', '__proto__'), { maxLength: 3 });
  fc.assert(
    fc.property(by, labels, labels, (by, one, other) => {
      const keyOf = (of: object) => groupOf({ by, within: 1 }, alertFields({ ...of }, {}))?.key ?? null;
      const read = (of: object) => by.map((name) => alertFields({ ...of }, {}).values(name));
      const isBare = by.length > 0 && read(one).flat().length === 0;
      expect(keyOf(one) === null).toBe(isBare);
      if (!isBare) expect(keyOf(one) === keyOf(other)).toBe(JSON.stringify(read(one)) === JSON.stringify(read(other)));
    }),
    runs(60),
  );
});

test('of long values a group keeps what can be shown, and tells them apart all the same', () => {
  const grouping = { by: ['site'], within: 1 };
  const of = (site: string) => groupOf(grouping, alertFields({ site }, {}));
  const long = `${'x'.repeat(99)}🔥`;
  expect(of(long)?.values).toEqual([`${'x'.repeat(99)}\uFFFD`]);
  expect(of(long)?.key).not.toBe(of(`${long}.`)?.key);
});

const OPENED = numbered({ ...opening(CONTEXT).incident, groupKey: 'g' });
const SURVIVOR = numbered({ ...opening({ ...CONTEXT, now: NOW - HOUR }).incident, serviceId: 2, alertServiceId: 2 });

test.each<
  [string, boolean, { opened?: Partial<Incident>; holder?: Partial<Incident>; groupKey?: string | null; at?: number }]
>([
  ['the same group at once', true, {}],
  ['until its time is over', true, { at: NOW + 10 * MINUTE - 1 }],
  ['no longer', false, { at: NOW + 10 * MINUTE }],
  ['an alert of another group', false, { groupKey: 'h' }],
  ['an alert of none', false, { groupKey: null, opened: { groupKey: null } }],
  ['one that people say is of another service', false, { opened: { serviceId: 2 } }],
  ['one whose alert was of another service', false, { opened: { alertServiceId: 2 } }],
  ['one more than fits', false, { holder: { joinedAlerts: MAX_ALERTS - 1 } }],
  ['the last that fits', true, { holder: { joinedAlerts: MAX_ALERTS - 2 } }],
  ['one that somebody has', true, { holder: { state: { status: 'ACKNOWLEDGED', by: CONTEXT.actor, at: NOW } } }],
  ['one that is over', false, { holder: { state: { status: 'RESOLVED', by: CONTEXT.actor, at: NOW, note: null } } }],
  ['an older one of another service, as which it goes on', true, { holder: SURVIVOR }],
])('what is of a group counts on %s: %s', (_, expected, { opened, holder, groupKey = 'g', at = NOW }) => {
  const found = { opened: { ...OPENED, ...opened }, holder: { ...OPENED, ...holder } };
  expect(takesMore(found, { groupKey, serviceId: 1 }, 10 * MINUTE, at)).toBe(expected);
});

/** One alert as storage keeps it: its incident, its timers, and when it was over. */
class Storage {
  now = NOW;
  incidents: Incident[] = [];
  said: string[] = [];
  private readonly over: number[] = [];
  private timers = new Map<TimerKind, number>();

  get current(): Incident | undefined {
    return this.incidents.at(-1);
  }

  get open(): Incident | undefined {
    return this.current?.state.status === 'RESOLVED' ? undefined : this.current;
  }

  get context(): DecisionContext {
    return { ...CONTEXT, now: this.now, timesOver: (_, since) => this.over.filter((at) => at > since).length };
  }

  comes(): void {
    if (this.open) {
      this.carryOut({ type: 'repeat_alert', urgency: 'HIGH', title: 'down' });
    } else {
      const { incident, timers } = opening(this.context);
      this.incidents.push(numbered(incident));
      this.settle(timers);
    }
  }

  goes(): void {
    if (this.open) this.carryOut({ type: 'resolve_alert' });
  }

  /** As the scheduler does it: all that is due meanwhile, at its time. */
  waits(length: number): void {
    const until = this.now + length;
    for (let due = this.due(until); due !== undefined; due = this.due(until)) {
      this.now = Math.max(this.now, due);
      this.timers.delete('calm');
      this.carryOut({ type: 'end_flapping', heardFor: 24 * HOUR });
    }
    this.now = until;
  }

  get isWatched(): boolean {
    return this.timers.has('calm');
  }

  private due(until: number): number | undefined {
    const at = this.timers.get('calm');
    return at !== undefined && at <= until ? at : undefined;
  }

  private carryOut(command: Parameters<typeof decide>[1]): void {
    const { open: incident } = this;
    if (!incident) throw new Error('a timer of an incident that is over');
    const decision = decide(incident, command, this.context);
    if (decision.ok) this.commit(decision.change);
  }

  private commit({ incident, timers, events, over }: Change): void {
    this.incidents[this.incidents.length - 1] = incident;
    this.settle(timers);
    for (const { fact } of events) if (fact.kind === 'flapping') this.said.push(`INC-${incident.number}`);
    if (over) this.over.push(this.now);
  }

  private settle({ set, cancel }: TimerChange): void {
    for (const kind of cancel) this.timers.delete(kind);
    for (const { kind, dueAt } of set) this.timers.set(kind, dueAt);
  }
}

function numbered(incident: NewIncident): Incident {
  return { ...incident, number: 1, version: 1 };
}

const happening = fc.oneof(
  fc.constant('comes' as const),
  fc.constant('goes' as const),
  fc.integer({ min: 1, max: 40 }).map((minutes) => minutes * MINUTE),
);

test('however an alert comes and goes: it is never unheard, opens no more than so many incidents, and is calm in the end', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 80 }), (story) => {
      const storage = new Storage();
      let isThere = false;
      const openedAt: number[] = [];
      for (const one of story) {
        const before = storage.incidents.length;
        if (typeof one === 'number') storage.waits(one);
        else storage[one]();
        if (one === 'comes') isThere = true;
        if (one === 'goes') isThere = false;
        if (storage.incidents.length > before) openedAt.push(storage.now);
        // What is there has an incident; what flaps is watched, and nothing else is.
        if (isThere) expect(storage.open).toBeDefined();
        if (storage.open && !isThere) expect(storage.open.flapping).toBe('over');
        expect(storage.isWatched).toBe((storage.current?.flapping ?? null) !== null);
      }
      for (const [index, at] of openedAt.entries()) {
        const since = openedAt.slice(0, index).filter((earlier) => at - earlier < RULE.within);
        // One more each time that it has been calm: that ends the flapping, and what comes then is new.
        expect(since.length).toBeLessThan(RULE.times + Math.floor(RULE.within / RULE.calm));
      }
      expect(storage.said.length).toBeLessThanOrEqual(storage.incidents.length);
      storage.waits(RULE.calm);
      expect(storage.open !== undefined).toBe(isThere);
      expect(storage.current?.flapping ?? null).toBeNull();
    }),
    runs(60),
  );
});

test.each<[string, Partial<Incident>, Partial<DecisionContext>, string]>([
  ['the first time', {}, {}, 'RESOLVED null'],
  ['once more than it may', {}, { timesOver: () => RULE.times - 1 }, 'OPEN over'],
  ['where a rule of its own says never', { flappingChoice: 'never' }, { timesOver: () => 99 }, 'RESOLVED null'],
  ['where its own rule is stricter', { flappingChoice: { ...RULE, times: 2 } }, { timesOver: () => 1 }, 'OPEN over'],
  ['where its service says never', {}, { flapping: null, timesOver: () => 99 }, 'RESOLVED null'],
  ['before it has lasted', {}, { delay: HOUR, timesOver: () => 99 }, 'RESOLVED null'],
  ['while it is flapping', { flapping: 'firing' }, {}, 'OPEN over'],
  ['when it no longer may be called so', { flapping: 'firing' }, { flapping: null }, 'RESOLVED null'],
])('an alert that is over %s', (_, incident, context, expected) => {
  const decision = decide({ ...OPENED, ...incident }, { type: 'resolve_alert' }, { ...CONTEXT, ...context });
  if (!decision.ok) throw new Error(decision.rejection.reason);
  const { state, flapping } = decision.change.incident;
  expect(`${state.status} ${flapping}`).toBe(expected);
});

test('what flaps is the alert; of a group, the group, whichever of its alerts is over', () => {
  const asked: AlertKey[] = [];
  const timesOver: DecisionContext['timesOver'] = (alert) => {
    asked.push(alert);
    return 0;
  };
  for (const groupKey of [null, 'g']) {
    decide({ ...OPENED, groupKey }, { type: 'resolve_alert' }, { ...CONTEXT, timesOver });
  }
  expect(asked).toEqual([KEY, { dedupKey: 'group:g', serviceId: 1 }]);
});
