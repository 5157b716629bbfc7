import { describe, expect, test } from '@jest/globals';
import type { DecisionContext } from '../../src/incidents/change.ts';
import type { Command } from '../../src/incidents/commands.ts';
import { decide } from '../../src/incidents/decide.ts';
import { open } from '../../src/incidents/open.ts';
import type { Incident } from '../../src/incidents/types.ts';
import { MAX_IMPACT, MAX_NEXT } from '../../src/incidents/updates.ts';
import { MINUTE } from '../../src/lib/clock.ts';
import type { Actor } from '../../src/people/actor.ts';
import { bob, clock, incident, jane, NOW, prometheus } from '../slack/fixtures.ts';
import { NO_RULES, NOTHING_AROUND } from './context.ts';

const AFTER = 30 * MINUTE;

function deciding(one: Incident, actor: Actor, command: Command, around: Partial<DecisionContext> = {}) {
  const context = { ...NO_RULES, ...NOTHING_AROUND, updateReminder: AFTER, now: NOW, actor, ...around };
  const decision = decide(one, command, context);
  if (!decision.ok) return { rejection: decision.rejection };
  const { events, timers } = decision.change;
  return {
    facts: events.map(({ fact }) => fact),
    due: timers.set.find(({ kind }) => kind === 'update_due')?.dueAt,
    isCancelled: timers.cancel.includes('update_due'),
  };
}

const tell = (changes: Partial<Extract<Command, { type: 'update_status' }>> = {}): Command => ({
  type: 'update_status',
  state: 'identified',
  impact: 'Nobody can pay',
  nextAt: null,
  ...changes,
});

describe('updates for stakeholders', () => {
  test('they are told as they are written; with the end nothing is promised', () => {
    expect(deciding(incident(), jane, tell({ impact: ' Nobody can pay\n' })).facts).toEqual([
      { kind: 'status_updated', state: 'identified', impact: 'Nobody can pay', nextAt: null },
    ]);
    const resolved = deciding(incident(), jane, tell({ state: 'resolved', nextAt: NOW + MINUTE }));
    expect(resolved.facts).toMatchObject([{ state: 'resolved', nextAt: null }]);
  });

  test('they say something, not too much, and promise what can be kept', () => {
    const reason = (command: Command) => deciding(incident(), jane, command).rejection?.reason;
    expect(reason(tell({ impact: ' ' }))).toBe('empty_impact');
    expect(reason(tell({ impact: 'x'.repeat(MAX_IMPACT + 1) }))).toBe('impact_too_long');
    expect(reason(tell({ nextAt: NOW }))).toBe('next_update_out_of_range');
    expect(reason(tell({ nextAt: NOW + MAX_NEXT + 1 }))).toBe('next_update_out_of_range');
  });

  test('a HIGH incident that opens, or becomes HIGH, is waited for; each update, and what it promises, counts anew', () => {
    const report = { ...incident(), urgency: 'HIGH' as const };
    const opening = open(report, {
      ...NO_RULES,
      ...NOTHING_AROUND,
      updateReminder: AFTER,
      now: NOW,
      actor: prometheus,
    });
    expect(opening.timers.set).toContainEqual({ kind: 'update_due', dueAt: NOW + AFTER });
    const raised = deciding(incident({ urgency: 'LOW' }), jane, { type: 'set_urgency', urgency: 'HIGH' });
    expect(raised.due).toBe(NOW + AFTER);
    expect(deciding(incident(), jane, { type: 'note', text: 'Looking' })).toMatchObject({ due: undefined });
    expect(deciding(incident(), jane, tell()).due).toBe(NOW + AFTER);
    expect(deciding(incident(), jane, tell({ nextAt: NOW + 2 * AFTER })).due).toBe(NOW + 2 * AFTER);
  });

  test('nobody waits for what is over, sleeps, is less urgent or said to be over; or where the settings say nothing', () => {
    expect(deciding(incident(), jane, { type: 'resolve', note: null }).isCancelled).toBe(true);
    expect(deciding(incident(), jane, { type: 'snooze', until: NOW + AFTER }).isCancelled).toBe(true);
    expect(deciding(incident(), jane, { type: 'set_urgency', urgency: 'LOW' }).isCancelled).toBe(true);
    expect(deciding(incident(), jane, tell({ state: 'resolved' }))).toMatchObject({
      due: undefined,
      isCancelled: true,
    });
    expect(deciding(incident(), jane, tell(), { updateReminder: null })).toMatchObject({ due: undefined });
    expect(deciding(incident(), clock, { type: 'remind_of_update' }, { updateReminder: null }).rejection).toBeDefined();
  });

  test('whoever is in charge of telling is reminded, again and again; else the commander, else whoever has the incident', () => {
    const remind = (one: Incident, around?: Partial<DecisionContext>) =>
      deciding(one, clock, { type: 'remind_of_update' }, around);
    const owned = incident({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } });
    const commander = { role: 'commander', holder: jane, asked: null };
    const communications = { role: 'communications', holder: bob, asked: null };
    expect(remind({ ...owned, roles: [commander, communications] })).toMatchObject({
      facts: [{ kind: 'status_update_due', told: { name: 'bob' } }],
      due: NOW + AFTER,
    });
    expect(remind({ ...incident(), roles: [commander] }).facts).toMatchObject([{ told: { name: 'jane' } }]);
    expect(remind(owned).facts).toMatchObject([{ told: { name: 'jane' } }]);
    expect(remind(incident()).facts).toMatchObject([{ told: null }]);
    const privacy = { ...NOTHING_AROUND.privacy, sees: () => false };
    expect(remind({ ...owned, roles: [communications] }, { privacy }).facts).toMatchObject([{ told: null }]);
  });
});
