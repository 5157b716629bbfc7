#!/usr/bin/env node
import { once } from 'node:events';
import { Command } from 'commander';
import { DEFAULT_WORKSPACE, type LocalSlack, startLocalSlack, type WorkspaceSeed } from './index.ts';
import { readWorkspaceFile, type WorkspaceFile } from './workspace-file.ts';

interface Options {
  manifest: string;
  port: string;
  workspaces?: string;
  people?: string;
  channels?: string;
  requestUrl?: string;
  uninstalled?: boolean;
}

const program = new Command('local-slack')
  .description('A Slack workspace on your own machine, for the Bolt app whose manifest you name.')
  .requiredOption('--manifest <file>', "the app's manifest (YAML or JSON)")
  .option('--port <port>', 'where the workspace is; 0 picks a free port', '3100')
  .option('--workspaces <file>', 'people, channels and user groups (YAML or JSON); without it, a small company')
  .option('--people <names>', 'who is there instead, by handles: jane,bob')
  .option('--channels <names>', 'which channels there are instead: general,incidents')
  .option('--request-url <url>', 'where the app listens over HTTP, whatever its manifest says')
  .option('--uninstalled', 'begin without the app: somebody installs it by its own “Add to Slack” link')
  .action(run);

await program.parseAsync();

/** Runs until it is interrupted. */
async function run(options: Options): Promise<void> {
  const slack = await start(options).catch((error: unknown) =>
    program.error(error instanceof Error ? error.message : String(error)),
  );
  process.stdout.write(`${greeting(slack).join('\n')}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await slack.stop();
  process.exit(0); // a browser that still listens to the page must not keep the process
}

async function start(options: Options): Promise<LocalSlack> {
  const { manifest, port, requestUrl } = options;
  const { enterprise, workspaces } = described(options);
  return startLocalSlack({
    manifestPath: manifest,
    port: portOf(port),
    enterprise,
    workspaces: options.uninstalled ? workspaces.map((one) => ({ ...one, installed: false })) : workspaces,
    requestUrl,
    page: {},
  });
}

/** What the file and the options say together. */
function described({ workspaces: path, people, channels }: Options): WorkspaceFile {
  if (path !== undefined && (people !== undefined || channels !== undefined)) {
    program.error('--workspaces names everybody and every channel: leave out --people and --channels.');
  }
  if (path !== undefined) return readWorkspaceFile(path);
  if (people === undefined && channels === undefined) return { workspaces: [DEFAULT_WORKSPACE] };
  const own: WorkspaceSeed = {
    name: DEFAULT_WORKSPACE.name,
    members: people === undefined ? DEFAULT_WORKSPACE.members : listOf(people).map((name) => ({ name })),
    channels: listOf(channels ?? 'general').map((name) => ({ name })),
  };
  return { workspaces: [own] };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) program.error(`${text} is not a port number.`);
  return port;
}

/** Where to click, and what the app needs in its environment. */
function greeting(slack: LocalSlack): string[] {
  const { clientId, clientSecret, signingSecret } = slack.credentials;
  const tokens = slack.workspaces.flatMap((one) =>
    one.isInstalled ? [`  SLACK_BOT_TOKEN=${one.botToken}${slack.workspaces.length > 1 ? `  # ${one.name}` : ''}`] : [],
  );
  return [
    `Click here:      ${slack.url}`,
    'Start the app with:',
    `  SLACK_API_URL=${slack.apiUrl}`,
    ...tokens,
    ...(slack.usesSockets ? [`  SLACK_APP_TOKEN=${slack.appToken}`] : []),
    `  SLACK_SIGNING_SECRET=${signingSecret}`,
    `  SLACK_CLIENT_ID=${clientId}`,
    `  SLACK_CLIENT_SECRET=${clientSecret}`,
    ...(tokens.length === 0 ? [`  (its authorize address: ${slack.url}/oauth/v2/authorize)`] : []),
    'Stop:            Ctrl-C',
  ];
}
