import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { PRIORITY } from '../../notifications/priority.ts';
import type { ActionRequest, PendingStore } from '../../slack/actions/request.ts';
import { pendingRequests } from '../schema/index.ts';
import type { Database } from './database.ts';
import { queueNotice } from './notices.ts';

export function sqlitePendingStore({ db, write }: Database): PendingStore {
  const waitsForLink = eq(pendingRequests.waitsFor, 'link');
  return {
    async add(connectionId, request, at) {
      await write(() => {
        db.insert(pendingRequests)
          .values({ connectionId, requestKey: request.requestKey, request, createdAt: at })
          .onConflictDoUpdate({ target: pendingRequests.requestKey, set: { waitsFor: 'slack' } })
          .run();
      });
    },
    async waiting(connectionId) {
      const rows = db
        .select({ id: pendingRequests.id, request: pendingRequests.request })
        .from(pendingRequests)
        .where(and(eq(pendingRequests.connectionId, connectionId), eq(pendingRequests.waitsFor, 'slack')))
        .orderBy(asc(pendingRequests.id))
        .all();
      return rows.map(({ id, request }) => ({ id, request: toRequest(request) }));
    },
    async keep(connectionId, request, at) {
      return await write(() => {
        const kept = db
          .insert(pendingRequests)
          .values({ connectionId, requestKey: request.requestKey, request, waitsFor: 'link', createdAt: at })
          .onConflictDoUpdate({ target: pendingRequests.requestKey, set: { waitsFor: 'link' } })
          .returning({ id: pendingRequests.id })
          .get();
        return kept.id;
      });
    },
    async kept(connectionId, id, slackUserId, since) {
      const row = db
        .select()
        .from(pendingRequests)
        .where(
          and(
            eq(pendingRequests.id, id),
            eq(pendingRequests.connectionId, connectionId),
            waitsForLink,
            gte(pendingRequests.createdAt, since),
          ),
        )
        .get();
      return row?.request.slackUserId === slackUserId ? toRequest(row.request) : null;
    },
    async settle(id, { answer, keep }, at) {
      await write(() => {
        const row = db.select().from(pendingRequests).where(eq(pendingRequests.id, id)).get();
        if (!row) return; // settled before, and answered
        if (keep) db.update(pendingRequests).set({ waitsFor: 'link' }).where(eq(pendingRequests.id, id)).run();
        else db.delete(pendingRequests).where(eq(pendingRequests.id, id)).run();
        if (!answer) return;
        const notice = { kind: 'answer', message: answer } as const;
        queueNotice(db, row.connectionId, row.request.slackUserId, notice, at, PRIORITY.human);
      });
    },
    async remove(id) {
      await write(() => {
        db.delete(pendingRequests).where(eq(pendingRequests.id, id)).run();
      });
    },
    async forgetKept(before) {
      await write(() => {
        db.delete(pendingRequests)
          .where(and(waitsForLink, lt(pendingRequests.createdAt, before)))
          .run();
      });
    },
  };
}

/** An earlier OpsKnight has put it on disk with its action called a wish. */
type Stored = ActionRequest | (Omit<ActionRequest, 'action'> & { wish: ActionRequest['action'] });

function toRequest(stored: Stored): ActionRequest {
  if ('action' in stored) return stored;
  const { wish, ...request } = stored;
  return { ...request, action: wish };
}
