import { isDeepStrictEqual } from 'node:util';
import { and, eq, gt } from 'drizzle-orm';
import type { AuditEntry } from '../../audit/entry.ts';
import type { OverrideTakenBack } from '../../audit/store.ts';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { DutyNotice } from '../../notifications/types.ts';
import { isSameName } from '../../oncall/targets.ts';
import type { Override } from '../../oncall/types.ts';
import type { Actor } from '../../people/actor.ts';
import type { Author } from '../../people/author.ts';
import { personTarget } from '../../people/page-target.ts';
import type { FileForm } from '../../settings/file-form.ts';
import { type OverrideEntry, toOverride, toOverrideEntry } from '../../settings/schedule.ts';
import { auditEntries, overrides } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import type { Drizzle } from './database.ts';
import { scheduleIdOf } from './documents.ts';
import { queueNotice } from './notices.ts';
import { reference } from './reference.ts';

/**
 * Inside a transaction: an override that was made in Slack ends, or one that was ended there comes again, for what is left of its time.
 * Whoever is put on call by it, or is not any more, is told, unless it is themselves who do it.
 */
export function takeBackOverride(
  db: Drizzle,
  { id, name, before, after }: AuditEntry,
  by: Author,
  now: UtcMs,
): OverrideTakenBack {
  const undone = db.select({ id: auditEntries.id }).from(auditEntries).where(eq(auditEntries.takesBack, id)).get();
  if (undone) return 'changed_since';
  const { schedules, users } = reference(db).directory;
  const schedule = schedules.find((one) => isSameName(one.name, name));
  const scheduleId = scheduleIdOf(db, name);
  if (!schedule || scheduleId === null) return 'gone';
  const { timezone } = schedule;
  const emailOf = (userId: number) => users.find((user) => user.id === userId)?.email;
  const inWords = (one: Override) => toOverrideEntry(one, timezone, emailOf);
  const live = db
    .select()
    .from(overrides)
    .where(and(eq(overrides.scheduleId, scheduleId), gt(overrides.to, now)))
    .all();
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const note = (was: Override | null, is: Override | null) => {
    const [beforeIt, afterIt] = [was && inWords(was), is && inWords(is)] as (FileForm | null)[];
    const change = {
      section: 'overrides',
      name: schedule.name,
      before: beforeIt ?? null,
      after: afterIt ?? null,
    } as const;
    noteInAudit(db, { by, at: now }, { ...change, takesBack: id });
  };
  const tell = ({ userId, to }: Override, from: UtcMs, notice: (span: Span) => DutyNotice | null) => {
    const user = users.find((one) => one.id === userId);
    const isThemselves = by.kind === 'person' && by.userId === userId;
    const words = notice({ schedule: schedule.name, timezone, from: Math.max(from, minute), to });
    if (user && words && !isThemselves)
      queueNotice(db, user.connectionId, personTarget(user), words, now, PRIORITY.human);
  };

  if (before === null) {
    const made = live.find((one) => isDeepStrictEqual(inWords(one), after));
    if (!made) return 'changed_since';
    const its = eq(overrides.id, made.id);
    // What was is kept: people look back at who was on call.
    const ended = made.from < minute ? { ...made, to: minute } : null;
    if (ended) db.update(overrides).set({ to: minute }).where(its).run();
    else db.delete(overrides).where(its).run();
    note(made, ended);
    tell(made, made.from, (span) => (by.kind === 'person' ? { kind: 'override_ended', by, ...span } : null));
    return 'taken_back';
  }

  const active = new Map(users.filter((user) => user.active).map((user) => [user.email, user.id]));
  const was = toOverride(before as OverrideEntry, timezone, (email) => active.get(email));
  if (!was) return 'gone';
  if (was.to <= minute) return 'over';
  if (live.some((one) => isDeepStrictEqual(inWords(one), before))) return 'changed_since';
  const again = { ...was, from: Math.max(was.from, minute) };
  const { id: overrideId } = db
    .insert(overrides)
    .values({ ...again, scheduleId, madeBy: madeBy(by), madeAt: now })
    .returning({ id: overrides.id })
    .get();
  note(null, again);
  tell(again, again.from, (span) => ({ kind: 'put_on_call', id: overrideId, by: madeBy(by), ...span }));
  return 'taken_back';
}

interface Span {
  schedule: string;
  timezone: string;
  from: UtcMs;
  to: UtcMs;
}

/** What is done on the command line is nobody's in Slack. */
function madeBy(by: Author): Actor {
  return by.kind === 'command_line' ? { kind: 'monitor', name: by.user } : by;
}
