import { describe, expect, it } from '@jest/globals';
import type { View } from '@slack/types';
import fc from 'fast-check';
import { DAY } from '../../../src/lib/clock.ts';
import type { SlackMessage } from '../../../src/notifications/message.ts';
import type { ScheduleOverview } from '../../../src/oncall/overview.ts';
import { homeView } from '../../../src/slack/cards/home.ts';
import { incidentCard } from '../../../src/slack/cards/incident-card.ts';
import { incidentList } from '../../../src/slack/cards/incident-list.ts';
import { onCall, onCallIn } from '../../../src/slack/cards/on-call.ts';
import { notice } from '../../../src/slack/cards/replies.ts';
import { threadLine } from '../../../src/slack/cards/thread.ts';
import { outcomeSentence } from '../../../src/slack/interactions/answer-message.ts';
import { createModal } from '../../../src/slack/interactions/create/modal.ts';
import { help } from '../../../src/slack/interactions/opsknight.ts';
import { resolveModal } from '../../../src/slack/interactions/resolve.ts';
import { snoozeModal } from '../../../src/slack/interactions/snooze.ts';
import { systemStatus } from '../../../src/slack/interactions/status.ts';
import { runs } from '../../runs.ts';
import { event, incident, NOW, PAGE_URL } from '../fixtures.ts';
import { actor, anyFact, anyIncident, anyRow, instant, nastyText } from './nasty.ts';
import { faultsOf, faultsOfView } from './strictness.ts';

const lateBy = fc.option(fc.nat(40 * DAY));
const count = fc.nat(100_000);

/** Every builder with the worst that can be put in. */
const anyOverview: fc.Arbitrary<ScheduleOverview> = fc.record({
  schedule: nastyText,
  shifts: fc.array(fc.record({ name: fc.option(nastyText), from: fc.constant(NOW), to: fc.option(fc.constant(NOW)) }), {
    maxLength: 30,
  }),
});

const MESSAGES: Record<string, fc.Arbitrary<SlackMessage>> = {
  'the card': fc
    .tuple(anyRow, fc.option(nastyText), lateBy)
    .map(([row, reroutedFrom, lateBy]) => incidentCard({ ...row, reroutedFrom, lateBy })),
  'a thread line': fc
    .tuple(anyFact, actor, lateBy)
    .map(([fact, actor, lateBy]) => threadLine({ event: event(fact, actor), lateBy })),
  'the list': fc
    .tuple(
      fc.uniqueArray(anyRow, { maxLength: 12, selector: ({ incident }) => incident.number }),
      fc.nat(200),
      fc.integer({ min: 1, max: 30 }),
    )
    .map(([rows, total, page]) => incidentList({ rows, total, page })),
  'the status': fc
    .tuple(fc.option(anyRow), count, count, fc.option(instant))
    .map(([oldestOpenHigh, waiting, failed, connectedSince]) =>
      systemStatus({
        counts: { OPEN: waiting, ACKNOWLEDGED: failed, SNOOZED: 0 },
        oldestOpenHigh,
        deliveries: { waiting, failed },
        connectedSince,
      }),
    ),
  'who is on call': fc.array(anyOverview, { maxLength: 60 }).map(onCall),
  'what comes next in a schedule': anyOverview.map((overview) => onCallIn(overview, overview.schedule)),
  'the help': nastyText.map((word) =>
    help([{ name: 'create', usage: 'create [title]', help: 'Opens an incident' }], { word, suggestion: 'create' }),
  ),
  'a rejection': fc
    .tuple(anyIncident, actor, instant)
    .map(([incident, by, at]) =>
      notice(
        outcomeSentence({ kind: 'rejected', incident, rejection: { reason: 'already_resolved', by, at } }, 42, NOW),
      ),
    ),
  'what was done': anyIncident.map((incident) => notice(outcomeSentence({ kind: 'done', incident }, 42, NOW))),
};

