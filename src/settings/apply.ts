import { consequencesOf } from '../incidents/new-settings.ts';
import { parseSettings } from './parse.ts';
import { planChanges } from './plan.ts';
import { SettingsError } from './problems.ts';
import { namesIn } from './references.ts';
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
 * incidents have what it means for them in the same transaction.
 * Throws a SettingsError with every problem of the file; then nothing was written.
 */
export async function applySettings(
  writer: SettingsWriter,
  text: string,
  { prune, dryRun, restartEscalations = false }: ApplyOptions,
): Promise<Applied> {
  const current = await writer.read();
  const parsed = parseSettings(text, namesIn(current));
  if (!parsed.ok) throw new SettingsError(parsed.problems);
  return await writer.apply(
    (now) => planChanges(parsed.document, now, { prune }),
    (settings) => consequencesOf({ ...settings, restartsEscalations: restartEscalations }),
    dryRun,
  );
}
