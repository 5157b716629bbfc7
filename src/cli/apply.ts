import { basename } from 'node:path';
import { incidentKey } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { RetentionStore } from '../records/store.ts';
import { applyFiles } from '../settings/apply.ts';
import { describeChange, type SettingsChange } from '../settings/changes.ts';
import type { Effects } from '../settings/new-settings.ts';
import type { Ownership } from '../settings/owned.ts';
import { SettingsError } from '../settings/problems.ts';
import { operator } from './operator.ts';
import { CommandError } from './report.ts';
import { readSettingsFile } from './settings-file.ts';
import { count, print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

export interface ApplyFlags {
  dryRun: boolean;
  prune: boolean;
  restartEscalations: boolean;
  lock: boolean;
  unlock: boolean;
}

/** `opsknight apply <files>`: together, or not at all. Every change on stdout, what became of it on stderr. */
export async function applyAll(paths: string[], { lock, unlock, ...flags }: ApplyFlags): Promise<void> {
  if (lock && unlock)
    throw new CommandError('--lock and --unlock are opposites: give one of them. Nothing was changed.');
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), text: await readSettingsFile(path) })),
  );
  const names = files.map(({ name }) => name).join(', ');
  const ownership = lock ? 'lock' : unlock ? 'unlock' : null;
  await withStorage(async (storage, _, clock) => {
    const { changes, effects, touched, awaited } = await applyFiles(storage.settingsWriter, files, {
      ...flags,
      by: operator(),
      ownership,
    }).catch((error: unknown) => {
      throw error instanceof SettingsError ? refusal(paths.join(', '), error) : error;
    });
    for (const [index, change] of changes.entries()) print(withIncidents(describeChange(change), touched[index] ?? 0));
    const texts = await textsInWords(changes, storage.retention, clock.now(), flags.dryRun);
    const words = [outcome(changes.length, flags.dryRun), ...effectsInWords(effects, flags.dryRun), ...texts];
    const notes = awaited.map(
      (name) =>
        `⚠️ routing names the heartbeat ${JSON.stringify(name)}, which does not exist: until it does, what that rule matches opens incidents.`,
    );
    say([...words, ...ownershipInWords(names, ownership, flags.dryRun), ...notes].join('\n'));
  });
}

/** What a new retention rule takes away for good. */
async function textsInWords(
  changes: readonly SettingsChange[],
  retention: RetentionStore,
  now: UtcMs,
  dryRun: boolean,
): Promise<string[]> {
  const change = changes.find((one) => one.section === 'retention');
  if (!change || change.after.textsAfter === null) return [];
  const due = await retention.countTexts(now - change.after.textsAfter);
  const verb = dryRun ? 'would be deleted' : 'are deleted';
  return [
    `The texts of ${count(due, 'incident')} that are over ${verb}, for good, by a running OpsKnight within an hour.`,
  ];
}

function ownershipInWords(file: string, ownership: Ownership, dryRun: boolean): string[] {
  if (!ownership || dryRun) return [];
  return ownership === 'lock'
    ? [`What ${file} names is changed there from now on; Slack says so, and changes none of it.`]
    : [`What ${file} names can be changed in Slack again.`];
}

/** A change as it is described, and how many open incidents it is about. */
function withIncidents(description: string, touched: number): string {
  if (touched === 0) return description;
  const [first, ...rest] = description.split('\n');
  return [`${first} (touches ${count(touched, 'open incident')})`, ...rest].join('\n');
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
  const would = (verb: string) => (dryRun ? `would ${verb}` : `${verb}s`);
  const lines: [numbers: number[], words: string][] = [
    [newTargets, `Another SLA target ${would('count')} at once for`],
    [breached, `A target that has passed already ${would('count')} as missed for`],
    [started, `Escalation ${would('begin')} for`],
    [restarted, `Escalation ${would('start')} over, with the policy as it is now, for`],
    [
      older,
      'An older copy of the policy is followed to its end (--restart-escalations starts over with the new one) by',
    ],
  ];
  return lines.flatMap(([numbers, words]) =>
    numbers.length > 0 ? [`${words} ${count(numbers.length, 'open incident')}: ${listed(numbers)}.`] : [],
  );
}

/** Enough to see which are meant. */
const MAX_LISTED = 5;

function listed(numbers: number[]): string {
  const more = numbers.length - MAX_LISTED;
  return [...numbers.slice(0, MAX_LISTED).map(incidentKey), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
