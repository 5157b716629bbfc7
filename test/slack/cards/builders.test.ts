import { describe, expect, it } from '@jest/globals';
import type { View } from '@slack/types';
import fc from 'fast-check';
import { KEY_SCOPES } from '../../../src/keys/scopes.ts';
import { DAY, MINUTE } from '../../../src/lib/clock.ts';
import type { SlackMessage } from '../../../src/notifications/message.ts';
import type { StormFilter } from '../../../src/notifications/storms/store.ts';
import { EMPTY_DIRECTORY } from '../../../src/oncall/call.ts';
import type { ScheduleOverview } from '../../../src/oncall/overview.ts';
import { URGENCIES } from '../../../src/oncall/urgency.ts';
import { keyLine } from '../../../src/slack/cards/api-keys.ts';
import { section } from '../../../src/slack/cards/blocks.ts';
import { homeView } from '../../../src/slack/cards/home.ts';
import { incidentCard, movedCard } from '../../../src/slack/cards/incident-card.ts';
import { incidentList } from '../../../src/slack/cards/incident-list.ts';
import { personWord } from '../../../src/slack/cards/names.ts';
import { lossNotice } from '../../../src/slack/cards/notices.ts';
import { onCall, onCallIn } from '../../../src/slack/cards/on-call.ts';
import { MODAL_ROWS, openIncidentsModal } from '../../../src/slack/cards/open-incidents.ts';
import { notice } from '../../../src/slack/cards/replies.ts';
import { STORM_ROWS, stormCard, stormEnd } from '../../../src/slack/cards/storm-card.ts';
import { filterWords, MAX_FILTER_SERVICES, stormModal } from '../../../src/slack/cards/storm-modal.ts';
import { stormLines, stormSummons, threadLine } from '../../../src/slack/cards/thread.ts';
import { actionsView } from '../../../src/slack/interactions/actions-modal.ts';
import { outcomeSentence } from '../../../src/slack/interactions/answer-message.ts';
import { assignModal } from '../../../src/slack/interactions/assign.ts';
import { effectsWords } from '../../../src/slack/interactions/create/effects.ts';
import { createModal } from '../../../src/slack/interactions/create/modal.ts';
import { editModal } from '../../../src/slack/interactions/edit.ts';
import { handBackModal } from '../../../src/slack/interactions/hand-back.ts';
import { linkModal, unlinkModal } from '../../../src/slack/interactions/link.ts';
import { maintenanceBegun, maintenanceList } from '../../../src/slack/interactions/maintenance/words.ts';
import { markPrivateModal } from '../../../src/slack/interactions/mark-private.ts';
import { mergeModal } from '../../../src/slack/interactions/merge.ts';
import { noteModal } from '../../../src/slack/interactions/note.ts';
import { help } from '../../../src/slack/interactions/opsknight.ts';
import { resolveModal } from '../../../src/slack/interactions/resolve.ts';
import { snoozeModal } from '../../../src/slack/interactions/snooze.ts';
import { systemStatus } from '../../../src/slack/interactions/status.ts';
import { resolveAllModal } from '../../../src/slack/interactions/storm/resolve-all-modal.ts';
import { urgencyModal } from '../../../src/slack/interactions/urgency.ts';
import { why } from '../../../src/slack/interactions/why.ts';
import { runs } from '../../runs.ts';
import { event, incident, jane, NOW, PAGE_URL } from '../fixtures.ts';
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

const someRows = (most: number) =>
  fc.uniqueArray(anyRow, { maxLength: most, selector: ({ incident }) => incident.number });

const anySummary = fc
  .tuple(count, fc.array(fc.record({ name: fc.option(nastyText), count }), { maxLength: 30 }))
  .map(([number, byService]) => ({
    total: number + 20,
    hidden: number,
    byStatus: { OPEN: number, ACKNOWLEDGED: 10, SNOOZED: 5, RESOLVED: 5, MERGED: 0 },
    byUrgency: { HIGH: number, MEDIUM: 10, LOW: 5 },
    byService,
  }));

const anyStormServices = fc
  .array(nastyText, { maxLength: MAX_FILTER_SERVICES })
  .map((names) => names.map((name, index) => (index === 0 ? null : { id: index, name })));

const anyFilter = fc.record({
  serviceId: fc.constantFrom<StormFilter['serviceId']>(undefined, 'none', 1, 98, 4_711),
  urgency: fc.constantFrom(undefined, ...URGENCIES),
});

