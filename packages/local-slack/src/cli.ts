#!/usr/bin/env node
import { once } from 'node:events';
import { Command } from 'commander';
import { startLocalSlack } from './index.ts';
import { readWorkspaces } from './workspace-file.ts';

interface Options {
  manifest: string;
  port: string;
  workspaces?: string;
}

const program = new Command('local-slack')
  .description('A Slack workspace on your own machine, for the Bolt app whose manifest you name.')
  .requiredOption('--manifest <file>', "the app's manifest (YAML or JSON)")
  .option('--port <port>', 'where the workspace is; 0 picks a free port', '3100')
  .option('--workspaces <file>', 'people, channels and user groups (YAML); without it, a small company')
  .action(run);

await program.parseAsync();

/** Runs until it is interrupted. */
async function run({ manifest, port, workspaces }: Options): Promise<void> {
  const slack = await startLocalSlack({
    manifestPath: manifest,
    port: portOf(port),
    workspaces: workspaces === undefined ? undefined : readWorkspaces(workspaces),
    page: {},
  }).catch((error: unknown) => program.error(error instanceof Error ? error.message : String(error)));
  process.stdout.write(
    [
      `Click here:      ${slack.url}`,
      'Start the app with:',
      `  SLACK_API_URL=${slack.apiUrl}`,
      `  SLACK_BOT_TOKEN=${slack.workspace().botToken}`,
      `  SLACK_APP_TOKEN=${slack.appToken}`,
      'Stop:            Ctrl-C\n',
    ].join('\n'),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await slack.stop();
  process.exit(0); // a browser that still listens to the page must not keep the process
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) program.error(`${text} is not a port number.`);
  return port;
}
