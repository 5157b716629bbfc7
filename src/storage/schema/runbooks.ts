import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SlackMessage } from '../../notifications/message.ts';
import type { RunState, StepState } from '../../runbooks/types.ts';
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

/** The steps of a run, in their order. */
export const runbookSteps = sqliteTable(
  'runbook_steps',
  {
    id: autoId(),
    runId: integer('run_id')
      .notNull()
      .references(() => runbookRuns.id),
    position: integer('position').notNull(),
    state: text('state').$type<StepState>().notNull(),
    /** When it is to be done; null while it is not its turn, or once it is under way. */
    dueAt: integer('due_at'),
    /** Of a message: where it goes, what it says, and where it is in Slack. */
    target: text('target'),
    message: text('message', { mode: 'json' }).$type<SlackMessage>(),
    channelId: text('channel_id'),
    ts: text('ts'),
    /** What came of it, where that is not plain from its state: Slack's code, or why it was left out. */
    outcome: text('outcome'),
  },
  (t) => [
    uniqueIndex('runbook_steps_position').on(t.runId, t.position),
    index('runbook_steps_due').on(t.dueAt).where(sql`${t.dueAt} is not null`),
  ],
);
