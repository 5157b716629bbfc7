import { expect, test } from '@jest/globals';
import type { StoredTimelineEvent, TimelineFact } from '../../src/incidents/timeline.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import type { Call, Page } from '../../src/oncall/call.ts';
import type { Target } from '../../src/oncall/types.ts';
import type { Actor } from '../../src/people/actor.ts';
import { callReason } from '../../src/words/call-reason.ts';
import { actorWords } from '../../src/words/people.ts';
import { clock, jane, NOW } from '../slack/fixtures.ts';

const ON_CALL: Target = { kind: 'schedule', name: 'payments-primary' };

function page(name: string, via?: Target): Page {
  return { connectionId: 1, target: `@${name}@example.com`, name, ...(via ? { via } : {}) };
}

function call(...paged: Page[]): Call {
  return { paged, channels: [], gaps: [], skipped: [], unreachable: [], unknown: [] };
}

function event(fact: TimelineFact, actor: Actor, at = NOW): StoredTimelineEvent {
  return { id: 1, incidentNumber: 42, at, actor, fact };
}

function step(number: number, to: Partial<Call>, cycle = 0): TimelineFact {
  return { kind: 'escalated', cycle, step: number - 1, ...call(), ...to };
}

const WRITE = {
  actor: (actor: Actor) => actorWords(actor, { handle: (name) => name, name: (name) => name }),
  person: (name: string) => `@${name}`,
  name: (name: string) => name,
};

interface Before {
  fact: TimelineFact;
  ago: number;
  unreached?: string[];
}

const ANA = call(page('ana', ON_CALL));

test.each<[TimelineFact, Before | null, Actor, string]>([
  [step(1, ANA), null, clock, 'You are on call for payments-primary.'],
  [step(1, call(page('ana', { kind: 'user', name: 'x' }))), null, clock, 'The escalation policy names you.'],
  [step(1, call(page('ana', { kind: 'group', name: 'dba' }))), null, clock, 'You are in the group dba.'],
  [step(1, call(page('ana', { kind: 'usergroup', name: 'ops' }))), null, clock, 'You are in the Slack group ops.'],
  [
    step(2, ANA),
    { fact: step(1, call(page('bob'))), ago: 10 * MINUTE + 300 },
    clock,
    'You are on call for payments-primary. Step 2: @bob has not answered for 10 minutes.',
  ],
  [
    step(2, ANA),
    { fact: step(1, call(page('bob'), page('ana'))), ago: HOUR },
    clock,
    'You are on call for payments-primary. Step 2: you and @bob have not answered for 1 hour.',
  ],
  [
    step(2, ANA),
    { fact: step(1, call(page('bob'), page('c'), page('d'), page('e'), page('f'))), ago: MINUTE },
    clock,
    'You are on call for payments-primary. Step 2: @bob, @c, @d and 2 others have not answered for 1 minute.',
  ],
  [
    step(1, ANA, 1),
    { fact: step(2, { channels: ['#ops'] }), ago: 2 * HOUR + 5 * MINUTE },
    clock,
    'You are on call for payments-primary. Step 1, round 2: nobody in #ops has answered for 2 h 5 min.',
  ],
  [
    step(2, ANA),
    { fact: step(1, { gaps: ['nights'] }), ago: 0 },
    clock,
    'You are on call for payments-primary. Step 2: nobody is on call in nights.',
  ],
  [
    step(2, ANA),
    { fact: step(1, call(page('bob'))), ago: 3_000, unreached: ['bob'] },
    clock,
    'You are on call for payments-primary. Step 2: @bob could not be reached.',
  ],
  [
    step(2, ANA),
    { fact: step(1, { unknown: ['group:gone'] }), ago: 0 },
    clock,
    'You are on call for payments-primary. Step 2: the step before reached nobody.',
  ],
  [
    step(2, ANA),
    { fact: step(1, call(page('bob'))), ago: MINUTE },
    jane,
    'You are on call for payments-primary. @jane has escalated it to step 2.',
  ],
  [{ kind: 'paged', ...call(page('ana')) }, null, jane, '@jane pages you.'],
  [{ kind: 'paged', ...ANA }, null, jane, '@jane pages you. You are on call for payments-primary.'],
  [{ kind: 'acknowledged' }, null, jane, ''],
])('why somebody is called: %#', (fact, before, actor, words) => {
  const was = before && { event: event(before.fact, clock, NOW - before.ago), unreached: before.unreached ?? [] };
  expect(callReason({ event: event(fact, actor), before: was }, '@ana@example.com', WRITE)).toBe(words);
});
