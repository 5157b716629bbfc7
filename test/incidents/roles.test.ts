import { describe, expect, test } from '@jest/globals';
import type { DecisionContext } from '../../src/incidents/change.ts';
import type { Command } from '../../src/incidents/commands.ts';
import { decide } from '../../src/incidents/decide.ts';
import type { Incident } from '../../src/incidents/types.ts';
import type { Actor, PersonActor } from '../../src/people/actor.ts';
import { bob, incident, jane, NOW } from '../slack/fixtures.ts';
import { NO_RULES, NOTHING_AROUND } from './context.ts';

const carol: PersonActor = { ...bob, slackUserId: 'U3', name: 'carol' };
const pageTo = ({ slackUserId, name }: PersonActor) => ({ connectionId: 1, target: `@${slackUserId}`, name });

function context(actor: Actor, changes: Partial<DecisionContext> = {}): DecisionContext {
  return { ...NO_RULES, ...NOTHING_AROUND, roles: ['Customer liaison'], now: NOW, actor, ...changes };
}

/** What is decided one after the other; the last decision, and the incident as it is then. */
function doing(...asked: [actor: Actor, command: Command][]) {
  let current: Incident = incident();
  let facts: unknown[] = [];
  for (const [actor, command] of asked) {
    const decision = decide(current, command, context(actor));
    if (!decision.ok) return { rejection: decision.rejection, roles: current.roles };
    current = decision.change.incident;
    facts = decision.change.events.map(({ fact }) => fact);
  }
  return { facts, roles: current.roles };
}

const give = (role: string, person: PersonActor): Command => ({
  type: 'assign_role',
  role,
  to: { fit: true, person },
});
const accept = (role: string): Command => ({ type: 'accept_role', role });

describe('roles', () => {
  test('whoever takes one has it at once, whatever its case', () => {
    expect(doing([jane, give('Commander', jane)])).toEqual({
      facts: [{ kind: 'role_taken', role: 'commander', from: null, told: null }],
      roles: [{ role: 'commander', holder: jane, asked: null }],
    });
  });

  test('another one is asked, and has it when they accept; until then it stays with whoever has it', () => {
    const asked = doing([jane, give('commander', jane)], [jane, give('commander', bob)]);
    expect(asked.facts).toEqual([
      { kind: 'role_offered', role: 'commander', to: bob, from: jane, called: pageTo(bob) },
    ]);
    expect(asked.roles).toEqual([{ role: 'commander', holder: jane, asked: { person: bob, by: jane } }]);
    const accepted = doing([jane, give('commander', jane)], [jane, give('commander', bob)], [bob, accept('commander')]);
    expect(accepted.facts).toEqual([{ kind: 'role_taken', role: 'commander', from: jane, told: pageTo(jane) }]);
    expect(accepted.roles).toEqual([{ role: 'commander', holder: bob, asked: null }]);
  });

  test('who is asked may say no, and whoever has asked is told', () => {
    const declined = doing([jane, give('scribe', bob)], [bob, { type: 'decline_role', role: 'scribe' }]);
    expect(declined).toEqual({ facts: [{ kind: 'role_declined', role: 'scribe', told: pageTo(jane) }], roles: [] });
  });

  test('nobody accepts for another one, or twice; the last who is asked counts', () => {
    const offer = [jane, give('scribe', bob)] as [Actor, Command];
    expect(doing(offer, [carol, accept('scribe')]).rejection).toEqual({ reason: 'not_asked', role: 'scribe' });
    expect(doing(offer, [bob, accept('scribe')], [bob, accept('scribe')]).rejection).toMatchObject({
      reason: 'not_asked',
    });
    expect(doing(offer, [jane, give('scribe', carol)], [bob, accept('scribe')]).rejection).toMatchObject({
      reason: 'not_asked',
    });
    expect(doing(offer, [jane, give('scribe', bob)]).rejection).toMatchObject({ reason: 'is_asked' });
  });

  test('nobody has it any more, and whoever had it is told', () => {
    const ended = doing([jane, give('commander', jane)], [bob, { type: 'end_role', role: 'commander' }]);
    expect(ended).toEqual({
      facts: [{ kind: 'role_ended', role: 'commander', from: jane, told: pageTo(jane) }],
      roles: [],
    });
    expect(doing([bob, { type: 'end_role', role: 'commander' }]).rejection).toEqual({
      reason: 'nobody_has_role',
      role: 'commander',
    });
  });

  test('the settings name more, and what nobody names is none', () => {
    expect(doing([jane, give('customer liaison', jane)]).roles).toMatchObject([{ role: 'Customer liaison' }]);
    expect(doing([jane, give('comander', jane)]).rejection).toEqual({
      reason: 'unknown_role',
      name: 'comander',
      known: ['commander', 'communications', 'scribe', 'Customer liaison'],
    });
  });

  test('who does not see it any more, once it is private, has no role in it', () => {
    const privacy = {
      ...NOTHING_AROUND.privacy,
      place: () => ({ fit: true, target: '#leads' }) as const,
      keepsSeeing: ({ slackUserId }: PersonActor) => slackUserId === jane.slackUserId,
    };
    const roles = [
      { role: 'commander', holder: jane, asked: { person: bob, by: jane } },
      { role: 'scribe', holder: bob, asked: null },
    ];
    const command = { type: 'mark_private', connectionId: 1, channelId: 'C1' } as const;
    const decision = decide(incident({ roles }), command, context(jane, { privacy }));
    if (!decision.ok) throw new Error(decision.rejection.reason);
    expect(decision.change.incident.roles).toEqual([{ role: 'commander', holder: jane, asked: null }]);
    expect(decision.change.events.map(({ fact }) => fact)).toMatchObject([
      { kind: 'marked_private' },
      { kind: 'role_ended', role: 'scribe', from: bob, told: pageTo(bob) },
    ]);
  });

  test('what is over has its roles for good', () => {
    const decision = decide(
      incident({ state: { status: 'RESOLVED', by: jane, at: NOW, note: null } }),
      give('commander', jane),
      context(jane),
    );
    expect(decision).toEqual({ ok: false, rejection: { reason: 'not_while', status: 'RESOLVED' } });
  });
});