/** What a form says in which a service, its policy and its channel are called so. */
const effectsOf = (name: string) =>
  effectsWords({
    urgency: 'MEDIUM',
    assignee: null,
    service: name,
    rules: {
      policy: {
        name,
        urgencies: ['HIGH'],
        repeat: 1,
        repeatAfter: null,
        steps: Array.from({ length: 5 }, () => ({
          after: MINUTE,
          targets: Array.from({ length: 20 }, () => ({ kind: 'channel', name }) as const),
        })),
      },
      heard: URGENCIES,
      maintenance: [],
    },
    directory: EMPTY_DIRECTORY,
    now: NOW,
    channel: { kind: 'named', name },
  });

const PLACE = { stormId: 1, page: 2, filter: {} };

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
  'where a card has gone': fc.tuple(anyRow, nastyText).map(([row, channel]) => movedCard(row, channel)),
  'a storm': fc
    .tuple(someRows(STORM_ROWS), anySummary, fc.option(nastyText), lateBy)
    .map(([rows, summary, reroutedFrom, lateBy]) => stormCard({ stormId: 1, rows, summary, reroutedFrom, lateBy })),
  'the end of a storm': fc
    .tuple(anySummary, fc.array(fc.record({ actor, count }), { minLength: 1, maxLength: 10 }), instant, instant)
    .map(([summary, by, startedAt, endedAt]) => stormEnd(summary, { startedAt, endedAt, by })),
  'the thread of a storm': fc
    .array(fc.tuple(anyFact, actor, lateBy, fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 50 })
    .map((lines) =>
      stormLines(
        lines.map(([fact, by, lateBy, incidentNumber]) => ({ event: { ...event(fact, by), incidentNumber }, lateBy })),
        () => PAGE_URL,
      ),
    ),
  'a call to a storm again': fc
    .tuple(fc.array(fc.tuple(anyFact, lateBy), { minLength: 1, maxLength: 50 }), nastyText)
    .map(([lines]) =>
      stormSummons(
        {
          lines: lines.map(([fact, lateBy], index) => ({
            event: { ...event(fact), incidentNumber: index + 1 },
            lateBy,
          })),
          slackUserId: null,
          reason: '',
        },
        () => PAGE_URL,
      ),
    ),
  'who has lost an incident': fc
    .tuple(actor, nastyText)
    .map(([by, name]) => lossNotice({ kind: 'lost', number: 42, by, to: { ...jane, name } }, () => PAGE_URL)),
  'why an incident was opened': fc
    .tuple(
      anyIncident,
      fc.option(nastyText),
      fc.array(fc.record({ rule: fc.nat(99), match: nastyText, effect: nastyText }), { maxLength: 40 }),
    )
    .map(([incident, service, rules]) => why(incident, service, event({ kind: 'triggered', rules }))),
  'what is in maintenance': fc
    .array(
      fc.record({
        id: fc.constant(1),
        serviceId: fc.constant(1),
        service: nastyText,
        from: instant,
        to: instant,
        reason: fc.option(nastyText),
        by: fc.option(actor.filter((one) => one.kind === 'person')),
      }),
      { maxLength: 20 },
    )
    .map((windows) => maintenanceList(windows, NOW)),
  'maintenance that begins': nastyText.map((name) => maintenanceBegun(name, NOW)),
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
  reach: fc.constantFrom('organisation' as const, 'everything' as const, 2),
  createdAt: instant,
  madeBy: fc.option(fc.record({ kind: fc.constant('command_line' as const), user: nastyText })),
  ruleSet: fc.option(nastyText),
  scopes: fc.option(fc.subarray(KEY_SCOPES)),
  limit: fc.option(fc.nat()),
  lastUsedAt: fc.option(instant),
  expiresAt: fc.option(instant),
  service: fc.option(nastyText),
  connection: fc.option(nastyText),
  isWithoutRules: fc.boolean(),
});

