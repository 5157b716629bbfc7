import { describe, expect, test } from '@jest/globals';
import type { DecisionContext, TimerChange } from '../../src/incidents/change.ts';
import type { Command, Rejection } from '../../src/incidents/commands.ts';
import { decide } from '../../src/incidents/decide.ts';
import { MAX_DUE, MAX_TASK, MAX_TASKS, type Task } from '../../src/incidents/tasks.ts';
import type { Incident } from '../../src/incidents/types.ts';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import type { Actor } from '../../src/people/actor.ts';
import { bob, clock, incident, jane, NOW } from '../slack/fixtures.ts';
import { NO_RULES, NOTHING_AROUND } from './context.ts';

const PAGE_BOB = { connectionId: 1, target: '@U2', name: 'bob' };

interface Done {
  rejection?: Rejection;
  facts?: unknown[];
  timers?: TimerChange;
  tasks: Task[];
}

/** What is decided one after the other, with the tasks that there are then. */
function doing(before: Incident, tasks: Task[], ...asked: [Actor, Command, Partial<DecisionContext>?][]): Done {
  let current = before;
  let all = tasks;
  let last: Omit<Done, 'tasks'> = {};
  for (const [actor, command, around] of asked) {
    const context = { ...NO_RULES, ...NOTHING_AROUND, tasks: () => all, now: NOW, actor, ...around };
    const decision = decide(current, command, context);
    if (!decision.ok) return { rejection: decision.rejection, tasks: all };
    const changed = decision.change.tasks ?? [];
    current = decision.change.incident;
    all = [...all.filter(({ id }) => !changed.some((one) => one.id === id)), ...changed];
    last = { facts: decision.change.events.map(({ fact }) => fact), timers: decision.change.timers };
  }
  return { ...last, tasks: all };
}

const add = (text: string, form: Partial<Extract<Command, { type: 'add_task' }>> = {}): Command => ({
  type: 'add_task',
  text,
  owner: null,
  dueAt: null,
  ...form,
});
const forBob = { owner: { fit: true, person: bob } } as const;
const task = (changes: Partial<Task> = {}): Task => ({
  incidentNumber: 42,
  id: 1,
  text: 'Tell the bank',
  owner: null,
  dueAt: null,
  done: null,
  isReminded: false,
  ...changes,
});