const anyKey = fc.record({
  name: nastyText,
  prefix: fc.constant('opk_12345678'),
  limit: fc.option(fc.nat()),
  lastUsedAt: fc.option(instant),
  expiresAt: fc.option(instant),
  service: fc.option(nastyText),
});

const VIEWS: Record<string, fc.Arbitrary<View>> = {
  'the Home tab': fc
    .tuple(
      fc.array(anyRow, { maxLength: 30 }),
      count,
      fc.array(anyOverview, { maxLength: 20 }),
      fc.option(fc.array(anyKey, { maxLength: 15 })),
    )
    .map(([mine, open, onCall, keys]) =>
      homeView({
        incidents: { paging: mine.slice(0, 5), mine, open: mine },
        keys,
        onCall,
        shifts: onCall.map(({ schedule }) => ({ schedule, from: NOW, to: null })),
        now: NOW,
        counts: { OPEN: open, ACKNOWLEDGED: 0, SNOOZED: 1 },
        incidentsUrl: PAGE_URL,
      }),
    ),
  'the Resolve modal': anyIncident.map(({ number }) => resolveModal(number)),
  'the Snooze modal': fc
    .tuple(instant, fc.option(fc.oneof(nastyText, fc.constantFrom('Europe/Berlin', 'Asia/Kolkata'))))
    .map(([now, zone]) => snoozeModal({ number: 42, now, zone })),
  'the Create modal': fc
    .tuple(nastyText, fc.array(nastyText, { maxLength: 250 }))
    .map(([title, names]) => createModal({ title, services: names.map((name, id) => ({ id: id + 1, name })) })),
};

describe('whatever comes from outside', () => {
  it.each(Object.keys(MESSAGES))('%s stays within what Slack accepts, and pings no one', (name) => {
    fc.assert(
      fc.property(MESSAGES[name] ?? fc.constant({ text: '' }), (message) => expect(faultsOf(message)).toEqual([])),
      runs(40),
    );
  });

  it.each(Object.keys(VIEWS))('%s stays within what Slack accepts, and pings no one', (name) => {
    fc.assert(
      fc.property(VIEWS[name] ?? fc.constant(resolveModal(1)), (view) => expect(faultsOfView(view)).toEqual([])),
      runs(40),
    );
  });
});

describe('the worst case', () => {
  const ampersands = '&'.repeat(1_000_000);
  const worst = incident({
    title: ampersands,
    description: '👩‍👩‍👧‍👦'.repeat(10_000),
    components: Array.from({ length: 500 }, (_, index) => `<!channel> ${index}`),
    source: ampersands,
    url: `https://monitor.example.com/?q=${'x'.repeat(950)}`,
    state: {
      status: 'RESOLVED',
      by: { kind: 'monitor', name: ampersands },
      at: NOW,
      note: ampersands,
    },
  });
  const row = { incident: worst, service: { name: ampersands }, pageUrl: PAGE_URL };

  it('of a card is accepted', () => {
    expect(faultsOf(incidentCard({ ...row, reroutedFrom: ampersands, lateBy: DAY }))).toEqual([]);
  });

  it('of a list is accepted', () => {
    const open = { ...row, incident: { ...worst, state: { status: 'OPEN' as const } } };
    expect(
      faultsOf(
        incidentList({
          rows: Array.from({ length: 10 }, (_, index) => ({
            ...open,
            incident: { ...open.incident, number: index + 1 },
          })),
          total: 1_000,
          page: 50,
        }),
      ),
    ).toEqual([]);
  });

  // https://docs.slack.dev/reference/methods/views.open: view_too_large
  it.each([
    ['short', 'Service'],
    ['long', '決済'.repeat(50)],
  ])('of a menu of 10,050 services with %s names is accepted, and says how many found no room', (_, name) => {
    const services = Array.from({ length: 10_050 }, (_, id) => ({ id, name: `${name} ${id}` }));
    const modal = createModal({ title: ampersands, services });
    expect(faultsOfView(modal)).toEqual([]);
    expect(JSON.stringify(modal)).toMatch(/The last \d+ by name found no room in this menu/);
  });
});
