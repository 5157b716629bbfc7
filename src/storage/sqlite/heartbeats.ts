import { and, eq, max } from 'drizzle-orm';
import type { Heard, Heartbeat } from '../../heartbeats/heartbeat.ts';
import type { HeartbeatStore } from '../../heartbeats/store.ts';
import type { CommitGuards } from '../../incidents/store.ts';
import type { Clock, UtcMs } from '../../lib/clock.ts';
import { heartbeatAttendance, heartbeats } from '../schema/index.ts';
import type { Database, Drizzle } from './database.ts';
import { later, prepared } from './prepared.ts';
import { reference } from './reference.ts';

const ONLY = 1;

const statements = prepared((db) => ({ heard: later(() => db.select().from(heartbeats).prepare()) }));

export function sqliteHeartbeatStore({ db, write }: Database, clock: Clock): HeartbeatStore {
  return {
    async list() {
      return list(db);
    },
    async beat(id) {
      return await write(() => {
        const missed = and(eq(heartbeats.id, id), eq(heartbeats.isMissed, true));
        if (db.select({ id: heartbeats.id }).from(heartbeats).where(missed).get()) return false;
        noteBeat(db, id, clock.now());
        return true;
      });
    },
    async restart(id) {
      await write(() => noteBeat(db, id, clock.now()));
    },
    async attend({ tolerance, afterAbsence }) {
      if (lastHere(db) === null) return; // nothing to write down as long as nothing beats
      await write(() => {
        const now = clock.now();
        const from = lastHere(db) ?? now;
        if (now - from > tolerance) {
          for (const heartbeat of list(db)) {
            if (heartbeat.heard) keep(db, heartbeat.id, afterAbsence(heartbeat, heartbeat.heard, { from, to: now }));
          }
        }
        db.insert(heartbeatAttendance)
          .values({ id: ONLY, at: now })
          .onConflictDoUpdate({ target: heartbeatAttendance.id, set: { at: now } })
          .run();
      });
    },
  };
}

function list(db: Drizzle): Heartbeat[] {
  const heard = new Map(
    statements(db)
      .heard()
      .all()
      .map(({ id, ...rest }) => [id, rest]),
  );
  return reference(db).heartbeats.map((settings) => ({ ...settings, heard: heard.get(settings.id) ?? null }));
}

/** The app has heard whatever it has written down. Null while nothing has ever beaten. */
function lastHere(db: Drizzle): UtcMs | null {
  const latest =
    db
      .select({ at: max(heartbeats.beatAt) })
      .from(heartbeats)
      .get()?.at ?? null;
  if (latest === null) return null;
  const attended = db.select().from(heartbeatAttendance).where(eq(heartbeatAttendance.id, ONLY)).get();
  return Math.max(latest, attended?.at ?? latest);
}

/** It beats, and everything counts from here; nothing where `apply` has just taken it away. */
export function noteBeat(db: Drizzle, id: number, beatAt: UtcMs): void {
  if (!reference(db).heartbeats.some((known) => known.id === id)) return;
  keep(db, id, { beatAt, allowed: 0, isExcused: false, isMissed: false });
}

/** @returns false when it has beaten since, has been given more time, or is missed already. */
export function noteMissed(
  db: Drizzle,
  { id, beatAt, allowed }: NonNullable<CommitGuards['missedHeartbeat']>,
): boolean {
  const noted = db
    .update(heartbeats)
    .set({ isMissed: true })
    .where(
      and(
        eq(heartbeats.id, id),
        eq(heartbeats.beatAt, beatAt),
        eq(heartbeats.allowed, allowed),
        eq(heartbeats.isMissed, false),
      ),
    )
    .run();
  return noted.changes > 0;
}

function keep(db: Drizzle, id: number, heard: Heard): void {
  db.insert(heartbeats)
    .values({ id, ...heard })
    .onConflictDoUpdate({ target: heartbeats.id, set: heard })
    .run();
}
