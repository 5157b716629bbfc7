import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../src/incidents/types.ts';
import { MAX_BLOCKS_TEXT } from '../../src/slack/cards/blocks.ts';
import { why } from '../../src/slack/interactions/why.ts';

const incident = {
  number: 42,
  openedBy: { kind: 'monitor', name: '<!channel>' },
  urgency: 'HIGH',
  dedupKey: 'payments/*Down*',
} as Incident;

const beginning = (rules: { rule: number; match: string; effect: string }[]) => ({
  id: 1,
  incidentNumber: 42,
  at: 0,
  actor: incident.openedBy,
  fact: { kind: 'triggered' as const, ...(rules.length > 0 && { rules }) },
});

describe('/opsknight why', () => {
  test('names the rules that applied, as they were written', () => {
    const { blocks } = why(
      incident,
      'Payment API',
      beginning([{ rule: 3, match: 'team=.*pay.*', effect: 'urgency: HIGH' }]),
    );
    const opening = expect.stringContaining(
      ' was opened by <!channel>; it is HIGH, and belongs to the service Payment API.',
    );
    expect(blocks).toMatchObject([
      { type: 'rich_text', elements: [{ elements: [{ text: 'INC-42' }, { type: 'text', text: opening }] }] },
      { text: { type: 'plain_text', text: '3. team=.*pay.* → urgency: HIGH' } },
      { text: { type: 'plain_text', text: 'Alerts with this dedup key count on it: payments/*Down*' } },
    ]);
  });

  test('says so where none did', () => {
    const { blocks } = why(incident, null, beginning([]));
    expect(JSON.stringify(blocks)).toContain('No routing rule changed anything about it.');
  });

  test('fits into a message, however much there is to say', () => {
    const rules = Array.from({ length: 20 }, (_, index) => ({
      rule: index + 1,
      match: 'm'.repeat(300),
      effect: 'e'.repeat(300),
    }));
    const { blocks } = why({ ...incident, dedupKey: 'k'.repeat(512) }, 's'.repeat(300), beginning(rules));
    expect(JSON.stringify(blocks).length).toBeLessThan(MAX_BLOCKS_TEXT + 3_000);
    expect(blocks?.length).toBeLessThan(50);
  });
});
