import { sql } from 'drizzle-orm';
import { type AnySQLiteColumn, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SlackMessage } from '../../notifications/message.ts';
import type { AskedQuestion, ChannelCallAt, RunState, StepResult, StepState } from '../../runbooks/types.ts';
import type { Each } from '../../settings/schema/runbooks/operation.ts';
import type { Step } from '../../settings/schema/runbooks/operations.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import { autoId } from './columns.ts';
import { connections } from './connections.ts';
import { incidents } from './incidents.ts';

/** A runbook that runs, or has run, for an incident. */
export const runbookRuns = sqliteTable(
  'runbook_runs',
  {
    id: autoId(),
    /** Its name. */
    runbook: text('runbook').notNull(),
    /** As it was when it began: what is applied meanwhile counts for later runs. */
    entry: text('entry', { mode: 'json' }).$type<RunbookEntry>().notNull(),
    incidentNumber: integer('incident_number')
      .notNull()
      .references(() => incidents.number),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    state: text('state').$type<RunState>().notNull(),
    /** Where its progress is shown: a channel as cards name it; null for nowhere. */
    target: text('target'),
    channelId: text('channel_id'),
    ts: text('ts'),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('runbook_runs_incident').on(t.incidentNumber),
    index('runbook_runs_going_on').on(t.runbook, t.state).where(sql`${t.state} in ('waiting', 'running')`),
  ],
);

/** The steps of a run. Those within another are added when that begins. */
export const runbookSteps = sqliteTable(
  'runbook_steps',
  {
    id: autoId(),
    runId: integer('run_id')
      .notNull()
      .references(() => runbookRuns.id),
    /** The step that it is within; those beside each other are in the order of their ids. */
    parentId: integer('parent_id').references((): AnySQLiteColumn => runbookSteps.id),
    /** As people count: 3, or 3.2 for the second within the third. */
    place: text('place').notNull(),
    step: text('step', { mode: 'json' }).$type<Step>().notNull(),
    /** For whom or what, within `for_each`. */
    each: text('each', { mode: 'json' }).$type<Each>(),
    state: text('state').$type<StepState>().notNull(),
    /** When it is to be done; null while it is not its turn, or once it is under way and nobody looks after it. */
    dueAt: integer('due_at'),
    /** How often it was begun past Slack. */
    attempts: integer('attempts').notNull().default(0),
    /** Of what goes to Slack: where it goes, what it says or does there, and where it is. */
    target: text('target'),
    message: text('message', { mode: 'json' }).$type<SlackMessage>(),
    question: text('question', { mode: 'json' }).$type<AskedQuestion>(),
    call: text('call', { mode: 'json' }).$type<ChannelCallAt>(),
    channelId: text('channel_id'),
    ts: text('ts'),
    /** What later steps know of it, by name. */
    result: text('result', { mode: 'json' }).$type<StepResult>(),
    /** What came of it, where that is not plain from its state: Slack's code, or why it was left out. */
    outcome: text('outcome'),
  },
  (t) => [
    uniqueIndex('runbook_steps_place').on(t.runId, t.place),
    index('runbook_steps_due').on(t.dueAt).where(sql`${t.dueAt} is not null`),
  ],
);
