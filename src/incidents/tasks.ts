import { DAY, type UtcMs } from '../lib/clock.ts';
import { type Page, pageToAccount } from '../oncall/call.ts';
import { type Actor, isSamePerson, type PersonActor } from '../people/actor.ts';
import type { Assignee } from '../people/assignee.ts';
import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import { ownerOf } from './ownership.ts';
import { holderOf } from './roles.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';

/** Of one incident; more are a project, and have a place of their own elsewhere. */
export const MAX_TASKS = 50;
/** Characters of one. */
export const MAX_TASK = 300;
/** Nothing is due later. */
export const MAX_DUE = 366 * DAY;

/** Something that is to be done for an incident, also after its end. */
export interface Task {
  incidentNumber: number;
  /** 1 for the first of its incident. */
  id: number;
  text: string;
  /** Null for nobody's yet. */
  owner: PersonActor | null;
  /** Null: whenever. */
  dueAt: UtcMs | null;
  /** Null while it is open. */
  done: { by: Actor; at: UtcMs } | null;
  /** Somebody was reminded that it is due. */
  isReminded: boolean;
}

/** What a task says of itself: all of it for a new one; of one that is there, what isn't said stays. */
export interface TaskForm<Whom> {
  text: string;
  owner: Whom | null;
  dueAt: UtcMs | null;
}

export function isOpenTask({ done }: Task): boolean {
  return done === null;
}

export function addTask(incident: Incident, form: TaskForm<Assignee>, context: DecisionContext): Decision {
  const tasks = context.tasks();
  if (tasks.length >= MAX_TASKS) return reject({ reason: 'too_many_tasks', most: MAX_TASKS });
  const id = Math.max(0, ...tasks.map((one) => one.id)) + 1;
  const blank: Task = {
    incidentNumber: incident.number,
    id,
    text: '',
    owner: null,
    dueAt: null,
    done: null,
    isReminded: false,
  };
  return written(incident, blank, form, 'task_added', context);
}

export function changeTask(
  incident: Incident,
  { id, form }: { id: number; form: Partial<TaskForm<Assignee>> },
  context: DecisionContext,
): Decision {
  const task = context.tasks().find((one) => one.id === id);
  if (!task) return reject({ reason: 'unknown_task', id });
  return written(incident, task, form, 'task_changed', context);
}

function written(
  incident: Incident,
  before: Task,
  form: Partial<TaskForm<Assignee>>,
  kind: 'task_added' | 'task_changed',
  context: DecisionContext,
): Decision {
  const { now, actor, directory } = context;
  const text = (form.text ?? before.text).replace(/\s+/g, ' ').trim();
  if (text === '') return reject({ reason: 'empty_task' });
  if (text.length > MAX_TASK) return reject({ reason: 'task_too_long', most: MAX_TASK });
  if (form.owner && !form.owner.fit) return reject({ reason: 'unfit_for_task', flaw: form.owner.flaw });
  const owner = form.owner === undefined ? before.owner : (form.owner?.person ?? null);
  const dueAt = form.dueAt === undefined ? before.dueAt : form.dueAt;
  const isMoved = dueAt !== before.dueAt;
  if (isMoved && dueAt !== null && !(dueAt > now && dueAt <= now + MAX_DUE)) {
    return reject({ reason: 'due_out_of_range', max: now + MAX_DUE });
  }
  const isGiven = owner !== null && !isSamePerson(before.owner, owner);
  const isSameOwner = owner === null ? before.owner === null : isSamePerson(before.owner, owner);
  if (kind === 'task_changed' && text === before.text && !isMoved && isSameOwner) {
    return reject({ reason: 'nothing_to_change' });
  }
  const task: Task = { ...before, text, owner, dueAt, isReminded: isMoved ? false : before.isReminded };
  const told = isGiven && !isSamePerson(actor, owner) ? pageToAccount(owner, directory) : null;
  return change(incident, [task], [{ kind, task: task.id, text, owner, dueAt, told }], context);
}

/** It is done, or is not after all. */
export function settleTask(incident: Incident, id: number, isDone: boolean, context: DecisionContext): Decision {
  const { now, actor } = context;
  const task = context.tasks().find((one) => one.id === id);
  if (!task) return reject({ reason: 'unknown_task', id });
  if (isDone && task.done) return reject({ reason: 'task_is_done', id, ...task.done });
  if (!isDone && !task.done) return reject({ reason: 'task_is_open', id });
  const after: Task = { ...task, done: isDone ? { by: actor, at: now } : null };
  const fact: TimelineFact = { kind: isDone ? 'task_done' : 'task_reopened', task: id, text: task.text };
  return change(incident, [after], [fact], context);
}

/** What is due is said once: to whose it is, else to whoever leads the incident, or has it. */
export function remindOfTasks(incident: Incident, context: DecisionContext): Decision {
  const { now } = context;
  const due = context.tasks().filter((task) => isWaiting(task) && task.dueAt <= now);
  if (due.length === 0) return reject({ reason: 'nothing_to_ask' });
  const facts = due.map(
    (task): TimelineFact => ({
      kind: 'task_due',
      task: task.id,
      text: task.text,
      told: whomToRemind(incident, task, context),
    }),
  );
  return change(
    incident,
    due.map((task) => ({ ...task, isReminded: true })),
    facts,
    context,
  );
}

function whomToRemind(incident: Incident, { owner }: Task, { privacy, directory }: DecisionContext): Page | null {
  const has = ownerOf(incident);
  const candidates = [owner, holderOf(incident, 'commander'), has?.kind === 'person' ? has : null];
  const whom = candidates.find((one) => one !== null && privacy.sees(one));
  return whom ? pageToAccount(whom, directory) : null;
}

type WaitingTask = Task & { dueAt: UtcMs };

/** Somebody is still to be reminded of it. */
function isWaiting(task: Task): task is WaitingTask {
  return task.done === null && task.dueAt !== null && !task.isReminded;
}

function change(incident: Incident, changed: Task[], facts: TimelineFact[], context: DecisionContext): Decision {
  const others = context.tasks().filter(({ id }) => !changed.some((one) => one.id === id));
  const decided = accept(incident, context, {}, facts, taskTimer([...others, ...changed]));
  return decided.ok ? { ok: true, change: { ...decided.change, tasks: changed } } : decided;
}

function taskTimer(tasks: readonly Task[]): TimerChange {
  const due = tasks.filter(isWaiting).map(({ dueAt }) => dueAt);
  if (due.length === 0) return { ...NO_TIMERS, cancel: ['task_due'] };
  return { set: [{ kind: 'task_due', dueAt: Math.min(...due) }], cancel: [] };
}
