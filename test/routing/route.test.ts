import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertFields } from '../../src/routing/alert-fields.ts';
import { compilePattern } from '../../src/routing/pattern.ts';
import { appliedRules, type Routed, route } from '../../src/routing/route.ts';
import type { RoutingRule, RuleSet } from '../../src/routing/rule.ts';
import { runs } from '../runs.ts';

const NOTHING: RuleSet = { service: null, urgency: null, title: null, description: null, dedup_key: null, links: [] };

type Written = Partial<Omit<RoutingRule, 'set'>> & { set?: Partial<RuleSet> };
const rule = ({ set, ...rest }: Written): RoutingRule => ({
  match: {},
  drop: false,
  heartbeat: null,
  stop: false,
  group: null,
  flapping: null,
  rule_set: null,
  set: set ? { ...NOTHING, ...set } : null,
  ...rest,
});

const LABELS = {
  alertname: 'InstanceDown',
  team: 'payments',
  severity: 'critical',
  code: 503,
  isBig: true,
  tags: ['db', 'eu'],
  host: { name: 'web-1' },
};
const OWN = { title: 'web-1 is down', urgency: 'HIGH', service: null, components: ['web-1', 'web-2'] };

function routed(...rules: Written[]): Routed {
  return route(rules.map(rule), alertFields(LABELS, OWN), null, (name) => name === 'alertmanager');
}

const HIT = { urgency: 'LOW' as const };
const isHit = (match: Record<string, string>) => routed({ match, set: HIT }).changes.urgency === 'LOW';

describe('a condition', () => {
  test.each<[what: string, match: Record<string, string>, isHit: boolean]>([
    ['is a text', { team: 'payments' }, true],
    ['is for the whole value', { team: 'pay' }, false],
    ['is one of several', { severity: 'page|critical' }, true],
    ['of several is for the whole value, too', { severity: 'critical|crit.*x' }, true],
    ['is a regular expression', { alertname: 'Instance.*' }, true],
    ['that is one is for the whole value', { alertname: 'nstance.*' }, false],
    ['holds in the case that it is written in', { team: 'Payments' }, false],
    ['may say that case does not count', { team: '(?i)PAYMENTS' }, true],
    ['can be about a number', { code: '5\\d\\d' }, true],
    ['can be about a flag', { isBig: 'true' }, true],
    ['is about any of a list', { tags: 'eu' }, true],
    ['can be about what is inside', { 'host.name': 'web-\\d+' }, true],
    ['can be about a field that every alert has', { title: '.* is down' }, true],
    ['of a name that the alert does not have, is about the empty text', { cluster: '' }, true],
    ['of a name that the alert does not have', { cluster: '.+' }, false],
    ['about nothing that anybody wrote', { constructor: '.+' }, false],
    ['holds together with the others', { team: 'payments', severity: 'warning' }, false],
    ['that is not there, always holds', {}, true],
  ])('%s', (_, match, expected) => {
    expect(isHit(match)).toBe(expected);
  });
});

test('all rules that match have their effect, in their order, and later ones see what earlier ones have set', () => {
  const { changes } = routed(
    { set: { service: 'Payment API', urgency: 'LOW' } },
    { match: { team: 'search' }, set: { service: 'Search' } },
    { match: { service: 'Payment API', urgency: 'LOW' }, set: { urgency: 'MEDIUM', title: '{alertname}: {title}' } },
  );
  expect(changes).toMatchObject({
    service: 'Payment API',
    urgency: 'MEDIUM',
    title: 'InstanceDown: web-1 is down',
  });
});

test('the first rule that matches and says stop is the last', () => {
  const rules = [{ match: { team: 'search' }, stop: true }, { set: HIT, stop: true }, { drop: true }];
  const result = routed(...rules);
  expect(result).toMatchObject({ end: 'open', changes: HIT });
  expect(appliedRules(result)).toEqual([{ rule: 2, match: 'every alert', effect: 'urgency: LOW, stop' }]);
});

test('what is dropped, or a heartbeat, is seen by no later rule', () => {
  expect(routed({ drop: true }, { set: HIT })).toMatchObject({ end: 'drop', changes: { links: [] } });
  expect(routed({ heartbeat: 'alertmanager' }, { drop: true })).toMatchObject({ end: { heartbeat: 'alertmanager' } });
});

test('for whoever may not have a heartbeat beat, there is no such rule', () => {
  const result = routed({ heartbeat: 'nightly-backup' }, { set: HIT });
  expect(result).toMatchObject({ end: 'open', changes: HIT });
  expect(appliedRules(result).map(({ rule }) => rule)).toEqual([2]);
});

test('what a rule was, and why it did not apply, can be told', () => {
  const { looks } = routed({ match: { team: 'search', severity: 'page' }, set: { service: 'Search' } });
  expect(looks).toEqual([
    {
      rule: { rule: 1, match: 'team=search, severity=page', effect: 'service: Search' },
      mismatch: { name: 'team', pattern: 'search', values: ['payments'] },
    },
  ]);
});

describe('a text with fields in it', () => {
  const titled = (title: string) => routed({ set: { title } }).changes.title;
  test.each([
    ['{alertname} in {team}', 'InstanceDown in payments'],
    ['{alertname} in {cluster}', 'InstanceDown in '.trim()],
    ['{ tags }', 'db, eu'],
    ['{host.name}', 'web-1'],
    ['no field', 'no field'],
  ])('%s', (template, expected) => {
    expect(titled(template)).toBe(expected);
  });

  test('none of which the alert has, leaves things as they are', () => {
    expect(routed({ set: { title: '{cluster}', dedup_key: '{cluster}/{zone}' } }).changes).toEqual({ links: [] });
  });

  test('that is an address, takes what is filled in as a part of it', () => {
    const fields = alertFields({ name: 'a/../b?c', page: 'https://wiki.example.com/x' }, {});
    const links = [
      { text: 'Runbook', url: 'https://wiki.example.com/{name}' },
      { text: '{name}', url: '{page}' },
      { text: 'None', url: '{missing}' },
    ];
    expect(route([rule({ set: { links } })], fields, null, () => false).changes.links).toEqual([
      { text: 'Runbook', url: 'https://wiki.example.com/a%2F..%2Fb%3Fc' },
      { text: 'a/../b?c', url: 'https://wiki.example.com/x' },
    ]);
  });
});

test('what takes others exponential time is refused or matched in no time', () => {
  const pattern = compilePattern('(a+)+b');
  expect(pattern.matches('a'.repeat(5_000))).toBe(false);
  expect(() => compilePattern('(a)\\1')).toThrow(RangeError);
  expect(() => compilePattern('((a{999}){999}){999}')).toThrow(RangeError);
});

test('whatever an alert says, rules route it', () => {
  const rules = [
    rule({
      match: { a: '.*x.*' },
      set: { title: '{a} {b.c}', dedup_key: '{a}', links: [{ text: '{a}', url: 'https://x/{a}' }] },
    }),
    rule({ match: { title: '[^y]*' }, set: { description: '{title}' }, stop: true }),
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'title', '__proto__'), fc.anything()), (labels) => {
      expect(route(rules, alertFields(labels, {}), null, () => true).end).toBe('open');
    }),
    runs(200),
  );
});
