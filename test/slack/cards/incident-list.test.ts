import { describe, expect, it } from '@jest/globals';
import { incidentList } from '../../../src/slack/cards/incident-list.ts';
import { readListPlace } from '../../../src/slack/interactions/places.ts';
import { jane, NOW, PAGE_URL, row } from '../fixtures.ts';
import { blocksOf, controlsOf, textsOf } from './reading.ts';

const rows = Array.from({ length: 10 }, (_, index) => row({ number: index + 1 }));

function pageButtons(total: number, page: number) {
  const last = blocksOf(incidentList({ rows, total, page })).at(-1);
  return last?.type === 'actions'
    ? last.elements.map((element) => ('value' in element ? [element.action_id, element.value] : []))
    : [];
}

describe('the list of open incidents', () => {
  it('is friendly when there are none', () => {
    expect(incidentList({ rows: [], total: 0, page: 1 }).text).toBe('No open incidents. 🎉');
  });

  it('says how many there are, and shows each with its actions', () => {
    const acknowledged = row({ number: 7, urgency: 'LOW', state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } });
    const list = incidentList({ rows: [row(), acknowledged], total: 2, page: 1 });
    expect(textsOf(blocksOf(list)).filter((text) => text.includes('\n') || text.includes('open'))).toEqual([
      '2 open incidents',
      `🔴 HIGH · Open\n*<${PAGE_URL}|INC-42: Database Connection Timeout>*\nPayment API · triggered <!date^1767603480^{ago}|2026-01-05 08:58 UTC>`,
      `🔵 LOW · Acknowledged by @jane\n*<${PAGE_URL}|INC-7: Database Connection Timeout>*\nPayment API · triggered <!date^1767603480^{ago}|2026-01-05 08:58 UTC>`,
    ]);
    expect(controlsOf(blocksOf(list))).toEqual([
      ...['Acknowledge', 'Resolve', 'Snooze', 'View in OpsKnight', 'overflow'],
      ...['Acknowledged ✓', 'Resolve', 'Snooze', 'View in OpsKnight', 'overflow'],
    ]);
  });

  it('counts one incident as one', () => {
    expect(incidentList({ rows: [row()], total: 1, page: 1 }).text).toBe('1 open incident');
  });

  it('is paged', () => {
    expect(incidentList({ rows, total: 23, page: 2 }).text).toBe('23 open incidents, page 2 of 3');
    expect(pageButtons(23, 1)).toEqual([['incidents_page_next', '2']]);
    expect(pageButtons(23, 2)).toEqual([
      ['incidents_page_previous', '1'],
      ['incidents_page_next', '3'],
    ]);
    expect(pageButtons(23, 3)).toEqual([['incidents_page_previous', '2']]);
  });

  it('says with every press on which page it was', () => {
    const places = blocksOf(incidentList({ rows, total: 23, page: 2 })).map(({ block_id }) => readListPlace(block_id));
    expect(places.filter((page) => page !== null)).toEqual(Array(10).fill(2));
    expect(readListPlace('x7Yz')).toBeNull();
    expect(readListPlace(undefined)).toBeNull();
  });

  it('leads back from a page that is no longer there', () => {
    const list = incidentList({ rows: [], total: 12, page: 5 });
    expect(textsOf(blocksOf(list))).toEqual([
      '12 open incidents, page 2 of 2',
      'Nothing left on this page.',
      '← Previous',
    ]);
    expect(blocksOf(list).at(-1)).toMatchObject({ elements: [{ value: '2' }] });
  });
});
