import { readFile } from 'node:fs/promises';
import type { Effects } from '../incidents/new-settings.ts';
import { incidentKey } from '../incidents/types.ts';
import { type ApplyOptions, applySettings } from '../settings/apply.ts';
import { describeChange } from '../settings/changes.ts';
import { SettingsError } from '../settings/problems.ts';
import { sqliteSettingsWriter } from '../store/sqlite/settings-writer.ts';
import { CommandError } from './report.ts';
import { count, print, say } from './terminal.ts';
import { withDatabase } from './with-database.ts';

/** `opsknight apply <file>`: every change on stdout, what became of it on stderr. */
export async function apply(file: string, options: ApplyOptions): Promise<void> {
  const text = await readSettingsFile(file);
  await withDatabase(async (database) => {
    const { changes, effects } = await applySettings(sqliteSettingsWriter(database), text, options).catch(
      (error: unknown) => {
        throw error instanceof SettingsError ? refusal(file, error) : error;
      },
    );
    for (const change of changes) print(describeChange(change));
    say([outcome(changes.length, options.dryRun), ...effectsInWords(effects, options.dryRun)].join('\n'));
  });
}

async function readSettingsFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} can't be read: ${reason}\nNothing was changed.`);
  }
}

function refusal(file: string, { problems, message }: SettingsError): CommandError {
  return new CommandError(`${file} has ${count(problems.length, 'problem')}; nothing was changed.\n\n${message}`);
}

function outcome(changes: number, dryRun: boolean): string {
  if (changes === 0) return 'Nothing to change: the database says the same already.';
  if (dryRun) return `${count(changes, 'change')} to make. This was a dry run: nothing was changed.`;
  return `${count(changes, 'change')} made. A running OpsKnight uses the new settings from now on.`;
}

/** What the changes mean for open incidents, a line for each kind of it. */
function effectsInWords({ newTargets, breached, started, restarted, older }: Effects, dryRun: boolean): string[] {
  const would = dryRun ? 'would ' : '';
  const lines: [numbers: number[], words: string][] = [
    [newTargets, `${would}have other SLA targets from now on`],
    [breached, dryRun ? 'would be over a target at once' : 'are over a target at once'],
    [started, `${would}begin to escalate`],
    [restarted, `${would}start over with the policy as it is now`],
    [older, 'climb an older copy of their policy to its end; --restart-escalations starts them over with the new one'],
  ];
  return lines.flatMap(([numbers, words]) =>
    numbers.length > 0 ? [`${count(numbers.length, 'open incident')} (${listed(numbers)}) ${words}.`] : [],
  );
}

/** Enough to see which are meant. */
const MAX_LISTED = 5;

function listed(numbers: number[]): string {
  const more = numbers.length - MAX_LISTED;
  return [...numbers.slice(0, MAX_LISTED).map(incidentKey), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
