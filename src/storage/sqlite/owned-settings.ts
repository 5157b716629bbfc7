import { and, asc, count, eq } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import type { Author } from '../../people/author.ts';
import type { OwnedSetting, OwnershipChange, SettingName } from '../../settings/owned.ts';
import { ownedSettings } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import type { Drizzle } from './database.ts';

export function readOwned(db: Drizzle): OwnedSetting[] {
  const { appliedBy: by, section, name, file, at } = ownedSettings;
  return db.select({ section, name, file, by, at }).from(ownedSettings).orderBy(asc(section), asc(name)).all();
}

/** Inside the transaction of the settings: what belongs to a file from now on. It is logged when that is another number of settings. */
export function writeOwnership(
  db: Drizzle,
  { file, takes, gives }: OwnershipChange,
  { by, at }: { by: Author; at: UtcMs },
): void {
  const before = countOf(db, file);
  for (const setting of gives) disown(db, setting);
  for (const { section, name } of takes) {
    const row = { section, name, file, appliedBy: by, at };
    db.insert(ownedSettings)
      .values(row)
      .onConflictDoUpdate({ target: [ownedSettings.section, ownedSettings.name], set: row })
      .run();
  }
  const after = countOf(db, file);
  if (before === after) return;
  const [was, is] = [before, after].map((owns) => ({ owns }));
  noteInAudit(
    db,
    { by, at },
    { section: 'files', name: file, before: was ?? null, after: is ?? null, takesBack: null },
  );
}

/** What is no more belongs to nobody. */
export function disown(db: Drizzle, { section, name }: SettingName): void {
  db.delete(ownedSettings)
    .where(and(eq(ownedSettings.section, section), eq(ownedSettings.name, name)))
    .run();
}

function countOf(db: Drizzle, file: string): number {
  const [counted] = db.select({ settings: count() }).from(ownedSettings).where(eq(ownedSettings.file, file)).all();
  return counted?.settings ?? 0;
}
