import type { SettingsChange } from './changes.ts';
import { parseSettings } from './parse.ts';
import { planChanges } from './plan.ts';
import { SettingsError } from './problems.ts';
import { namesIn } from './references.ts';
import type { SettingsWriter } from './writer.ts';

export interface ApplyOptions {
  /** Also take away what the file's sections no longer name (see `planChanges`). */
  prune: boolean;
  /** Only say what would change. */
  dryRun: boolean;
}

/**
 * Makes the database say what an opsknight.yml says, and returns what that changed: nothing the second time.
 * Throws a SettingsError with every problem of the file; then nothing was written.
 */
export async function applySettings(
  writer: SettingsWriter,
  text: string,
  { prune, dryRun }: ApplyOptions,
): Promise<SettingsChange[]> {
  const current = await writer.read();
  const parsed = parseSettings(text, namesIn(current));
  if (!parsed.ok) throw new SettingsError(parsed.problems);
  if (dryRun) return planChanges(parsed.document, current, { prune });
  return await writer.apply((now) => planChanges(parsed.document, now, { prune }));
}
