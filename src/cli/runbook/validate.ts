import { basename } from 'node:path';
import type { Config } from '../../config.ts';
import { client } from '../../doctor/doctor.ts';
import { grantedScopes } from '../../doctor/tokens.ts';
import { readActions } from '../../outside/runbooks/actions.ts';
import { useProxyOfEnvironment } from '../../proxy.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { parseSettings } from '../../settings/parse.ts';
import { formatProblem, type Problem } from '../../settings/problems.ts';
import { namesIn } from '../../settings/references.ts';
import { everyStep, operationOf, peopleIn, type Step } from '../../settings/schema/runbooks/operations.ts';
import type { RunbookEntry } from '../../settings/schema/runbooks/runbook.ts';
import type { Storage } from '../../storage/storage.ts';
import { CommandError } from '../report.ts';
import { readSettingsFile } from '../settings-file.ts';
import { count, print, say } from '../terminal.ts';
import { withStorage } from '../with-storage.ts';

/** `opsknight runbook validate <files>`: every mistake where it is; nothing is changed or sent. */
export async function validateRunbooks(files: string[]): Promise<void> {
  useProxyOfEnvironment(process.env);
  await withStorage(async (storage, config) => {
    const known = await knownNames(storage, config);
    if (known.scopes === null && config.slack.botToken !== null) {
      say('Slack does not say which permissions the token has: they were not checked.');
    }
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
  /** What Slack grants the app; null when that is not known. */
  scopes: readonly string[] | null;
  /** What runbooks may run on this machine. */
  actions: readonly string[];
}

async function knownNames(storage: Storage, config: Config): Promise<Known> {
  const { botToken } = config.slack;
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
    scopes: botToken === null ? null : await grantedScopes(client(config, botToken)),
    actions: (await readActions(config.runbookActions)).map(({ name }) => name),
  };
}

/** What a runbook names that Slack and the settings do not have. */
function unmetIn({ name, steps }: RunbookEntry, { channels, userGroups, users, scopes, actions }: Known): string[] {
  return steps.flatMap((outermost, index) => {
    const unmet = everyStep([outermost]).flatMap((step) => [
      ...peopleIn(step).flatMap((one) => unmetPerson(one, userGroups, users)),
      ...('channel' in step ? unmetChannel(step.channel, channels) : []),
      ...(scopes === null ? [] : lacking(step, scopes)),
      ...(step.action === 'run_action' && !actions.includes(step.name) ? [unregistered(step.name, actions)] : []),
    ]);
    return unmet.map((words) => `runbook ${JSON.stringify(name)}, step ${index + 1}: ${words}`);
  });
}

function lacking(step: Step, scopes: readonly string[]): string[] {
  return operationOf(step)
    .scopes.filter((scope) => !scopes.includes(scope))
    .map((scope) => `${step.action} needs the permission ${scope}, which Slack does not grant the app.`);
}

function unregistered(name: string, actions: readonly string[]): string {
  return `no action ${JSON.stringify(name)} is registered on this machine (RUNBOOK_ACTIONS).${didYouMean(name, actions)}`;
}

function unmetChannel(written: string, channels: Known['channels']): string[] {
  if (!written.startsWith('#') || written.includes('[') || !channels) return [];
  const channel = written.slice(1).toLowerCase();
  if (channels.has(channel)) return [];
  return [`there is no channel #${channel} that OpsKnight can see.${didYouMean(channel, channels)}`];
}

function unmetPerson(one: string, userGroups: Known['userGroups'], users: Known['users']): string[] {
  if (one === '@oncall' || one.startsWith('schedule:') || one.includes('[')) return [];
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
