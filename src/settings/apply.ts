import { consequencesOf, type NewSettings } from '../incidents/new-settings.ts';
import { parseSettings } from './parse.ts';
import { planChanges } from './plan.ts';
import { SettingsError } from './problems.ts';
import { namesIn } from './references.ts';
import { touchedBy } from './touched.ts';
import type { Applied, SettingsWriter } from './writer.ts';

export interface ApplyOptions {
  /** Also take away what the file's sections no longer name (see `planChanges`). */
  prune: boolean;
  /** Only say what would change. */
  dryRun: boolean;
  /** Open incidents that climb an older version of their policy start over, with the policy as it is now. */
  restartEscalations?: boolean;
}

/**
 * Makes the database say what an opsknight.yml says, and returns what that changed: nothing the second time. Open
 * incidents have what it means for them in the same transaction. `touched`: how many each of the changes is about.
 * Throws a SettingsError with every problem of the file; then nothing was written.
 */
export async function applySettings(
  writer: SettingsWriter,
  text: string,
  { prune, dryRun, restartEscalations = false }: ApplyOptions,
): Promise<Applied & { touched: number[] }> {
  const current = await writer.read();
  const parsed = parseSettings(text, namesIn(current));
  if (!parsed.ok) throw new SettingsError(parsed.problems);
  let seen: NewSettings | undefined;
  const applied = await writer.apply(
    (now) => planChanges(parsed.document, now, { prune }),
    (_changes, settings) => {
      seen = settings;
      return consequencesOf({ ...settings, restartsEscalations: restartEscalations });
    },
    dryRun,
  );
  // Only words for the operator: nobody has to wait for them with the database locked.
  const touched = applied.changes.map((change) => (seen ? touchedBy(change, seen, current) : 0));
  return { ...applied, touched };
}
