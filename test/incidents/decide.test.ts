import { describe, expect, test } from '@jest/globals';
import type { DecisionContext, ServiceRules } from '../../src/incidents/change.ts';
import type { Command } from '../../src/incidents/commands.ts';
import { decide } from '../../src/incidents/decide.ts';
import type { Decision } from '../../src/incidents/decision.ts';
import { open } from '../../src/incidents/open.ts';
import type { Privacy } from '../../src/incidents/privacy.ts';
import { TIMER_KINDS } from '../../src/incidents/timers.ts';
import type { Incident, IncidentState, Status } from '../../src/incidents/types.ts';
import { DAY, MINUTE } from '../../src/lib/clock.ts';
import type { Call, OnCallDirectory } from '../../src/oncall/call.ts';
import type { Escalation } from '../../src/oncall/escalation.ts';
import type { EscalationPolicy, Target } from '../../src/oncall/types.ts';
import type { Actor, PersonActor } from '../../src/people/actor.ts';
import { NO_REACH } from '../../src/people/contact.ts';
import { NO_RULES, NOTHING_AROUND } from './context.ts';

const NOW = Date.UTC(2026, 2, 1, 3, 0);
const JANE: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'U1', name: 'jane', userId: 1 };
const BOB: PersonActor = { kind: 'person', connectionId: 1, slackUserId: 'U2', name: 'bob', userId: 2 };
const CLOCK: Actor = { kind: 'clock' };
const MONITOR: Actor = { kind: 'monitor', name: 'prometheus' };
const DIRECTORY: OnCallDirectory = {
  users: [
    { id: 2, name: 'bob', email: 'bob@example.com', active: true, connectionId: 1, obstacle: null, reach: NO_REACH },
  ],
  groups: [],
  schedules: [],
  slackUserGroups: [],
};
const CALL_BOB: Target[] = [{ kind: 'user', name: 'bob@example.com' }];
const POLICY: EscalationPolicy = {
  name: 'payments',
  repeat: 1,
  repeatAfter: null,
  urgencies: null,
  steps: [
    { after: 0, targets: CALL_BOB },
    { after: 10 * MINUTE, targets: CALL_BOB },
  ],
};

/** What has no target has no timer. */
const NO_TARGETS = ['sla_acknowledge', 'sla_resolve'];

const OTHER_POLICY: EscalationPolicy = { ...POLICY, name: 'web' };
const SETTLED = { ...NO_RULES, policy: POLICY };

function serviceOf(id: number | null): ServiceRules | null {
  if (id === null) return { name: null, rules: { ...SETTLED, policy: null } };
  if (id === 1) return { name: 'Payment API', rules: SETTLED };
  return id === 2 ? { name: 'Website', rules: { ...SETTLED, policy: OTHER_POLICY } } : null;
}

/** #leads is private, and Jane alone is in it; #old is archived. */
const PRIVACY: Privacy = {
  isPrivate: () => false,
  place: (_connectionId, channelId, asker) => {
    if (channelId === 'COLD') return { fit: false, flaw: 'archived' };
    const isFit = channelId === 'CLEADS' && (asker === null || asker.slackUserId === JANE.slackUserId);
    return isFit ? { fit: true, target: '#leads' } : { fit: false, flaw: 'not_both_in' };
  },
  room: (channelId) => (channelId === 'CWAR' ? { fit: true, name: 'war' } : { fit: false, flaw: 'taken' }),
  sees: () => true,
  keepsSeeing: ({ slackUserId }) => slackUserId === JANE.slackUserId,
};

const RULES = { ...SETTLED, ...NOTHING_AROUND, directory: DIRECTORY, serviceOf, privacy: PRIVACY };

const FIRST_STEP: Escalation = { cycle: 0, step: 0, policy: POLICY, isHeld: false, reached: [] };

const STATES: Record<Status, IncidentState> = {
  OPEN: { status: 'OPEN' },
  ACKNOWLEDGED: { status: 'ACKNOWLEDGED', by: BOB, at: NOW - MINUTE },
  SNOOZED: { status: 'SNOOZED', by: BOB, at: NOW - MINUTE, until: NOW + MINUTE },
  RESOLVED: { status: 'RESOLVED', by: BOB, at: NOW - MINUTE, note: 'restarted' },
  MERGED: { status: 'MERGED', by: BOB, at: NOW - MINUTE, into: 7, from: { status: 'OPEN' } },
};

