import { describe, expect, it } from '@jest/globals';
import type { TimelineFact } from '../../../src/incidents/timeline.ts';
import { MINUTE } from '../../../src/lib/clock.ts';
import { ofFirstSentences } from '../../../src/notifications/storms/alike.ts';
import type { Call } from '../../../src/oncall/call.ts';
import type { Actor } from '../../../src/people/actor.ts';
import { stormLines, stormSummons } from '../../../src/slack/cards/thread.ts';
import { bob, clock, event, jane, NOW } from '../fixtures.ts';
import { blocksOf, textsOf } from './reading.ts';

const pageUrl = (number: number) => `https://ops.example/incidents/${number}`;

function line(incidentNumber: number, fact: TimelineFact, actor: Actor = jane, lateBy: number | null = null) {
  return { event: { ...event(fact, actor), id: incidentNumber, incidentNumber }, lateBy };
}

function many(count: number, fact: (number: number) => TimelineFact, actor: Actor = jane) {
  return Array.from({ length: count }, (_, index) => line(index + 1, fact(index + 1), actor));
}

function call(...names: string[]): Call {
  const paged = names.map((name) => ({ connectionId: 1, target: `@${name}@example.com`, name }));
  return { paged, channels: [], gaps: [], skipped: [], unreachable: [], unknown: [] };
}

/** What a reader sees: links by their words. */
function said(lines: ReturnType<typeof many>): string {
  return textsOf(blocksOf(stormLines(lines, pageUrl)))
    .join('\n')
    .replace(/<https[^|]*\|([^>]*)>/g, '$1');
}

describe('what happens to many incidents of a storm is one sentence', () => {
  it.each<[string, (number: number) => TimelineFact, Actor, string]>([
    ['acknowledged', () => ({ kind: 'acknowledged' }), jane, '✅ 40 incidents acknowledged by @jane'],
    [
      'resolved with one note',
      () => ({ kind: 'resolved', note: 'Router\nreplaced' }),
      jane,
      '🔧 40 incidents resolved by @jane · Resolution: Router · replaced',
    ],
    ['reopened', () => ({ kind: 'reopened', from: 'RESOLVED' }), jane, '♻️ 40 incidents reopened by @jane'],
    [
      'escalated, whomever it pages',
      (number) => ({ kind: 'escalated', cycle: 0, step: 1, ...(number % 2 ? call('bob') : call('carol', 'bob')) }),
      clock,
      '⬆️ 40 incidents escalated to step 2: paged @bob, @carol',
    ],
    [
      'escalated to different steps',
      (number) => ({ kind: 'escalated', cycle: 0, step: number % 2, ...call('bob') }),
      clock,
      '⬆️ 40 incidents escalated: paged @bob',
    ],
    [
      'late, each by its own time',
      (number) => ({ kind: 'sla_breached', target: 'acknowledge', due: NOW - number * MINUTE }),
      clock,
      '⏱️ SLA breached: 40 incidents not acknowledged in time',
    ],
    [
      'whatever else',
      () => ({ kind: 'note_added', text: 'See wiki' }),
      jane,
      '📝 40 incidents: Note by @jane: See wiki',
    ],
  ])('%s', (_, fact, actor, sentence) => {
    expect(said(many(40, fact, actor))).toBe(sentence);
  });

  it('few are named', () => {
    expect(said(many(3, () => ({ kind: 'acknowledged' })))).toBe(
      '✅ 3 incidents acknowledged by @jane · INC-1, INC-2, INC-3',
    );
  });

  it('one is said as ever, and so is what somebody else did, or what has another note', () => {
    expect(
      said([
        ...many(2, () => ({ kind: 'acknowledged' })),
        line(3, { kind: 'acknowledged' }, bob),
        line(4, { kind: 'resolved', note: 'a' }),
        line(5, { kind: 'resolved', note: 'b' }),
      ]),
    ).toBe(
      [
        '✅ 2 incidents acknowledged by @jane · INC-1, INC-2',
        'INC-3: ✅ Acknowledged by @bob via Slack',
        'INC-4: 🔧 Resolved by @jane · Resolution: a',
        'INC-5: 🔧 Resolved by @jane · Resolution: b',
      ].join('\n'),
    );
  });

  it('says how late the latest of them is', () => {
    const late = [line(1, { kind: 'acknowledged' }, jane, 3 * MINUTE), line(2, { kind: 'acknowledged' }, jane, null)];
    expect(said(late)).toBe('✅ 2 incidents acknowledged by @jane (delayed by 3 min) · INC-1, INC-2');
  });
});

it('whoever is called again to many is called in one sentence, which says why', () => {
  const lines = many(40, () => ({ kind: 'escalated', cycle: 1, step: 0, ...call('bob') }), clock);
  const reason = 'You are on call for *payments*.';
  expect(stormSummons({ lines, slackUserId: 'UBOB', reason }, pageUrl).text).toBe(
    '<@UBOB> 📟 Nobody has taken 40 incidents yet: you are paged again. You are on call for payments.',
  );
  expect(stormSummons({ lines: lines.slice(0, 1), slackUserId: null, reason: '' }, pageUrl).text).toBe(
    '📟 Nobody has taken INC-1 yet: you are paged again.',
  );
});

it('a message takes all lines of its sentences, however many, and leaves the rest to the next', () => {
  const noted = many(60, (number) => ({ kind: 'note_added', text: String(number) }));
  const acknowledged = many(5_000, () => ({ kind: 'acknowledged' }));
  expect(ofFirstSentences([...acknowledged, ...noted], 50)).toHaveLength(5_000 + 49);
});
