import { and, asc, eq, like } from 'drizzle-orm';
import type { Clock } from '../../lib/clock.ts';
import type { UserGroupStore } from '../../oncall/user-group-store.ts';
import { everyStep, peopleIn } from '../../settings/schema/runbooks/operations.ts';
import type { ScheduleEntry } from '../../settings/schema/schedules.ts';
import { documents, slackUserGroups, userGroupFailures } from '../schema/index.ts';
import type { Database } from './database.ts';
import { adminsOf, queueNotice } from './notices.ts';
import { reference } from './reference.ts';

export function sqliteUserGroupStore({ db, write }: Database, clock: Clock): UserGroupStore {
  const isFailure = (connectionId: number, userGroup: string) =>
    and(eq(userGroupFailures.connectionId, connectionId), eq(userGroupFailures.userGroup, userGroup));

  return {
    async wanted() {
      const wanted = new Map<string, string[]>();
      const entries = db.select({ body: documents.body }).from(documents).where(eq(documents.kind, 'schedule')).all();
      for (const { body } of entries) {
        const { name, user_group } = body as ScheduleEntry; // only `apply` writes documents, after validating them
        if (user_group !== null) wanted.set(user_group, [...(wanted.get(user_group) ?? []), name]);
      }
      return wanted;
    },
    async areCalled() {
      const calling = and(eq(documents.kind, 'escalation_policy'), like(documents.body, '%"usergroup:%'));
      if (db.select({ name: documents.name }).from(documents).where(calling).get()) return true;
      const { services, workspaces, runbooks } = reference(db);
      const named = runbooks.flatMap(({ steps }) => everyStep(steps).flatMap(peopleIn));
      if (named.some((one) => one.startsWith('@') && one !== '@oncall')) return true;
      const policies = [...services.values(), ...workspaces.map(({ settings }) => settings)].map(
        ({ mention }) => mention,
      );
      return policies.some((policy) =>
        Object.values(policy).some((names) => names.some((name) => name.startsWith('@'))),
      );
    },
    async known(connectionId) {
      const { id, handle, members } = slackUserGroups;
      return db
        .select({ id, handle, members })
        .from(slackUserGroups)
        .where(eq(slackUserGroups.connectionId, connectionId))
        .orderBy(asc(handle))
        .all();
    },
    async replace(connectionId, groups) {
      await write(() => {
        db.delete(slackUserGroups).where(eq(slackUserGroups.connectionId, connectionId)).run();
        for (const group of groups) {
          db.insert(slackUserGroups)
            .values({ connectionId, ...group })
            .run();
        }
      });
    },
    async written(connectionId, userGroup, { id, members }) {
      await write(() => {
        db.update(slackUserGroups)
          .set({ members })
          .where(and(eq(slackUserGroups.connectionId, connectionId), eq(slackUserGroups.id, id)))
          .run();
        db.delete(userGroupFailures).where(isFailure(connectionId, userGroup)).run();
      });
    },
    async failures(connectionId) {
      const { userGroup, members, code } = userGroupFailures;
      return db
        .select({ userGroup, members, code })
        .from(userGroupFailures)
        .where(eq(userGroupFailures.connectionId, connectionId))
        .all();
    },
    async failed(connectionId, { userGroup, members, code }) {
      await write(() => {
        const at = clock.now();
        const known = db.select().from(userGroupFailures).where(isFailure(connectionId, userGroup)).get();
        db.delete(userGroupFailures).where(isFailure(connectionId, userGroup)).run();
        db.insert(userGroupFailures).values({ connectionId, userGroup, members, code, at }).run();
        if (known?.code === code) return; // the admins know
        for (const admin of adminsOf(db, connectionId)) {
          queueNotice(db, connectionId, admin, { kind: 'user_group_closed', userGroup, code }, at);
        }
      });
    },
    async forgetFailures(connectionId) {
      await write(() => {
        db.update(userGroupFailures).set({ members: [] }).where(eq(userGroupFailures.connectionId, connectionId)).run();
      });
    },
  };
}