function incident(status: Status, overrides: Partial<Incident> = {}): Incident {
  const opening = open(
    {
      title: 'Database Connection Timeout',
      description: null,
      urgency: 'MEDIUM',
      serviceId: 1,
      components: [],
      source: null,
      url: null,
      details: null,
      dedupKey: 'db',
    },
    { ...RULES, now: NOW - 5 * MINUTE, actor: MONITOR },
  );
  return {
    ...opening.incident,
    number: 42,
    version: 7,
    state: STATES[status],
    escalation: { cycle: 0, step: 1, policy: POLICY, isHeld: false, reached: [] },
    ...overrides,
  };
}

function told(
  status: Status,
  command: Command,
  context: Partial<DecisionContext> = {},
  overrides: Partial<Incident> = {},
) {
  return decide(incident(status, overrides), command, { ...RULES, now: NOW, actor: JANE, ...context });
}

/** The new status and the facts recorded; or the reason for a refusal. */
function summary(decision: Decision): string {
  if (!decision.ok) return `refused: ${decision.rejection.reason}`;
  const { incident, events } = decision.change;
  return `${incident.state.status}: ${events.map(({ fact }) => fact.kind).join(', ')}`;
}

const ACKNOWLEDGE: Command = { type: 'acknowledge' };
const ASSIGN_TO_JANE: Command = { type: 'assign', to: { fit: true, person: JANE } };
const ASSIGN_TO_BOB: Command = { type: 'assign', to: { fit: true, person: BOB } };
const RESOLVE: Command = { type: 'resolve', note: 'Restarted connection pool' };
const SNOOZE: Command = { type: 'snooze', until: NOW + 15 * MINUTE };
const CALLING_BOB: Call = { paged: [], channels: ['#ops'], gaps: [], skipped: [], unreachable: [], unknown: [] };
const SAME_ALERT: Command = { type: 'repeat_alert', urgency: 'MEDIUM', title: 'again' };
const HIGH_ALERT: Command = { type: 'repeat_alert', urgency: 'HIGH', title: 'worse' };

/** Owners are asked about HIGH incidents only, and only where the operator wants it. */
function aboutHigh({ type }: Command): [Partial<DecisionContext>, Partial<Incident>] {
  return type === 'remind' || type === 'take_back' ? [{ reminder: MINUTE }, { urgency: 'HIGH' }] : [{}, {}];
}