describe('tasks', () => {
  test('they are numbered, on one line, and whose they are is told', () => {
    const { tasks, facts } = doing(
      incident(),
      [],
      [jane, add(' Tell\n the bank ')],
      [jane, add('Write it up', forBob)],
    );
    expect(tasks).toEqual([task(), task({ id: 2, text: 'Write it up', owner: bob })]);
    expect(facts).toEqual([
      { kind: 'task_added', task: 2, text: 'Write it up', owner: bob, dueAt: null, told: PAGE_BOB },
    ]);
  });

  test('they are few and short, are due in time, and are for people who may work on it', () => {
    const reason = (asked: Command, tasks: Task[] = []) => doing(incident(), tasks, [jane, asked]).rejection?.reason;
    const many = Array.from({ length: MAX_TASKS }, (_, index) => task({ id: index + 1 }));
    expect(reason(add('One more'), many)).toBe('too_many_tasks');
    expect(reason(add('x'.repeat(MAX_TASK + 1)))).toBe('task_too_long');
    expect(reason(add(' '))).toBe('empty_task');
    expect(reason(add('Late', { dueAt: NOW }))).toBe('due_out_of_range');
    expect(reason(add('Never', { dueAt: NOW + MAX_DUE + 1 }))).toBe('due_out_of_range');
    expect(reason(add('For a guest', { owner: { fit: false, flaw: 'guest' } }))).toBe('unfit_for_task');
    expect(reason({ type: 'finish_task', id: 7 })).toBe('unknown_task');
  });

  test('done once, open again once; also after the end of the incident, which takes new ones', () => {
    const over = incident({ state: { status: 'RESOLVED', by: jane, at: NOW, note: null } });
    const done = doing(over, [], [jane, add('Write it up')], [bob, { type: 'finish_task', id: 1 }]);
    expect(done.tasks).toMatchObject([{ done: { by: bob, at: NOW } }]);
    expect(doing(over, done.tasks, [jane, { type: 'finish_task', id: 1 }]).rejection).toMatchObject({
      reason: 'task_is_done',
      by: bob,
    });
    const open = doing(over, done.tasks, [jane, { type: 'reopen_task', id: 1 }]);
    expect(open.tasks).toMatchObject([{ done: null }]);
    expect(doing(over, open.tasks, [jane, { type: 'reopen_task', id: 1 }]).rejection?.reason).toBe('task_is_open');
  });

  test('the first that is due is waited for, and its owner is reminded once; another time counts anew', () => {
    const first = doing(
      incident(),
      [],
      [jane, add('Later', { dueAt: NOW + 2 * HOUR })],
      [jane, add('Soon', { ...forBob, dueAt: NOW + HOUR })],
    );
    expect(first.timers?.set).toEqual([{ kind: 'task_due', dueAt: NOW + HOUR }]);
    const reminded = doing(incident(), first.tasks, [clock, { type: 'remind_of_tasks' }, { now: NOW + HOUR }]);
    expect(reminded.facts).toEqual([{ kind: 'task_due', task: 2, text: 'Soon', told: PAGE_BOB }]);
    expect(reminded.timers?.set).toEqual([{ kind: 'task_due', dueAt: NOW + 2 * HOUR }]);
    const again = [clock, { type: 'remind_of_tasks' }, { now: NOW + HOUR }] as [Actor, Command, { now: number }];
    expect(doing(incident(), reminded.tasks, again).rejection?.reason).toBe('nothing_to_ask');
    const form = { dueAt: NOW + 90 * MINUTE };
    const moved = doing(incident(), reminded.tasks, [jane, { type: 'change_task', id: 2, form }]);
    expect(moved.timers?.set).toEqual([{ kind: 'task_due', dueAt: NOW + 90 * MINUTE }]);
  });

  test('what is nobody’s is said to the commander, else to whoever has the incident; to nobody who does not see it', () => {
    const remind = (one: Incident, around: Partial<DecisionContext> = {}) =>
      doing(one, [task({ dueAt: NOW })], [clock, { type: 'remind_of_tasks' }, around]).facts;
    const owned = incident({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } });
    const led = { ...owned, roles: [{ role: 'commander', holder: bob, asked: null }] };
    expect(remind(led)).toMatchObject([{ told: PAGE_BOB }]);
    expect(remind(owned)).toMatchObject([{ told: { name: 'jane' } }]);
    expect(remind(incident())).toMatchObject([{ told: null }]);
    const privacy = { ...NOTHING_AROUND.privacy, sees: () => false };
    expect(remind(led, { privacy })).toMatchObject([{ told: null }]);
  });

  test('what is due is waited for beyond the end of the incident', () => {
    const resolved = doing(incident(), [task({ dueAt: NOW + HOUR })], [jane, { type: 'resolve', note: null }]);
    expect(resolved.timers?.cancel).not.toContain('task_due');
  });

  test('what is not said of a task stays, and what says nothing new changes nothing', () => {
    const before = [task({ owner: bob, dueAt: NOW + HOUR })];
    const changed = doing(incident(), before, [
      jane,
      { type: 'change_task', id: 1, form: { text: 'Tell the bank now' } },
    ]);
    expect(changed.tasks).toEqual([{ ...before[0], text: 'Tell the bank now' }]);
    expect(changed.facts).toMatchObject([{ kind: 'task_changed', told: null }]);
    const same = doing(incident(), before, [jane, { type: 'change_task', id: 1, form: { ...forBob } }]);
    expect(same.rejection?.reason).toBe('nothing_to_change');
  });

  test('of a merged incident they can still be done, and none is added', () => {
    const merged = incident({ state: { status: 'MERGED', by: jane, at: NOW, into: 7, from: { status: 'OPEN' } } });
    expect(doing(merged, [task()], [bob, { type: 'finish_task', id: 1 }]).tasks).toMatchObject([{ done: { by: bob } }]);
    expect(doing(merged, [task()], [bob, add('More')]).rejection?.reason).toBe('merged');
  });
});
