import { asc, eq } from 'drizzle-orm';
import type { PendingStore } from '../../slack/acting/pending-store.ts';
import { pendingRequests } from '../schema.ts';
import type { Database } from './database.ts';

export function sqlitePendingStore({ db, write }: Database): PendingStore {
  return {
    async add(connectionId, request, at) {
      await write(() => {
        db.insert(pendingRequests)
          .values({ connectionId, requestKey: request.requestKey, request, createdAt: at })
          .onConflictDoNothing()
          .run();
      });
    },
    async all(connectionId) {
      return db
        .select({ id: pendingRequests.id, request: pendingRequests.request })
        .from(pendingRequests)
        .where(eq(pendingRequests.connectionId, connectionId))
        .orderBy(asc(pendingRequests.id))
        .all();
    },
    async remove(id) {
      await write(() => {
        db.delete(pendingRequests).where(eq(pendingRequests.id, id)).run();
      });
    },
  };
}