describe('the state table: every command in every state', () => {
  test.each<[Command, Record<Exclude<Status, 'MERGED'>, string>]>([
    [
      ACKNOWLEDGE,
      {
        OPEN: 'ACKNOWLEDGED: acknowledged',
        ACKNOWLEDGED: 'refused: already_acknowledged',
        SNOOZED: 'ACKNOWLEDGED: acknowledged',
        RESOLVED: 'refused: already_resolved',
      },
    ],
    [
      ASSIGN_TO_JANE,
      {
        OPEN: 'ACKNOWLEDGED: acknowledged',
        ACKNOWLEDGED: 'ACKNOWLEDGED: assigned',
        SNOOZED: 'ACKNOWLEDGED: acknowledged',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      ASSIGN_TO_BOB,
      {
        OPEN: 'ACKNOWLEDGED: assigned',
        ACKNOWLEDGED: 'refused: already_theirs',
        SNOOZED: 'ACKNOWLEDGED: assigned',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'hand_back' },
      {
        OPEN: 'refused: not_acknowledged',
        ACKNOWLEDGED: 'OPEN: reopened',
        SNOOZED: 'refused: not_acknowledged',
        RESOLVED: 'refused: not_acknowledged',
      },
    ],
    [
      { type: 'set_urgency', urgency: 'HIGH' },
      {
        OPEN: 'OPEN: urgency_changed',
        ACKNOWLEDGED: 'ACKNOWLEDGED: urgency_changed',
        SNOOZED: 'OPEN: urgency_changed, woke',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'set_urgency', urgency: 'LOW' },
      {
        OPEN: 'OPEN: urgency_changed',
        ACKNOWLEDGED: 'ACKNOWLEDGED: urgency_changed',
        SNOOZED: 'SNOOZED: urgency_changed',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'edit', title: 'Slow', serviceId: 2 },
      {
        OPEN: 'OPEN: edited',
        ACKNOWLEDGED: 'ACKNOWLEDGED: edited',
        SNOOZED: 'SNOOZED: edited',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      RESOLVE,
      {
        OPEN: 'RESOLVED: resolved',
        ACKNOWLEDGED: 'RESOLVED: resolved',
        SNOOZED: 'RESOLVED: resolved',
        RESOLVED: 'refused: already_resolved',
      },
    ],
    [
      SNOOZE,
      {
        OPEN: 'SNOOZED: snoozed',
        ACKNOWLEDGED: 'SNOOZED: snoozed',
        SNOOZED: 'SNOOZED: snoozed',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'wake' },
      {
        OPEN: 'refused: not_snoozed',
        ACKNOWLEDGED: 'refused: not_snoozed',
        SNOOZED: 'OPEN: woke',
        RESOLVED: 'refused: not_snoozed',
      },
    ],
    [
      { type: 'reopen' },
      {
        OPEN: 'refused: already_open',
        ACKNOWLEDGED: 'OPEN: reopened',
        SNOOZED: 'OPEN: reopened',
        RESOLVED: 'OPEN: reopened',
      },
    ],
    [
      { type: 'escalate' },
      {
        OPEN: 'OPEN: escalated',
        ACKNOWLEDGED: 'ACKNOWLEDGED: escalated',
        SNOOZED: 'refused: not_while',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'restart_escalation' },
      {
        OPEN: 'OPEN: escalation_restarted',
        ACKNOWLEDGED: 'refused: not_while',
        SNOOZED: 'refused: not_while',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      SAME_ALERT,
      {
        OPEN: 'OPEN: alert_repeated',
        ACKNOWLEDGED: 'ACKNOWLEDGED: alert_repeated',
        SNOOZED: 'SNOOZED: alert_repeated',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      HIGH_ALERT,
      {
        OPEN: 'OPEN: alert_repeated, urgency_raised',
        ACKNOWLEDGED: 'ACKNOWLEDGED: alert_repeated, urgency_raised',
        SNOOZED: 'OPEN: alert_repeated, urgency_raised, woke',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'note', text: 'looking' },
      {
        OPEN: 'OPEN: note_added',
        ACKNOWLEDGED: 'ACKNOWLEDGED: note_added',
        SNOOZED: 'SNOOZED: note_added',
        RESOLVED: 'RESOLVED: note_added',
      },
    ],
    [
      { type: 'page', call: CALLING_BOB },
      {
        OPEN: 'OPEN: paged',
        ACKNOWLEDGED: 'ACKNOWLEDGED: paged',
        SNOOZED: 'SNOOZED: paged',
        RESOLVED: 'refused: not_while',
      },
    ],
    [
      { type: 'remind' },
      {
        OPEN: 'refused: nothing_to_ask',
        ACKNOWLEDGED: 'ACKNOWLEDGED: reminded',
        SNOOZED: 'refused: nothing_to_ask',
        RESOLVED: 'refused: nothing_to_ask',
      },
    ],
    [
      { type: 'confirm' },
      {
        OPEN: 'refused: not_acknowledged',
        ACKNOWLEDGED: 'ACKNOWLEDGED: confirmed',
        SNOOZED: 'refused: not_acknowledged',
        RESOLVED: 'refused: not_acknowledged',
      },
    ],
    [
      { type: 'take_back' },
      {
        OPEN: 'refused: nothing_to_ask',
        ACKNOWLEDGED: 'OPEN: reopened',
        SNOOZED: 'refused: nothing_to_ask',
        RESOLVED: 'refused: nothing_to_ask',
      },
    ],
  ])('%j', (command, expected) => {
    const actual = Object.fromEntries(
      Object.keys(STATES).map((s) => [s, summary(told(s as Status, command, ...aboutHigh(command)))]),
    );
    expect(actual).toEqual({ ...expected, MERGED: 'refused: merged' });
  });
});

function changeOf(decision: Decision) {
  if (!decision.ok) throw new Error(`refused: ${decision.rejection.reason}`);
  return decision.change;
}

describe('acknowledge', () => {
  test('says who has it since when, stops escalation and forgets the wake-up', () => {
    const { incident, timers } = changeOf(told('OPEN', ACKNOWLEDGE));
    expect(incident.state).toEqual({ status: 'ACKNOWLEDGED', by: JANE, at: NOW });
    expect(timers).toEqual({ set: [], cancel: [...NO_TARGETS, 'escalate', 'wake'] });
  });

  test('remembers the first acknowledgement, also after a reopen', () => {
    expect(changeOf(told('OPEN', ACKNOWLEDGE)).incident.firstAcknowledgedAt).toBe(NOW);
    const again = changeOf(told('OPEN', ACKNOWLEDGE, {}, { firstAcknowledgedAt: NOW - MINUTE }));
    expect(again.incident.firstAcknowledgedAt).toBe(NOW - MINUTE);
  });

  test('names whoever was first when it is too late', () => {
    expect(told('ACKNOWLEDGED', ACKNOWLEDGE)).toEqual({
      ok: false,
      rejection: { reason: 'already_acknowledged', by: BOB, at: NOW - MINUTE },
    });
  });
});

describe('assign', () => {
  const factOf = (...asked: Parameters<typeof told>) => changeOf(told(...asked)).events[0]?.fact;
  const bobs = { connectionId: 1, target: '@bob@example.com', name: 'bob' };
  const janes = { connectionId: 1, target: '@U1', name: 'jane' };

  test('calls the new owner and tells the one who loses it, as whoever they are in opsknight.yml', () => {
    expect(factOf('ACKNOWLEDGED', ASSIGN_TO_JANE, { actor: MONITOR })).toEqual({
      kind: 'assigned',
      to: JANE,
      from: BOB,
      called: janes,
      told: bobs,
    });
  });

  test('tells nobody what they have done themselves', () => {
    expect(factOf('ACKNOWLEDGED', ASSIGN_TO_JANE)).toMatchObject({ called: null, told: bobs });
    expect(factOf('ACKNOWLEDGED', ASSIGN_TO_JANE, { actor: BOB })).toMatchObject({ called: janes, told: null });
    expect(factOf('ACKNOWLEDGED', { type: 'hand_back' })).toMatchObject({ owner: bobs });
    expect(factOf('ACKNOWLEDGED', { type: 'hand_back' }, { actor: BOB })).toEqual({
      kind: 'reopened',
      from: 'ACKNOWLEDGED',
    });
  });

  test('stops escalation, counts as the first acknowledgement, and asks the new owner anew whether they are on it', () => {
    const { incident, timers } = changeOf(
      told('ACKNOWLEDGED', ASSIGN_TO_JANE, { actor: MONITOR, reminder: MINUTE }, { urgency: 'HIGH' }),
    );
    expect(incident).toMatchObject({ state: { by: JANE, at: NOW }, firstAcknowledgedAt: NOW });
    expect(timers.cancel).toEqual(expect.arrayContaining(['escalate', 'wake', 'take_back']));
    expect(timers.set).toEqual([{ kind: 'remind', dueAt: NOW + MINUTE }]);
  });

  test('is refused for somebody who can not have it, with the reason', () => {
    expect(told('OPEN', { type: 'assign', to: { fit: false, flaw: 'guest' } })).toEqual({
      ok: false,
      rejection: { reason: 'unfit_assignee', flaw: 'guest' },
    });
  });

  test('to acknowledge what is one’s own already changes nothing', () => {
    expect(told('ACKNOWLEDGED', ACKNOWLEDGE, { actor: BOB })).toEqual({
      ok: false,
      rejection: { reason: 'already_theirs', owner: BOB },
    });
  });
});

describe('another urgency', () => {
  const onlyHigh: EscalationPolicy = { ...POLICY, urgencies: ['HIGH'] };
  const climbing = { cycle: 0, step: 1, policy: onlyHigh, isHeld: false, reached: [] };

  test('that the policy pages for begins its escalation, and counts its targets from then on', () => {
    const { incident, timers } = changeOf(
      told(
        'OPEN',
        { type: 'set_urgency', urgency: 'HIGH' },
        { policy: onlyHigh, sla: { HIGH: { acknowledge: 5 * MINUTE } } },
        { escalation: { ...climbing, isHeld: true } },
      ),
    );
    expect(incident).toMatchObject({ urgency: 'HIGH', raisedAt: NOW, escalation: { step: 0, isHeld: false } });
    expect(timers.set).toEqual([
      { kind: 'sla_acknowledge', dueAt: NOW + 5 * MINUTE },
      { kind: 'escalate', dueAt: NOW },
    ]);
  });

  test('that it doesn’t page for holds it, and says so', () => {
    const { incident, timers, events } = changeOf(
      told('OPEN', { type: 'set_urgency', urgency: 'LOW' }, {}, { urgency: 'HIGH', escalation: climbing }),
    );
    expect(incident).toMatchObject({ urgency: 'LOW', raisedAt: null, escalation: { step: 1, isHeld: true } });
    expect(timers.cancel).toContain('escalate');
    expect(events.map(({ fact }) => fact.kind)).toEqual(['urgency_changed', 'escalation_held']);
  });

  test('that it has already is refused', () => {
    expect(summary(told('OPEN', { type: 'set_urgency', urgency: 'MEDIUM' }))).toBe('refused: same_urgency');
  });
});

describe('edit', () => {
  test('says what it was and what it is, and keeps what isn’t said', () => {
    const { incident, events } = changeOf(told('OPEN', { type: 'edit', title: 'Slow', description: 'Since ten' }));
    expect(incident).toMatchObject({ title: 'Slow', description: 'Since ten', serviceId: 1 });
    expect(events[0]?.fact).toEqual({
      kind: 'edited',
      title: { from: 'Database Connection Timeout', to: 'Slow' },
      description: true,
    });
  });

  test('to another service takes its policy, from the first step; the same alert is still counted', () => {
    const { incident, events, timers } = changeOf(told('OPEN', { type: 'edit', serviceId: 2 }));
    expect(incident).toMatchObject({
      serviceId: 2,
      alertServiceId: 1,
      escalation: { step: 0, policy: { name: 'web' } },
    });
    expect(events[0]?.fact).toEqual({ kind: 'edited', service: { from: 'Payment API', to: 'Website' } });
    expect(timers.set).toEqual([{ kind: 'escalate', dueAt: NOW }]);
    expect(changeOf(told('ACKNOWLEDGED', { type: 'edit', serviceId: 2 })).timers.set).toEqual([]);
    expect(changeOf(told('OPEN', { type: 'edit', serviceId: null })).incident.escalation).toBeNull();
  });

  test.each<[string, Extract<Command, { type: 'edit' }>]>([
    ['nothing_to_change', { type: 'edit' }],
    ['nothing_to_change', { type: 'edit', title: 'Database Connection Timeout', serviceId: 1 }],
    ['empty_title', { type: 'edit', title: ' ' }],
    ['unknown_service', { type: 'edit', serviceId: 3 }],
  ])('is refused: %s', (reason, command) => {
    expect(summary(told('OPEN', command))).toBe(`refused: ${reason}`);
  });
});

describe('resolve', () => {
  test('keeps the note and cancels every timer', () => {
    const { incident, timers } = changeOf(told('ACKNOWLEDGED', RESOLVE));
    expect(incident.state).toMatchObject({ status: 'RESOLVED', by: JANE, note: 'Restarted connection pool' });
    expect(timers).toEqual({ set: [], cancel: TIMER_KINDS.filter((kind) => kind !== 'task_due') });
  });
});

describe('snooze', () => {
  test('sets the wake-up and pauses escalation', () => {
    expect(changeOf(told('OPEN', SNOOZE)).timers).toEqual({
      set: [{ kind: 'wake', dueAt: NOW + 15 * MINUTE }],
      cancel: [...NO_TARGETS, 'escalate'],
    });
  });

  test.each([
    ['a minute', NOW + MINUTE, true],
    ['less than a minute', NOW + MINUTE - 1, false],
    ['thirty days', NOW + 30 * DAY, true],
    ['more than thirty days', NOW + 30 * DAY + 1, false],
    ['the past', NOW - 1, false],
    ['no time at all', Number.NaN, false],
  ])('accepts from one minute to thirty days: %s', (_, until, accepted) => {
    expect(told('OPEN', { type: 'snooze', until }).ok).toBe(accepted);
  });
});

describe('escalation', () => {
  test('starts again from the first step when a snooze ends or an incident is reopened', () => {
    for (const [status, command] of [
      ['SNOOZED', { type: 'wake' }],
      ['RESOLVED', { type: 'reopen' }],
    ] as const) {
      const { incident, timers } = changeOf(told(status, command, { actor: CLOCK }));
      expect(incident.escalation).toEqual(FIRST_STEP);
      expect(timers.set).toEqual([{ kind: 'escalate', dueAt: NOW }]);
      expect(timers.cancel).toContain('wake');
    }
  });

  test('climbs the steps, then the cycles, then ends', () => {
    const climbed: unknown[] = [];
    let current = incident('OPEN', { escalation: FIRST_STEP });
    while (current.escalation) {
      const { incident, timers } = changeOf(
        decide(current, { type: 'escalate' }, { ...RULES, now: NOW, actor: CLOCK }),
      );
      const { cycle, step } = current.escalation;
      climbed.push([{ cycle, step }, timers.set[0]?.dueAt]);
      current = incident;
    }
    expect(climbed).toEqual([
      [{ cycle: 0, step: 0 }, NOW + 10 * MINUTE],
      [{ cycle: 0, step: 1 }, NOW + 10 * MINUTE],
      [{ cycle: 1, step: 0 }, NOW + 10 * MINUTE],
      [{ cycle: 1, step: 1 }, undefined],
    ]);
    expect(summary(decide(current, { type: 'escalate' }, { ...RULES, now: NOW, actor: JANE }))).toBe(
      'refused: nothing_to_escalate',
    );
  });

  test('by the clock leaves an acknowledged incident alone; a person may still ask for it', () => {
    expect(summary(told('ACKNOWLEDGED', { type: 'escalate' }, { actor: CLOCK }))).toBe('refused: not_while');
    const { timers } = changeOf(told('ACKNOWLEDGED', { type: 'escalate' }, { actor: JANE }));
    expect(timers.set).toEqual([]);
  });

  test('has nothing to do without a policy', () => {
    const none = [{ policy: null }, { escalation: null }] as const;
    expect(summary(told('OPEN', { type: 'escalate' }, ...none))).toBe('refused: nothing_to_escalate');
    expect(summary(told('OPEN', { type: 'restart_escalation' }, ...none))).toBe('refused: nothing_to_escalate');
    expect(changeOf(told('SNOOZED', { type: 'wake' }, { policy: null })).timers.set).toEqual([]);
  });
});

describe('the channel of its own', () => {
  const there = { ownChannel: 'there', archiveAfter: DAY } as const;
  const archiving = { kind: 'archive_channel', dueAt: NOW + DAY };
  const inUse: Command = { type: 'note_channel', fact: { kind: 'channel_in_use', channelId: 'C1' } };

  test('is archived after the end, where the settings say so and there is one', () => {
    expect(changeOf(told('OPEN', RESOLVE, there)).timers.set).toEqual([archiving]);
    for (const without of [{ ...there, archiveAfter: null }, { archiveAfter: DAY }]) {
      expect(changeOf(told('OPEN', RESOLVE, without)).timers.set).toEqual([]);
    }
    expect(changeOf(told('RESOLVED', { type: 'reopen' }, there)).timers.cancel).toContain('archive_channel');
    expect(changeOf(told('RESOLVED', inUse, there)).timers.set).toEqual([archiving]);
    const soon = { ...there, archiveAfter: MINUTE };
    expect(changeOf(told('RESOLVED', inUse, soon)).timers.set).toEqual([{ ...archiving, dueAt: NOW + 60 * MINUTE }]);
    expect(changeOf(told('OPEN', inUse, there)).timers.set).toEqual([]);
  });

  test.each<[Status, Partial<DecisionContext>, string]>([
    ['RESOLVED', { ...there, actor: CLOCK }, 'RESOLVED: channel_closing'],
    ['MERGED', { ...there, actor: CLOCK }, 'MERGED: channel_closing'],
    ['RESOLVED', there, 'RESOLVED: channel_closing'],
    ['RESOLVED', { ...there, archiveAfter: null }, 'RESOLVED: channel_closing'],
    ['RESOLVED', { ...there, archiveAfter: null, actor: CLOCK }, 'refused: no_channel'],
    ['RESOLVED', { ...there, ownChannel: 'closed', actor: CLOCK }, 'refused: no_channel'],
    ['OPEN', { ...there, actor: CLOCK }, 'refused: not_over'],
  ])('to be archived, %s with %j: %s', (status, context, expected) => {
    expect(summary(told(status, { type: 'archive_channel' }, context))).toBe(expected);
  });

  test('is missed when the incident goes on and it is archived', () => {
    const closed = { ownChannel: 'closed' } as const;
    expect(summary(told('RESOLVED', { type: 'reopen' }, closed))).toMatch(/channel_closed$/);
    expect(summary(told('ACKNOWLEDGED', { type: 'reopen' }, closed))).not.toContain('channel_closed');
    expect(summary(told('OPEN', { type: 'request_channel' }, closed))).toBe('OPEN: channel_requested');
  });

  test('a channel that people had before is not archived, and one that is another incident’s is not taken', () => {
    const use = (channelId: string) => told('OPEN', { type: 'use_channel', channelId });
    expect(summary(use('CWAR'))).toBe('OPEN: channel_made');
    expect(use('CMADE')).toMatchObject({ rejection: { reason: 'unfit_room', flaw: 'taken' } });
    const borrowed = { ownChannel: 'borrowed', archiveAfter: 60_000 } as const;
    expect(changeOf(told('OPEN', { type: 'resolve', note: null }, borrowed)).timers.set).toEqual([]);
    expect(told('OPEN', { type: 'request_channel' }, borrowed)).toMatchObject({ rejection: { reason: 'has_channel' } });
  });
});

describe('the same alert again', () => {
  test('is counted, and urgency only ever rises', () => {
    const lower = changeOf(told('OPEN', { type: 'repeat_alert', urgency: 'LOW', title: 'again' }));
    expect(lower.incident).toMatchObject({ alertCount: 2, urgency: 'MEDIUM', lastAlertAt: NOW });
    expect(changeOf(told('OPEN', HIGH_ALERT)).incident.urgency).toBe('HIGH');
  });

  test('leaves a snoozed incident silent unless it rises to HIGH', () => {
    const medium = { type: 'repeat_alert', urgency: 'MEDIUM', title: 'again' } as const;
    expect(summary(told('SNOOZED', medium, {}, { urgency: 'LOW' }))).toBe('SNOOZED: alert_repeated, urgency_raised');
    expect(summary(told('SNOOZED', HIGH_ALERT, {}, { urgency: 'HIGH' }))).toBe('SNOOZED: alert_repeated');
    const woken = changeOf(told('SNOOZED', HIGH_ALERT, { actor: MONITOR }));
    expect(woken.timers).toEqual({ set: [{ kind: 'escalate', dueAt: NOW }], cancel: [...NO_TARGETS, 'wake'] });
  });
});

test('every change raises the version by one and leaves the given incident as it was', () => {
  const before = incident('OPEN');
  const copy = structuredClone(before);
  const { incident: after } = changeOf(decide(before, ACKNOWLEDGE, { ...RULES, now: NOW, actor: JANE, policy: null }));
  expect(after.version).toBe(before.version + 1);
  expect(before).toEqual(copy);
});

test('an empty note is refused', () => {
  expect(summary(told('OPEN', { type: 'note', text: ' \n ' }))).toBe('refused: empty_note');
});

test('a new incident is OPEN, counted once, and escalates from the first step of its policy', () => {
  const opening = open(
    {
      title: 'Disk full',
      description: null,
      urgency: 'HIGH',
      serviceId: null,
      components: ['db-3'],
      source: 'node-exporter',
      url: null,
      details: null,
      dedupKey: 'disk',
    },
    { ...RULES, now: NOW, actor: MONITOR },
  );
  expect(opening.incident).toMatchObject({
    state: { status: 'OPEN' },
    alertCount: 1,
    escalation: FIRST_STEP,
  });
  expect(opening.events).toEqual([{ at: NOW, actor: MONITOR, fact: { kind: 'triggered' } }]);
  expect(opening.timers.set).toEqual([{ kind: 'escalate', dueAt: NOW }]);
});

test('an acknowledged incident that becomes HIGH has an owner to ask from then on', () => {
  const { timers } = changeOf(told('ACKNOWLEDGED', HIGH_ALERT, { actor: MONITOR, reminder: 30 * MINUTE }));
  expect(timers.set).toEqual([{ kind: 'remind', dueAt: NOW + 30 * MINUTE }]);
});

describe('marking private', () => {
  const toLeads: Command = { type: 'mark_private', connectionId: 1, channelId: 'CLEADS' };

  test.each<[Status, Actor, string]>([
    ['OPEN', JANE, 'OPEN: marked_private'],
    ['SNOOZED', JANE, 'SNOOZED: marked_private'],
    ['RESOLVED', JANE, 'RESOLVED: marked_private'],
    ['OPEN', BOB, 'refused: unfit_channel'],
  ])('what is %s, by %j', (status, actor, expected) => {
    expect(summary(told(status, toLeads, { actor }))).toBe(expected);
  });

  test('is refused for what is private already, and for a channel that is closed', () => {
    const closed = { ...toLeads, channelId: 'COLD' };
    expect(summary(told('OPEN', closed, { actor: JANE }))).toBe('refused: unfit_channel');
    const privacy = { ...PRIVACY, isPrivate: () => true };
    expect(summary(told('OPEN', toLeads, { actor: JANE, privacy }))).toBe('refused: already_private');
  });

  test('opens it again for an owner who sees it no longer, with the escalation from the first step', () => {
    const privacy = { ...PRIVACY, keepsSeeing: () => false };
    const { incident: after, events } = changeOf(told('ACKNOWLEDGED', toLeads, { actor: JANE, privacy }));
    expect(after).toMatchObject({ state: { status: 'OPEN' }, escalation: FIRST_STEP });
    expect(events.map(({ fact }) => fact.kind)).toEqual(['marked_private', 'reopened']);
    const kept = { ...PRIVACY, keepsSeeing: () => true };
    expect(summary(told('ACKNOWLEDGED', toLeads, { actor: JANE, privacy: kept }))).toBe('ACKNOWLEDGED: marked_private');
  });
});

describe('what somebody has written in Slack', () => {
  const ref = { connectionId: 1, channelId: 'C1', ts: '1.000001' };
  const written = { ref, author: BOB, text: 'Failover', writtenAt: NOW - DAY, editedTs: null, way: 'pin' as const };
  const entry = { text: 'Failover', editedTs: '5.0', way: 'pin' as const };
  const add: Command = { type: 'add_message', message: written };
  const edit = (text: string, editedTs: string): Command => ({ type: 'edit_message', ref, text, editedTs });
  const withdraw = (way: 'pin' | null): Command => ({ type: 'withdraw_message', ref, way });
  const to = (command: Command, there: typeof entry | { way: 'choice' } | null, status: Status = 'OPEN') =>
    told(status, command, { actor: JANE, messageEntry: () => there && { ...entry, ...there } });

  test('stands in the timeline as its author’s, when it was written, also after the end', () => {
    const { events, message } = changeOf(to(add, null, 'RESOLVED'));
    expect(events).toEqual([
      { at: NOW - DAY, actor: BOB, fact: { kind: 'message_added', text: 'Failover', addedBy: JANE } },
    ]);
    expect(message).toEqual({ kind: 'added', ref, editedTs: null, way: 'pin' });
    const early = { ...add, message: { ...written, writtenAt: NOW + DAY } };
    expect(changeOf(to(early, null)).events[0]?.at).toBe(NOW);
  });

  test.each<[string, Command, typeof entry | { way: 'choice' } | null, string]>([
    ['again', add, entry, 'has_message'],
    ['without a word', { ...add, message: { ...written, text: ' ' } }, null, 'empty_message'],
    ['edited to the same', edit('Failover', '6.0'), entry, 'nothing_to_change'],
    ['edited before what is known', edit('Fail', '4.0'), entry, 'nothing_to_change'],
    ['edited elsewhere', edit('Fail', '6.0'), null, 'nothing_to_change'],
    ['whose pin goes, where somebody chose it', withdraw('pin'), { way: 'choice' }, 'nothing_to_change'],
    ['that is gone already', withdraw(null), null, 'nothing_to_change'],
  ])('%s changes nothing', (_, command, there, reason) => {
    expect(summary(to(command, there))).toBe(`refused: ${reason}`);
  });

  test.each<[string, Command, typeof entry | { way: 'choice' }, unknown]>([
    ['an edit', edit('Failover done', '6.0'), entry, { kind: 'edited', text: 'Failover done', editedTs: '6.0' }],
    ['an edit that leaves nothing', edit('', '6.0'), entry, { kind: 'withdrawn' }],
    ['a pin that goes', withdraw('pin'), entry, { kind: 'withdrawn' }],
    ['its end, however it came', withdraw(null), { way: 'choice' }, { kind: 'withdrawn' }],
  ])('is followed by %s, without another event', (_, command, there, expected) => {
    const { events, message } = changeOf(to(command, there));
    expect(events).toEqual([]);
    expect(message).toEqual({ ...(expected as object), ref });
  });
});
