import { basename } from 'node:path';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { parseSettings } from '../../settings/parse.ts';
import { formatProblem, type Problem } from '../../settings/problems.ts';
import { namesIn } from '../../settings/references.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import type { Storage } from '../../storage/storage.ts';
import { CommandError } from '../report.ts';
import { readSettingsFile } from '../settings-file.ts';
import { count, print, say } from '../terminal.ts';
import { withStorage } from '../with-storage.ts';

/** `opsknight runbook validate <files>`: every mistake where it is; nothing is changed or sent. */
export async function validateRunbooks(files: string[]): Promise<void> {
  await withStorage(async (storage) => {
    const known = await knownNames(storage);
    let mistakes = 0;
    let runbooks = 0;
    for (const file of files) {
      const text = await readSettingsFile(file, 'Nothing was checked.');
      const parsed = parseSettings(text, known.names, basename(file));
      const problems = parsed.ok ? [] : parsed.problems;
      for (const problem of problems) print(inFile(file, problem));
      mistakes += problems.length;
      const found = parsed.ok ? (parsed.document.runbooks ?? []) : [];
      runbooks += found.length;
      const unmet = found.flatMap((one) => unmetIn(one, known));
      for (const line of unmet) print(`${file}: ${line}`);
      mistakes += unmet.length;
    }
    if (mistakes > 0) throw new CommandError(`${count(mistakes, 'mistake')} in ${count(files.length, 'file')}.`);
    say(`${count(runbooks, 'runbook')} in ${count(files.length, 'file')}: nothing wrong.`);
  });
}

/** `runbooks/a.yml:3:5: runbooks[0].steps[1] …` */
function inFile(file: string, { place, ...problem }: Problem): string {
  const { line, column } = place ?? { line: 1, column: 1 };
  return `${file}:${line}:${column}: ${formatProblem({ ...problem, place: null })}`;
}

interface Known {
  names: Parameters<typeof parseSettings>[1];
  /** What Slack has told so far; null where it has told nothing. */
  channels: ReadonlySet<string> | null;
  userGroups: readonly string[] | null;
  users: readonly { name: string; email: string }[];
}

async function knownNames(storage: Storage): Promise<Known> {
  const current = await storage.settingsWriter.read();
  const { id } = await storage.connections.primary();
  const isListed = (await storage.connections.channelsListedAt(id)) !== null;
  const shown = isListed
    ? [...(await storage.connections.publicChannels(id)), ...(await storage.connections.privateChannels(id))]
    : [];
  const groups = await storage.userGroups.known(id);
  return {
    names: { ...namesIn(current), connected: current.connected },
    channels: isListed ? new Set(shown.map(({ name }) => name)) : null,
    userGroups: groups.length > 0 ? groups.map(({ handle }) => handle) : null,
    users: current.users,
  };
}

/** What a runbook names that Slack and the settings do not have. */
function unmetIn({ name, steps }: RunbookEntry, { channels, userGroups, users }: Known): string[] {
  return steps.flatMap((step, index) => {
    const at = `runbook ${JSON.stringify(name)}, step ${index + 1}:`;
    if (step.action === 'slack.create_channel') {
      return step.add_users.flatMap((one) => unmetPerson(one, userGroups, users)).map((words) => `${at} ${words}`);
    }
    if (!('channel' in step) || !step.channel.startsWith('#') || step.channel.includes('[') || !channels) return [];
    const channel = step.channel.slice(1).toLowerCase();
    if (channels.has(channel)) return [];
    return [`${at} there is no channel #${channel} that OpsKnight can see.${didYouMean(channel, channels)}`];
  });
}

function unmetPerson(one: string, userGroups: Known['userGroups'], users: Known['users']): string[] {
  if (one === '@oncall' || one.startsWith('schedule:')) return [];
  if (one.startsWith('@')) {
    const handle = one.slice(1);
    if (!userGroups || userGroups.some((known) => known.toLowerCase() === handle.toLowerCase())) return [];
    return [`there is no user group ${one} in Slack.${didYouMean(handle, userGroups)}`];
  }
  const isUser = users.some(({ name, email }) => [name, email].some((its) => its.toLowerCase() === one.toLowerCase()));
  if (isUser || one.includes('@')) return [];
  const names = users.map((user) => user.name);
  return [`nobody in opsknight.yml is called ${JSON.stringify(one)}.${didYouMean(one, names)}`];
}
