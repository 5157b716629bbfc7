import { describe, expect, test } from '@jest/globals';
import type { TimelineFact } from '../../src/incidents/timeline.ts';
import type { Actor } from '../../src/people/actor.ts';
import { PLAIN_WRITER } from '../../src/words/plain-writer.ts';
import { factWords } from '../../src/words/timeline.ts';
import { bob, clock, jane, prometheus } from '../slack/fixtures.ts';

const page = (name: string) => ({ connectionId: 1, target: `@${name}@example.com`, name });
const NOBODY = { paged: [], channels: [], gaps: [], skipped: [], unreachable: [], unknown: [] };

describe('the timeline says', () => {
  const cases: [Actor, TimelineFact, string][] = [
    [prometheus, { kind: 'triggered' }, 'Triggered by prometheus'],
    [bob, { kind: 'acknowledged' }, 'Acknowledged by @bob via Slack'],
    [
      prometheus,
      { kind: 'urgency_raised', from: 'LOW', to: 'HIGH' },
      'Urgency raised from LOW to 🔴 HIGH by prometheus',
    ],
    [jane, { kind: 'reopened', from: 'RESOLVED' }, 'Reopened by @jane'],
    [jane, { kind: 'reopened', from: 'ACKNOWLEDGED' }, 'Open again, handed back by @jane: nobody has it now'],
    [clock, { kind: 'woke' }, 'Woke up: the snooze is over'],
    [prometheus, { kind: 'woke' }, 'Woke up: prometheus says it is HIGH now'],
    [
      clock,
      { kind: 'escalated', cycle: 0, step: 1, ...NOBODY, paged: [page('bob')], channels: ['#critical'] },
      'Escalated to step 2. Paged: @bob, #critical.',
    ],
    [
      jane,
      { kind: 'escalated', cycle: 1, step: 0, ...NOBODY, gaps: ['nights'], skipped: ['Eve'], unknown: ['group:x'] },
      'Escalated to step 1, round 2 by @jane. Nobody was paged. Nobody is on call in nights. Eve is disabled. group:x leads to nobody.',
    ],
    [
      clock,
      { kind: 'escalated', cycle: 0, step: 0, ...NOBODY, unreachable: [{ name: 'eve', obstacle: 'deactivated' }] },
      'Escalated to step 1. Nobody was paged. Could not reach eve, whose Slack account is deactivated.',
    ],
    [jane, { kind: 'paged', ...NOBODY, paged: [page('bob')] }, '@jane called for help. Paged: @bob.'],
    [
      clock,
      { kind: 'page_failed', name: 'bob', code: 'user_not_found' },
      'bob could not be paged: Slack says “user_not_found”',
    ],
    [clock, { kind: 'sla_breached', target: 'resolve', due: 0 }, 'SLA breached: was to be resolved by'],
    [
      clock,
      { kind: 'reminded', owner: page('bob'), quiet: 1_800_000 },
      '@bob was asked for news, after 30 min of silence',
    ],
    [jane, { kind: 'confirmed' }, '@jane is still on it'],
  ];

  test.each(cases)('%j %j: %s', (actor, fact, words) => {
    expect(factWords(actor, fact, PLAIN_WRITER).words).toBe(words);
  });
});
