import { and, count, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { owedNotification } from '../../notifications/kinds/notification.ts';
import type { PostedAt } from '../../notifications/queue/store.ts';
import type { NotificationStore } from '../../notifications/requested/store.ts';
import type { Notification, Outcome } from '../../notifications/requested/types.ts';
import { notifications } from '../schema/index.ts';
import { carryOut } from './carry-out.ts';
import { channelIsOpen } from './closed-channels.ts';
import type { Database, Drizzle } from './database.ts';

/** Looking at more would take Slack's budget for a while. */
const MOST_TARGETS = 100;

export function sqliteNotificationStore({ db, write }: Database): NotificationStore {
  return {
    async create({ priority, ...notification }) {
      const { id, connectionId, target, requestKey, createdAt } = notification;
      return await write(() => {
        const earlier = requestKey === null ? undefined : idByRequest(db, requestKey);
        if (earlier !== undefined) return earlier;
        db.insert(notifications).values(notification).run();
        carryOut(db, owedNotification(id, { connectionId, target }, priority, createdAt));
        return id;
      });
    },
    async get(id) {
      return notificationById(db, id);
    },
    async targets(connectionId) {
      const theirs = and(eq(notifications.connectionId, connectionId), isNotNull(notifications.ts));
      const rows = db.selectDistinct({ target: notifications.target }).from(notifications).where(theirs);
      return rows
        .limit(MOST_TARGETS)
        .all()
        .map(({ target }) => target);
    },
    async countQueued() {
      const queued = and(isNull(notifications.ts), isNull(notifications.error));
      return db.select({ count: count() }).from(notifications).where(queued).get()?.count ?? 0;
    },
    async forget(before) {
      const isOver = or(isNotNull(notifications.ts), isNotNull(notifications.error));
      await write(() => {
        db.delete(notifications)
          .where(and(lt(notifications.createdAt, before), isOver))
          .run();
      });
    },
  };
}

export function notificationById(db: Drizzle, id: string): Notification | null {
  const row = db.select().from(notifications).where(eq(notifications.id, id)).get();
  return row ? toNotification(row) : null;
}

/** Inside a transaction: Slack has it. */
export function noteSent(db: Drizzle, id: string, { channelId, ts }: PostedAt): void {
  const sent = eq(notifications.id, id);
  const row = db.update(notifications).set({ channelId, ts }).where(sent).returning().get();
  if (row) channelIsOpen(db, row);
}

/** Inside a transaction: Slack doesn't take it. */
export function noteFailed(db: Drizzle, id: string, error: string): void {
  db.update(notifications).set({ error }).where(eq(notifications.id, id)).run();
}

function idByRequest(db: Drizzle, requestKey: string): string | undefined {
  const earlier = eq(notifications.requestKey, requestKey);
  return db.select({ id: notifications.id }).from(notifications).where(earlier).get()?.id;
}

function toNotification(row: typeof notifications.$inferSelect): Notification {
  const { requestKey: _, channelId, ts, error, ...notification } = row;
  return { ...notification, outcome: outcomeOf({ channelId, ts, error }) };
}

function outcomeOf({ channelId, ts, error }: Record<'channelId' | 'ts' | 'error', string | null>): Outcome {
  if (channelId !== null && ts !== null) return { status: 'sent', channelId, ts };
  return error === null ? { status: 'queued' } : { status: 'failed', error };
}
