import { setTimeout as sleep } from 'node:timers/promises';
import type { Author } from '../people/author.ts';
import type { SettingsChange } from './changes.ts';
import { asOne, readFiles, type SettingsFile } from './files.ts';
import { addEffects, consequencesOf, type Effects, noEffects } from './new-settings.ts';
import { type Ownership, ownershipChange } from './owned.ts';
import { planChanges } from './plan.ts';
import { awaitedHeartbeats, namesIn } from './references.ts';
import { touchedBy } from './touched.ts';
import type { Applied, CurrentSettings, SettingsWriter } from './writer.ts';

/** As many open incidents as can be written without anybody noticing that the database is locked meanwhile. */
export const PORTION = 200;
/** Between two portions, in milliseconds: longer than an app waits before it tries again to write. */
export const REST = 150;

export interface ApplyOptions {
  /** Who applies it. */
  by: Author;
  ownership?: Ownership;
  /** Also take away what the file's sections no longer name (see `planChanges`). */
  prune: boolean;
  /** Only say what would change. */
  dryRun: boolean;
  /** Open incidents that climb an older version of their policy start over, with the policy as it is now. */
  restartEscalations?: boolean;
}

/** What `apply` has to tell. */
export interface Report {
  changes: SettingsChange[];
  /** On open incidents. */
  effects: Effects;
  /** How many open incidents each of the changes is about. */
  touched: number[];
  /** Heartbeats that routing rules of the file name, and that don't exist yet. */
  awaited: string[];
}

/**
 * Makes the database say what an opsknight.yml says, and returns what that changed: nothing the second time. Then the open
 * incidents have what it means for them, a portion at a time, so that a running app can write in between. Killed before
 * that is done, it goes on when anything is applied again, or when the app looks (`finishApplying`).
 * Throws a SettingsError with every problem of the file; then nothing was written.
 */
export function applySettings(
  writer: SettingsWriter,
  text: string,
  { file = 'opsknight.yml', ...options }: ApplyOptions & { file?: string },
): Promise<Report> {
  return applyFiles(writer, [{ name: file, text }], options);
}

/** The same of several files, which are one: all of them are applied, or nothing is. */
export async function applyFiles(
  writer: SettingsWriter,
  files: readonly SettingsFile[],
  { by, ownership = null, prune, dryRun, restartEscalations = false }: ApplyOptions,
): Promise<Report> {
  const current = await writer.read();
  const stored = namesIn(current);
  const read = readFiles(files, { ...stored, connected: current.connected });
  const document = asOne(read);
  const applying = { isDryRun: dryRun, restartsEscalations: restartEscalations, by, takesBack: null };
  const applied = await writer.apply(
    (now) => ({
      changes: planChanges(document, now, { prune }),
      owns: read.map((file) => ownershipChange(file.document, now.owned, { file: file.name, ownership })),
    }),
    applying,
  );
  const touched = await countTouched(writer, applied, current);
  const effects = dryRun ? await foresee(writer, applied, restartEscalations) : await finishApplying(writer);
  const awaited = awaitedHeartbeats(document, { ...stored, ...namesIn(document) });
  return { changes: applied.changes, effects, touched, awaited };
}

/** Only words for the operator: nobody has to wait for them with the database locked. */
async function countTouched(writer: SettingsWriter, applied: Applied, current: CurrentSettings): Promise<number[]> {
  const touched = applied.changes.map(() => 0);
  if (touched.length === 0) return touched;
  for await (const live of portions(writer)) {
    for (const [index, change] of applied.changes.entries()) {
      touched[index] = (touched[index] ?? 0) + touchedBy(change, { ...applied, live }, current);
    }
  }
  return touched;
}

async function foresee(writer: SettingsWriter, applied: Applied, restartsEscalations: boolean): Promise<Effects> {
  const effects = noEffects();
  for await (const live of portions(writer)) {
    addEffects(effects, consequencesOf({ ...applied, live, restartsEscalations }).effects);
  }
  return effects;
}

/** Lets open incidents have what new settings mean for them, as far as they have not; also after an `apply` that was killed. */
export async function finishApplying(writer: SettingsWriter): Promise<Effects> {
  const effects = noEffects();
  for (;;) {
    const followed = await writer.follow(consequencesOf, PORTION);
    addEffects(effects, followed.effects);
    if (followed.isDone) return effects;
    await sleep(REST);
  }
}

async function* portions(writer: SettingsWriter) {
  for (let after = 0; ; ) {
    const live = await writer.live({ after, limit: PORTION });
    const last = live.at(-1);
    if (!last) return;
    yield live;
    after = last.number;
  }
}
