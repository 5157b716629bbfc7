import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { OutsideOutcome, OutsideSubject } from '../../runbooks/outside-steps.ts';
import { parseDuration } from '../../settings/duration.ts';
import { duration } from '../../settings/schema/values.ts';

const MAX_OUTPUT = 64 * 1024;
/** Of what later steps can name. */
const MAX_RESULT = 500;

/** What the operator lets runbooks run on the server: always the same command, with the same arguments. */
const action = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'must be letters, digits, - and _'),
  command: z
    .array(z.string())
    .min(1, 'must have the program first')
    .refine(([program = '']) => program.startsWith('/'), 'must begin with the whole path of a program'),
  timeout: duration.default('30s'),
  /** Whom it runs as; the app's own account without it. */
  user: z.strictObject({ uid: z.int().min(0), gid: z.int().min(0) }).optional(),
});
export type RegisteredAction = z.output<typeof action>;

const file = z.strictObject({ actions: z.array(action).max(200) });

/** Reads the file of `RUNBOOK_ACTIONS`; without it there are none. Throws with what is wrong with it. */
export async function readActions(path: string | null): Promise<readonly RegisteredAction[]> {
  if (path === null) return [];
  const refuse = (why: string) => new Error(`RUNBOOK_ACTIONS names ${path}, which ${why}`);
  const { mode } = await stat(path).catch((error: unknown) => {
    throw refuse(`can't be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  // Whoever writes to it runs what they like.
  if ((mode & 0o022) !== 0) throw refuse('others may write to: chmod go-w it');
  const read = file.safeParse(parse(await readFile(path, 'utf8')));
  if (!read.success) throw refuse(`is not right: ${z.prettifyError(read.error)}`);
  return read.data.actions;
}

export function patienceOf({ timeout }: RegisteredAction): number {
  return parseDuration(timeout) ?? 0;
}

/** Runs it to its end, or until its time is up. Nothing from Slack or from alerts is an argument; what it is about stands in its environment. */
export function runRegistered(
  registered: RegisteredAction,
  { runbook, facts }: OutsideSubject,
  stopping: AbortSignal,
): Promise<OutsideOutcome> {
  const { command, user } = registered;
  const [program = '', ...args] = command;
  const env = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    OPSKNIGHT_RUNBOOK: runbook,
    OPSKNIGHT_INCIDENT: facts['incident.number'],
    OPSKNIGHT_URGENCY: facts['incident.urgency'],
    OPSKNIGHT_SERVICE: facts['incident.service'],
  };
  return new Promise((resolve) => {
    // A group of its own, so that what it has begun ends with it.
    const child = spawn(program, args, { env, cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'ignore'], ...user });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MAX_OUTPUT) output += text;
    });
    const cut = () => killAll(child);
    const timer = setTimeout(cut, patienceOf(registered));
    stopping.addEventListener('abort', cut);
    const over = (outcome: OutsideOutcome) => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', cut);
      resolve(outcome);
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      over({ kind: 'refused', code: `exit_${error.code ?? 'error'}` }),
    );
    child.on('close', (status) => {
      if (status === null) over({ kind: 'unknown' });
      else if (status !== 0) over({ kind: 'refused', code: `exit_${status}` });
      else over({ kind: 'done', result: { '': (output.split('\n')[0] ?? '').slice(0, MAX_RESULT) } });
    });
  });
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
