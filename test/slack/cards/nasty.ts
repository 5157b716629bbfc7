import fc from 'fast-check';
import type { TimelineFact } from '../../../src/incidents/timeline.ts';
import { type Incident, type IncidentState, STATUSES } from '../../../src/incidents/types.ts';
import { DAY } from '../../../src/lib/clock.ts';
import type { Page } from '../../../src/oncall/call.ts';
import { SLA_TARGETS } from '../../../src/oncall/sla.ts';
import { URGENCIES } from '../../../src/oncall/urgency.ts';
import type { Actor, PersonActor } from '../../../src/people/actor.ts';
import type { IncidentRow } from '../../../src/slack/cards/incident.ts';
import { NOW } from '../fixtures.ts';

const PIECES = [
  '<!channel>',
  '<!here|here>',
  '<@U123ABC>',
  '<#C123|general>',
  '<https://evil.example|click>',
  '@channel',
  '@everyone',
  '&',
  '&amp;',
  '&lt;!channel&gt;',
  '<',
  '>',
  '|',
  "can't",
  '*bold* _it_ `code`',
  '```',
  '`',
  '*',
  '&#42;',
  ':fire:',
  'שלום',
  'مرحبا',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\ud800',
  '\udc00',
  '👩‍👩‍👧‍👦',
  '🇩🇪',
  'e\u0301',
  'a\u0300\u0301\u0302\u0303',
  'https://example.com/a?b=1&c=<d>',
  ' ',
  'word',
];

const small = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary' })), { maxLength: 12 });

