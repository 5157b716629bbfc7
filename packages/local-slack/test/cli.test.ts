import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { Cleanup, MANIFEST } from './start.ts';

/** The command as it is installed: built (`npm run build`). */
const COMMAND = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

interface Running {
  child: ChildProcess;
  /** The environment that it tells the app to start with. */
  env: Record<string, string>;
  url: string;
}

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  cleanup.add(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  return child;
}

async function textOf(stream: ChildProcess['stdout'], until: (text: string) => boolean): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += String(chunk);
    if (until(text)) break;
  }
  return text;
}

async function begin(...args: string[]): Promise<Running> {
  const child = run('--manifest', MANIFEST, '--port', '0', ...args);
  const text = await textOf(child.stdout, (so) => so.includes('Ctrl-C'));
  if (text === '') throw new Error(await textOf(child.stderr, () => false));
  const env = Object.fromEntries(
    [...text.matchAll(/^ {2}(\w+)=(\S+)/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return { child, env, url: /http:\S+/.exec(text)?.[0] ?? '' };
}

const clientOf = ({ env }: Running) => new WebClient(env.SLACK_BOT_TOKEN, { slackApiUrl: env.SLACK_API_URL });

async function fileWith(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-slack-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  const path = join(folder, 'workspaces.yml');
  await writeFile(path, content);
  return path;
}

async function failureOf(...args: string[]): Promise<string> {
  const child = run(...args);
  const [text] = await Promise.all([textOf(child.stderr, () => false), once(child, 'exit')]);
  expect(child.exitCode).toBe(1);
  return text;
}

describe('the command', () => {
  it('starts a workspace with its page, says how to start the app, and stops when asked', async () => {
    const running = await begin();
    expect(await clientOf(running).auth.test()).toMatchObject({ team: 'Acme' });
    expect((await fetch(running.url)).status).toBe(200);
    expect(Object.keys(running.env)).toEqual([
      'SLACK_API_URL',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
    ]);
    running.child.kill('SIGTERM');
    expect(await once(running.child, 'exit')).toEqual([0, null]);
  });

  it('takes people and channels as options', async () => {
    const running = await begin('--people', 'ann,ben', '--channels', 'general,#ops');
    const { members = [] } = await clientOf(running).users.list({ limit: 10 });
    expect(members.map(({ name }) => name)).toEqual(['opsknight', 'ann', 'ben']);
    const { channels = [] } = await clientOf(running).conversations.list({ limit: 10 });
    expect(channels.map(({ name }) => name)).toEqual(['general', 'ops']);
  });

  it('takes whole workspaces from a file', async () => {
    const path = await fileWith('workspaces: [{ name: Globex, members: [{ name: ann }], channels: [{ name: lab }] }]');
    const running = await begin('--workspaces', path);
    expect(await clientOf(running).auth.test()).toMatchObject({ team: 'Globex' });
  });

  it('can begin without the app, and without sockets', async () => {
    const { env } = await begin('--uninstalled', '--request-url', 'http://127.0.0.1:9/slack/events');
    expect(env).not.toHaveProperty('SLACK_BOT_TOKEN');
    expect(env).not.toHaveProperty('SLACK_APP_TOKEN');
  });

  it('says what is wrong with a file or an option', async () => {
    const wrong = await fileWith('workspaces: [{ name: Globex, members: [{ name: Ann Lee }] }]');
    expect(await failureOf('--manifest', MANIFEST, '--workspaces', wrong)).toContain('lower case, no spaces');
    expect(await failureOf('--manifest', wrong)).toContain('is not an app manifest');
    expect(await failureOf('--manifest', MANIFEST, '--port', '80a')).toContain('80a is not a port number');
    const both = ['--workspaces', wrong, '--people', 'ann'];
    expect(await failureOf('--manifest', MANIFEST, ...both)).toContain('leave out --people');
  });
});