const VIEWS: Record<string, fc.Arbitrary<View>> = {
  'the Home tab': fc
    .tuple(fc.array(anyRow, { maxLength: 30 }), count, fc.array(anyOverview, { maxLength: 20 }), fc.boolean())
    .map(([mine, open, onCall, changesSettings]) =>
      homeView({
        incidents: { paging: mine.slice(0, 5), mine, open: mine },
        changesSettings,
        auditUrl: 'https://opsknight.example.com/settings/audit',
        onCall,
        shifts: onCall.map(({ schedule }) => ({ schedule, from: NOW, to: null })),
        now: NOW,
        tasks: [],
        counts: { OPEN: open, ACKNOWLEDGED: 0, SNOOZED: 1 },
        incidentsUrl: PAGE_URL,
      }),
    ),
  'a page of API keys': fc.array(anyKey, { minLength: 1, maxLength: 20 }).map((keys) => ({
    type: 'modal',
    title: { type: 'plain_text', text: 'API keys' },
    blocks: keys.map((key) => section(keyLine(key))),
  })),
  'the Resolve modal': anyIncident.map(({ number }) => resolveModal(number)),
  'the Snooze modal': fc
    .tuple(instant, fc.option(fc.oneof(nastyText, fc.constantFrom('Europe/Berlin', 'Asia/Kolkata'))))
    .map(([now, zone]) => snoozeModal({ number: 42, now, zone })),
  'the Assign modal': anyIncident.map((incident) => assignModal(incident, 'U1')),
  'the Note modal': anyIncident.map(noteModal),
  'the Urgency modal': anyIncident.map(urgencyModal),
  'the Hand back modal': anyIncident.map(handBackModal),
  'the Actions modal': fc
    .tuple(anyIncident, fc.boolean())
    .map(([incident, isTheirs]) => actionsView(incident, isTheirs)),
  'the Edit modal': fc
    .tuple(anyIncident, fc.array(nastyText, { minLength: 1, maxLength: 250 }))
    .map(([incident, names]) =>
      editModal(
        incident,
        names.map((name, id) => ({ id: id + 1, name })),
      ),
    ),
  'the Merge modal': anyIncident.map(mergeModal),
  'the Link modal': anyIncident.map(linkModal),
  'the modal of links': fc
    .tuple(anyIncident, fc.array(anyIncident, { maxLength: 20 }))
    .map(([incident, related]) => unlinkModal(incident, related)),
  'all open incidents': fc
    .tuple(someRows(MODAL_ROWS), count, fc.integer({ min: 1, max: 99_999 }))
    .map(([rows, total, page]) => openIncidentsModal({ rows, total, page })),
  'a storm’s modal': fc
    .tuple(someRows(STORM_ROWS), anySummary, anyStormServices, anyFilter, fc.integer({ min: 1, max: 99_999 }))
    .map(([rows, summary, services, filter, page]) =>
      stormModal({ place: { ...PLACE, page, filter }, rows, summary, services, words: 'x'.repeat(5_000) }),
    ),
  'the Resolve all modal': fc
    .tuple(count, anyFilter, anyStormServices)
    .map(([live, filter, services]) => resolveAllModal({ ...PLACE, filter }, live, filterWords(filter, services))),
  'the Create modal, from a message': nastyText.map((text) =>
    createModal({
      title: text,
      description: text,
      services: [],
      effects: effectsOf(text),
      isPrivate: true,
      origin: { channelId: 'C1', threadTs: '1.1', permalink: PAGE_URL },
    }),
  ),
  'the Mark private modal': fc.tuple(anyIncident, fc.array(nastyText, { maxLength: 150 })).map(([incident, names]) =>
    markPrivateModal(incident, {
      channels: names.map((name, id) => ({ id: `C${id}`, name })),
      called: names.map((name) => personWord(name)),
    }),
  ),
  'the Create modal': fc
    .tuple(nastyText, fc.array(nastyText, { maxLength: 250 }))
    .map(([title, names]) =>
      createModal({ title, services: names.map((name, id) => ({ id: id + 1, name })), effects: 'x' }),
    ),
};

describe('whatever comes from outside', () => {
  it.each(Object.keys(MESSAGES))('%s stays within what Slack accepts, and pings no one', (name) => {
    fc.assert(
      fc.property(MESSAGES[name] ?? fc.constant({ text: '' }), (message) => expect(faultsOf(message)).toEqual([])),
      runs(15),
    );
  });

  it.each(Object.keys(VIEWS))('%s stays within what Slack accepts, and pings no one', (name) => {
    fc.assert(
      fc.property(VIEWS[name] ?? fc.constant(resolveModal(1)), (view) => expect(faultsOfView(view)).toEqual([])),
      runs(15),
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
    const modal = createModal({ title: ampersands, services, effects: effectsOf(ampersands) });
    expect(faultsOfView(modal)).toEqual([]);
    expect(JSON.stringify(modal)).toMatch(/The last \d+ by name found no room in this menu/);
  });
});