/** Whatever a monitor or a person might send us, up to far more than Slack shows. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: small.map((parts) => parts.join('')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(small, fc.constantFrom(...PIECES), fc.integer({ min: 100, max: 5_000 }))
      .map(([parts, piece, times]) => parts.join('') + piece.repeat(times)),
  },
);

export const nastyUrl: fc.Arbitrary<string> = fc.oneof(
  nastyText,
  nastyText.map((text) => `https://monitor.example.com/${text}`),
  nastyText.map((text) => `javascript:${text}`),
);

export const instant = fc.integer({ min: NOW - 400 * DAY, max: NOW + 400 * DAY });

const person: fc.Arbitrary<PersonActor> = fc.record({
  kind: fc.constant('person' as const),
  connectionId: fc.constant(1),
  slackUserId: fc.constant('U1'),
  name: nastyText,
  userId: fc.option(fc.constant(7)),
});

export const actor: fc.Arbitrary<Actor> = fc.oneof(
  person,
  fc.record({ kind: fc.constant('monitor' as const), name: nastyText }),
  fc.constant({ kind: 'clock' as const }),
);

const state: fc.Arbitrary<IncidentState> = fc.oneof(
  fc.constant({ status: 'OPEN' as const }),
  fc.record({ status: fc.constant('ACKNOWLEDGED' as const), by: actor, at: instant }),
  fc.record({ status: fc.constant('SNOOZED' as const), by: actor, at: instant, until: instant }),
  fc.record({ status: fc.constant('RESOLVED' as const), by: actor, at: instant, note: fc.option(nastyText) }),
  fc.record({
    status: fc.constant('MERGED' as const),
    by: actor,
    at: instant,
    into: fc.integer({ min: 1, max: 999_999_999 }),
    from: fc.constant({ status: 'OPEN' as const }),
  }),
);

const number = fc.integer({ min: 1, max: 999_999_999 });

export const anyIncident: fc.Arbitrary<Incident> = fc.record({
  number,
  version: fc.constant(1),
  state,
  urgency: fc.constantFrom(...URGENCIES),
  title: nastyText,
  description: fc.option(nastyText),
  serviceId: fc.constant(3),
  alertServiceId: fc.constant(3),
  components: fc.array(nastyText, { maxLength: 20 }),
  source: fc.option(nastyText),
  url: fc.option(nastyUrl),
  details: fc.constant(null),
  dedupKey: nastyText,
  alertCount: fc.integer({ min: 1, max: 1_000_000 }),
  openedBy: actor,
  openedAt: instant,
  lastAlertAt: instant,
  raisedAt: fc.constant(null),
  joinedAlerts: fc.constant(0),
  groupKey: fc.constant(null),
  flappingChoice: fc.constant(null),
  flapping: fc.constantFrom(null, 'firing' as const, 'over' as const),
  firstAcknowledgedAt: fc.constant(null),
  escalation: fc.constant(null),
  pauses: fc.constant([]),
  breached: fc.constant([]),
  roles: fc.array(
    fc.record({
      role: fc.constantFrom('commander', 'Customer liaison'),
      holder: fc.option(person),
      asked: fc.option(fc.record({ person, by: actor })),
    }),
    { maxLength: 13 },
  ),
  merged: fc.array(number, { maxLength: 100 }),
  related: fc.constant([]),
});

export const anyRow: fc.Arbitrary<IncidentRow> = anyIncident.chain((incident) =>
  fc.record({
    incident: fc.constant(incident),
    service: fc.option(fc.record({ name: nastyText })),
    pageUrl: fc.constant(`https://opsknight.example.com/incidents/${incident.number}`),
  }),
);

const page: fc.Arbitrary<Page> = fc.record({ connectionId: fc.constant(1), target: nastyText, name: nastyText });

const names = fc.array(nastyText, { maxLength: 20 });
const call = {
  paged: fc.array(page, { maxLength: 20 }),
  channels: names,
  gaps: names,
  skipped: names,
  unreachable: fc.array(fc.record({ name: nastyText, obstacle: fc.constant('ambiguous' as const) }), { maxLength: 20 }),
  unknown: names,
};

export const anyFact: fc.Arbitrary<TimelineFact> = fc.oneof(
  fc.constantFrom<TimelineFact>({ kind: 'triggered' }, { kind: 'acknowledged' }, { kind: 'woke' }),
  fc.constant<TimelineFact>({ kind: 'urgency_raised', from: 'LOW', to: 'HIGH' }),
  fc.record({ kind: fc.constant('resolved' as const), note: fc.option(nastyText) }),
  fc.record({ kind: fc.constant('reopened' as const), from: fc.constantFrom(...STATUSES) }),
  fc.record({ kind: fc.constant('snoozed' as const), until: instant }),
  fc.record({ kind: fc.constant('escalated' as const), cycle: fc.nat(9), step: fc.nat(9), ...call }),
  fc.record({ kind: fc.constant('paged' as const), ...call }),
  fc.record({ kind: fc.constant('page_failed' as const), name: nastyText, code: nastyText }),
  fc.record({ kind: fc.constant('sla_breached' as const), target: fc.constantFrom(...SLA_TARGETS), due: instant }),
  fc.record({ kind: fc.constant('reminded' as const), owner: page, quiet: instant }),
  fc.constant<TimelineFact>({ kind: 'confirmed' }),
  fc.record({ kind: fc.constant('note_added' as const), text: nastyText }),
  fc.record({ kind: fc.constant('absorbed' as const), number, title: nastyText }),
  fc.constantFrom<TimelineFact>(
    { kind: 'channel_requested', connectionId: 1 },
    { kind: 'channel_made', connectionId: 1, channelId: 'C1', name: 'inc-7' },
    { kind: 'channel_failed', code: 'restricted_action' },
    { kind: 'channel_lacks', parts: ['pin', 'bookmarks'], code: 'missing_scope' },
    { kind: 'channel_closing', quiet: 0 },
    { kind: 'channel_in_use', channelId: 'C1' },
    { kind: 'channel_kept' },
    { kind: 'channel_archived' },
    { kind: 'channel_not_archived', code: 'missing_scope' },
    { kind: 'channel_closed' },
  ),
  fc.constantFrom<TimelineFact>({ kind: 'merged', into: 7 }, { kind: 'parted', number: 7 }, { kind: 'linked', to: 7 }),
  fc.record({
    kind: fc.constant('role_offered' as const),
    role: fc.constant('communications'),
    to: person,
    from: fc.option(person),
    called: page,
  }),
  fc.record({
    kind: fc.constantFrom('role_taken' as const, 'role_ended' as const),
    role: fc.constant('scribe'),
    from: fc.option(person),
    told: fc.option(page),
  }),
  fc.record({
    kind: fc.constant('edited' as const),
    title: fc.record({ from: nastyText, to: nastyText }),
    description: fc.constant(true as const),
    service: fc.record({ from: fc.option(nastyText), to: fc.option(nastyText) }),
  }),
  fc.record({
    kind: fc.constant('assigned' as const),
    to: fc.record({
      kind: fc.constant('person' as const),
      connectionId: fc.constant(1),
      slackUserId: fc.constant('U2'),
      name: nastyText,
      userId: fc.constant(null),
    }),
    from: fc.option(actor),
    called: fc.option(page),
    told: fc.option(page),
  }),
);
