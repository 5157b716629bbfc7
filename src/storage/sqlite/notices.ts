import { randomUUID } from 'node:crypto';
import { and, eq, exists } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import { tell } from '../../notifications/kinds/notice.ts';
import { PRIORITY, type Priority } from '../../notifications/priority.ts';
import type { NoticeContent } from '../../notifications/types.ts';
import { flawOf } from '../../people/accounts.ts';
import { connections, slackIdentities, users } from '../schema/index.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { isKnownConnection } from './reference.ts';

/**
 * Owes somebody a direct message, inside a transaction.
 * @param slackUserId Or whom a card's target names, for somebody whose Slack account isn't known yet.
 */
export function queueNotice(
  db: Drizzle,
  connectionId: number,
  slackUserId: string,
  notice: NoticeContent,
  at: UtcMs,
  priority: Priority = PRIORITY.rest,
): void {
  carryOut(db, tell(randomUUID(), { connectionId, target: slackUserId }, notice, at, priority));
}

/** Slack accounts of the active users with the role admin; while nobody has it, the workspace's own admins. */
export function adminsOf(db: Drizzle, connectionId: number): string[] {
  if (!isKnownConnection(db, connectionId)) return [];
  const isAdmin = and(eq(users.role, 'admin'), eq(users.active, true));
  const hasAdmins = db.select({ id: users.id }).from(users).where(isAdmin).limit(1).get() !== undefined;
  const who = hasAdmins
    ? exists(
        db
          .select({ id: users.id })
          .from(users)
          .where(and(isAdmin, eq(users.accountEmail, slackIdentities.email))),
      )
    : eq(slackIdentities.isWorkspaceAdmin, true);
  return db
    .select({ account: slackIdentities, teamId: connections.teamId })
    .from(slackIdentities)
    .innerJoin(connections, eq(connections.id, slackIdentities.connectionId))
    .where(and(eq(slackIdentities.connectionId, connectionId), who))
    .all()
    .filter(({ account, teamId }) => teamId !== null && flawOf(account, teamId) === null)
    .map(({ account }) => account.slackUserId);
}
