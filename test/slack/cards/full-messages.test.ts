import { describe, expect, it } from '@jest/globals';
import { DAY } from '../../../src/lib/clock.ts';
import type { StormSummary } from '../../../src/notifications/storms/store.ts';
import type { PersonActor } from '../../../src/people/actor.ts';
import { PLACEHOLDERS, type Placeholder } from '../../../src/settings/schema/runbooks/placeholders.ts';
import { MAX_VIEW_BYTES } from '../../../src/slack/cards/blocks.ts';
import type { IncidentRow } from '../../../src/slack/cards/incident.ts';
import { incidentList, PAGE_SIZE } from '../../../src/slack/cards/incident-list.ts';
import { runbookMessage, runbookMessageLate } from '../../../src/slack/cards/runbook-message.ts';
import { STORM_ROWS, stormCard } from '../../../src/slack/cards/storm-card.ts';
import { MAX_FILTER_SERVICES, stormModal } from '../../../src/slack/cards/storm-modal.ts';
import { stormLines } from '../../../src/slack/cards/thread.ts';
import { event, incident, jane, NOW } from '../fixtures.ts';
import { faultsOf } from './strictness.ts';

/*
 * Slack counts all texts of all blocks of a message together, options of menus and entities too: `msg_blocks_too_long`
 * (https://docs.slack.dev/reference/methods/chat.postMessage#errors). A storm's messages and lists are the fullest that there are.
 */

const long = '& <words> '.repeat(100);
const somebody: PersonActor = { ...jane, name: long };
const hosts = {
  'a usual address': 'https://opsknight.example.com',
  // The longest that is linked: 80 characters with `/incidents/100000`.
  'the longest address that is linked': `https://${'a'.repeat(43)}.example.com`,
  'a long address': `https://${'a'.repeat(60)}.${'b'.repeat(60)}.example.com/operations/opsknight`,
  'a very long address': `https://opsknight.example.com/${'c'.repeat(900)}`,
};

function worstRow(number: number, base: string, state: 'OPEN' | 'ACKNOWLEDGED'): IncidentRow {
  const held = state === 'OPEN' ? { status: state } : { status: state, by: somebody, at: NOW };
  return {
    incident: incident({ number, title: long, urgency: 'MEDIUM', alertCount: 1_000_000, state: held }),
    service: { name: long },
    pageUrl: `${base}/incidents/${number}`,
  };
}

const summary: StormSummary = {
  total: 100_000,
  hidden: 5_000,
  byStatus: { OPEN: 50_000, ACKNOWLEDGED: 20_000, SNOOZED: 20_000, RESOLVED: 10_000, MERGED: 0 },
  byUrgency: { HIGH: 30_000, MEDIUM: 30_000, LOW: 30_000 },
  byService: Array.from({ length: 30 }, () => ({ name: long, count: 10_000 })),
};

describe.each(Object.entries(hosts))('with %s', (_, base) => {
  it.each(['OPEN', 'ACKNOWLEDGED'] as const)('the fullest card of a storm fits into a message (%s)', (state) => {
    const rows = Array.from({ length: STORM_ROWS }, (_, index) => worstRow(100_000 + index, base, state));
    expect(faultsOf(stormCard({ stormId: 1_000, summary, rows, reroutedFrom: long, lateBy: DAY }))).toEqual([]);
    const services = Array.from({ length: MAX_FILTER_SERVICES }, (_, id) => ({ id: id + 1, name: `${id} ${long}` }));
    const place = { stormId: 1_000, page: 2, filter: { serviceId: 7, urgency: 'HIGH' } } as const;
    const modal = stormModal({ place, summary, rows, services, words: long.repeat(10) });
    expect(JSON.stringify(modal).length).toBeLessThan(MAX_VIEW_BYTES);
    expect(modal.blocks.length).toBeLessThanOrEqual(100);
  });

  it('the fullest list of incidents fits into a message', () => {
    const rows = Array.from({ length: PAGE_SIZE }, (_, index) => worstRow(100_000 + index, base, 'ACKNOWLEDGED'));
    expect(faultsOf(incidentList({ rows, total: 100_000, page: 2 }))).toEqual([]);
  });

  it('fifty lines of its thread fit into a message', () => {
    const lines = Array.from({ length: 50 }, (_, index) => ({
      event: {
        ...event({ kind: 'resolved', note: `${index} ${long}` }, somebody),
        incidentNumber: 100_000 + index,
      },
      lateBy: DAY,
    }));
    expect(faultsOf(stormLines(lines, (number) => `${base}/incidents/${number}`))).toEqual([]);
  });
});

describe('what a step of a runbook says', () => {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: '[incident.title]' } },
    { type: 'section', text: { type: 'mrkdwn', text: '[incident.description]' } },
    {
      type: 'section',
      fields: Array.from({ length: 10 }, () => ({ type: 'mrkdwn', text: '[incident.source] [incident.title]' })),
    },
    { type: 'context', elements: [{ type: 'mrkdwn', text: '[incident.components]' }] },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: { type: 'plain_text', text: '[incident.title]' }, url: 'https://example.com' },
      ],
    },
  ];
  const says = (message: string) => ({ action: 'slack.send_message', channel: '#incidents', message, blocks }) as const;
  const facts = (value: string) =>
    Object.fromEntries(Object.keys(PLACEHOLDERS).map((name) => [name, value])) as Record<Placeholder, string>;

  it.each(['', ' ', long, '@here <!channel> <@U1>', '&'.repeat(5_000)])('fits, whatever stands in it: %p', (value) => {
    expect(faultsOf(runbookMessage(says('[incident.title]'), facts(value)))).toEqual([]);
  });

  it.each(['@U1', '!channel', '!subteam^S1', '#C2', 'javascript:alert(1)'])('makes no link of %s', (value) => {
    const message = runbookMessage(says('See <[incident.source]|the source>, <[incident.source]>'), facts(value));
    expect(message.text).toBe(`See the source, ${value}`);
    expect(JSON.stringify(message.blocks?.[0])).not.toMatch(/"type":"(user|usergroup|channel|link)"/);
  });

  it('fits with fifty blocks, however late', () => {
    const full = { ...says('Hello'), blocks: Array.from({ length: 49 }, () => ({ type: 'divider' })) };
    expect(faultsOf(runbookMessageLate(runbookMessage(full, facts('')), DAY))).toEqual([]);
  });

  it('links an address that came with the alert', () => {
    const { blocks } = runbookMessage(
      says('<[incident.source]|source> of *[incident.id]*'),
      facts('https://a.example/?b=1&c=2'),
    );
    expect(JSON.stringify(blocks?.[0])).toContain('"url":"https://a.example/?b=1&c=2","text":"source"');
  });
});
