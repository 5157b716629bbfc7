import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ActionRequest } from '../../slack/actions/request.ts';
import { autoId } from './columns.ts';
import { connections } from './connections.ts';

/** What people asked for and is not carried out yet: Slack has not told who they are, or OpsKnight does not know them. */
export const pendingRequests = sqliteTable(
  'pending_requests',
  {
    id: autoId(),
    connectionId: integer('connection_id')
      .notNull()
      .references(() => connections.id),
    requestKey: text('request_key').notNull(),
    request: text('request', { mode: 'json' }).$type<ActionRequest>().notNull(),
    /** An answer of Slack, which is asked for again and again; or that its asker becomes known, and presses "Link me". */
    waitsFor: text('waits_for').$type<'slack' | 'link'>().notNull().default('slack'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('pending_requests_key').on(t.requestKey)],
);
