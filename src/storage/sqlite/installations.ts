import { and, asc, eq, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import type { AdminNotice } from '../../notifications/types.ts';
import type { Connection } from '../../slack/directory/store.ts';
import type { Installation, InstallationStore, SealedTokens, Team } from '../../slack/installations/store.ts';
import { connections, installations, usedOauthStates } from '../schema/index.ts';
import { connectionColumns, endConnections, isPrimary } from './connection-rows.ts';
import type { Database, Drizzle } from './database.ts';
import { adminsOf, queueNotice } from './notices.ts';
import { secretFor } from './secrets.ts';

const STATES = 'oauth_states';

export function sqliteInstallationStore(database: Database): InstallationStore {
  const { db, write } = database;
  return {
    async install({ tokens, ...installation }, teams, takesPrimary) {
      return await write(() => {
        const row = { ...installation, ...columnsOf(tokens), refusedAt: null };
        const { id } = db
          .insert(installations)
          .values(row)
          .onConflictDoUpdate({ target: installations.ownerId, set: row })
          .returning({ id: installations.id })
          .get();
        return connect(db, { id, ...installation }, teams, takesPrimary);
      });
    },
    async grant(installationId, teams, at) {
      return await write(() => {
        const installation = db.select().from(installations).where(eq(installations.id, installationId)).get();
        return installation ? connect(db, { ...installation, installedAt: at }, teams, false) : [];
      });
    },
    async all() {
      return db.select().from(installations).orderBy(asc(installations.id)).all().map(toInstallation);
    },
    async byId(id) {
      const row = db.select().from(installations).where(eq(installations.id, id)).get();
      return row ? toInstallation(row) : null;
    },
    async replaceTokens(id, before, after) {
      return await write(() => {
        const isAsBefore = and(eq(installations.id, id), eq(installations.accessToken, before.accessToken));
        const fresh = { ...columnsOf(after), refusedAt: null };
        return db.update(installations).set(fresh).where(isAsBefore).run().changes > 0;
      });
    },
    async refuseTokens(id, { accessToken }, at) {
      await write(() => {
        const areThese = and(
          eq(installations.id, id),
          eq(installations.accessToken, accessToken),
          isNull(installations.refusedAt),
        );
        const one = db.update(installations).set({ refusedAt: at }).where(areThese).returning().get();
        if (!one) return;
        const goesOn = (connection: Connected) => connection.installationId !== id || at < (one.expiresAt ?? at);
        tellAdmins(db, goesOn, { kind: 'token_expires', workspace: one.name, at: one.expiresAt ?? at }, at);
      });
    },
    async end({ id, tokens }, connectionIds, reason, at) {
      return await write(() => {
        const current = db.select().from(installations).where(eq(installations.id, id)).get();
        if (current?.accessToken !== tokens.accessToken) return [];
        const ended = endConnections(db, connectionIds, reason, at);
        for (const one of ended) tellOthers(db, one, 'workspace_ended', at);
        return ended;
      });
    },
    async useState(hash, expiresAt, now) {
      return await write(() => {
        db.delete(usedOauthStates).where(lte(usedOauthStates.expiresAt, now)).run();
        return db.insert(usedOauthStates).values({ hash, expiresAt }).onConflictDoNothing().run().changes > 0;
      });
    },
    stateSecret: () => secretFor(database, STATES),
  };
}

type Installed = Pick<Installation, 'id' | 'botUserId' | 'installedAt'>;

/** Inside a transaction: the workspaces that an installation is for have a connection each. */
function connect(db: Drizzle, installed: Installed, teams: Team[], takesPrimary: boolean): Connection[] {
  const connected = teams.map((team, index) => connectOne(db, installed, team, takesPrimary && index === 0));
  const granted = new Set(connected.map(({ id }) => id));
  const before = db
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.installationId, installed.id), isNull(connections.endedAt)))
    .all()
    .filter(({ id }) => !granted.has(id));
  endConnections(
    db,
    before.map(({ id }) => id),
    'not_granted',
    installed.installedAt,
  );
  return connected;
}

function connectOne(
  db: Drizzle,
  { id, botUserId, installedAt }: Installed,
  team: Team,
  takesPrimary: boolean,
): Connection {
  const values = {
    installationId: id,
    teamId: team.id,
    teamName: team.name,
    botUserId,
    endedAt: null,
    endReason: null,
  };
  const known = connectionOfTeam(db, team.id) ?? (takesPrimary ? unclaimedPrimary(db) : undefined);
  if (!known) {
    const added = db.insert(connections).values(values).returning(connectionColumns).get();
    tellOthers(db, added.id, 'workspace_connected', installedAt);
    return added;
  }
  return db.update(connections).set(values).where(eq(connections.id, known.id)).returning(connectionColumns).get();
}

/** The organisation's connection, or one of OAuth's; a named one of the same workspace is another app's. */
function connectionOfTeam(db: Drizzle, teamId: string) {
  return db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.teamId, teamId),
        isNull(connections.name),
        or(isNotNull(connections.installationId), isPrimary),
      ),
    )
    .orderBy(asc(connections.id))
    .limit(1)
    .get();
}

function unclaimedPrimary(db: Drizzle) {
  return db
    .select({ id: connections.id })
    .from(connections)
    .where(and(isPrimary, isNull(connections.teamId), isNull(connections.installationId)))
    .get();
}

type Connected = typeof connections.$inferSelect;

/** The admins of the organisation's connection hear of the others; while it has ended itself, those of the first that goes on. */
function tellOthers(db: Drizzle, about: number, kind: 'workspace_connected' | 'workspace_ended', at: UtcMs): void {
  const { teamName, teamId } = db.select().from(connections).where(eq(connections.id, about)).get() ?? {};
  tellAdmins(db, ({ id }) => id !== about, { kind, workspace: teamName ?? teamId ?? 'without a name' }, at);
}

/** Owes the admins of the first of these connections a word. */
function tellAdmins(db: Drizzle, isOne: (connection: Connected) => boolean, notice: AdminNotice, at: UtcMs): void {
  const all = db.select().from(connections).where(isNull(connections.endedAt)).orderBy(asc(connections.id)).all();
  const first = all.find(isOne);
  if (!first) return;
  for (const admin of adminsOf(db, first.id)) queueNotice(db, first.id, admin, notice, at);
}

function columnsOf({ accessToken, rotation }: SealedTokens) {
  const { refreshToken = null, refreshAt = null, expiresAt = null } = rotation ?? {};
  return { accessToken, refreshToken, refreshAt, expiresAt };
}

function toInstallation(row: typeof installations.$inferSelect): Installation {
  const { accessToken, refreshToken, refreshAt, expiresAt, ...rest } = row;
  const expires = refreshToken !== null && refreshAt !== null && expiresAt !== null;
  return { ...rest, tokens: { accessToken, rotation: expires ? { refreshToken, refreshAt, expiresAt } : null } };
}
