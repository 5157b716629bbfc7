import { describe, expect, it } from '@jest/globals';
import type { TimelineFact } from '../../../src/incidents/timeline.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { Call, Page } from '../../../src/oncall/call.ts';
import type { Actor } from '../../../src/people/actor.ts';
import { threadLine } from '../../../src/slack/cards/thread.ts';
import { bob, clock, event, jane, NOW, prometheus } from '../fixtures.ts';
import { textsOf } from './reading.ts';

const page = (name: string): Page => ({ connectionId: 1, target: `@${name}@example.com`, name });

const call = (some: Partial<Call>): Call => ({
  paged: [],
  channels: [],
  gaps: [],
  skipped: [],
  unreachable: [],
  unknown: [],
  ...some,
});

const LINES: [fact: TimelineFact, by: Actor, line: string][] = [
  [{ kind: 'triggered' }, prometheus, '🚨 Triggered by prometheus'],
  [
    { kind: 'urgency_raised', from: 'LOW', to: 'HIGH' },
    prometheus,
    '⏫ Urgency raised from LOW to 🔴 HIGH by prometheus',
  ],
  [{ kind: 'acknowledged' }, jane, '✅ Acknowledged by @jane'],
  [{ kind: 'acknowledged' }, bob, '✅ Acknowledged by @bob via Slack'],
  [{ kind: 'resolved', note: null }, prometheus, '🔧 Resolved by prometheus'],
  [
    { kind: 'resolved', note: 'Restarted connection pool & <db>\n' },
    jane,
    '🔧 Resolved by @jane\nResolution: Restarted connection pool & <db>',
  ],
  [{ kind: 'reopened', from: 'RESOLVED' }, jane, '♻️ Reopened by @jane'],
  [{ kind: 'reopened', from: 'ACKNOWLEDGED' }, jane, '↩️ Open again, handed back by @jane: nobody has it now'],
  [
    { kind: 'snoozed', until: NOW + HOUR },
    jane,
    '💤 Snoozed by @jane <!date^1767607200^until {date_short_pretty} at {time}|until 2026-01-05 10:00 UTC>',
  ],
  [{ kind: 'woke' }, clock, '🔔 Woke up: the snooze is over'],
  [{ kind: 'woke' }, prometheus, '🔔 Woke up: prometheus says it is HIGH now'],
  [
    { kind: 'escalated', cycle: 0, step: 1, ...call({ paged: [page('bob'), page('carol')] }) },
    clock,
    '⬆️ Escalated to step 2: paged @bob, @carol',
  ],
  [
    { kind: 'escalated', cycle: 1, step: 0, ...call({ gaps: ['payments-primary'] }) },
    clock,
    '⬆️ Escalated to step 1, round 2: nobody paged; nobody is on call in payments-primary',
  ],
  [
    {
      kind: 'escalated',
      cycle: 0,
      step: 1,
      ...call({ channels: ['#ops'], skipped: ['dave'], unknown: ['group:<gone>'] }),
    },
    jane,
    '⬆️ Escalated to step 2 by @jane: paged #ops; skipped @dave, disabled; group:<gone> leads to nobody',
  ],
  [{ kind: 'paged', ...call({ paged: [page('bob')] }) }, jane, '📣 @jane called for help: paged @bob'],
  [
    { kind: 'page_failed', name: 'bob', code: 'users_not_found' },
    clock,
    '⚠️ @bob could not be paged. No Slack account has that e-mail address.',
  ],
  [
    { kind: 'sla_breached', target: 'acknowledge', due: NOW },
    clock,
    '⏱️ SLA breached: was to be acknowledged <!date^1767603600^by {date_short_pretty} at {time}|by 2026-01-05 09:00 UTC>',
  ],
  [
    { kind: 'reminded', owner: page('jane'), quiet: 30 * MINUTE },
    clock,
    '👋 @jane was asked for news, after 30 min of silence',
  ],
  [{ kind: 'confirmed' }, jane, '👍 @jane is still on it'],
  [{ kind: 'note_added', text: 'Looking at db-3' }, jane, '📝 Note by @jane: Looking at db-3'],
];

describe('a line in the thread', () => {
  it.each(LINES)('says %j', (fact, by, line) => {
    expect(textsOf(threadLine({ event: event(fact, by) }).blocks ?? [])).toEqual([line]);
  });

  it('says how late it is, in its first line', () => {
    const late = threadLine({ event: event({ kind: 'resolved', note: 'Fixed' }), lateBy: 12 * MINUTE });
    expect(late.text).toBe('🔧 Resolved by @jane (delayed by 12 min)\nResolution: Fixed');
  });

  it('says the same without blocks, with what Slack takes for markup as entities', () => {
    const line = threadLine({ event: event({ kind: 'note_added', text: '<!channel> & *that*' }) });
    expect(line.text).toBe('📝 Note by @jane: &lt;!channel&gt; &amp; *that*');
  });

  it('carries a note of 3,000 characters whole', () => {
    const note = 'x'.repeat(3_000);
    expect(threadLine({ event: event({ kind: 'resolved', note }) }).text).toBe(
      `🔧 Resolved by @jane\nResolution: ${note}`,
    );
  });
});
