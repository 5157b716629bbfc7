import { once } from 'node:events';
import { type DemoOptions, startDemo } from '../demo/demo.ts';
import { CommandError } from './report.ts';
import { print } from './terminal.ts';

/** `opsknight demo`: three lines that say where to click, how to send an alert, and how to stop. */
export async function demo(options: { fresh: boolean; port: string; appPort: string }): Promise<void> {
  const demo = await startDemo({
    fresh: options.fresh,
    dataFolder: 'data/demo',
    slackPort: portOf(options.port),
    appPort: portOf(options.appPort),
  } satisfies DemoOptions);
  print(`Click here:      ${demo.slackUrl}`);
  print(`Send an alert:   ${demo.curl}`);
  print('Stop:            Ctrl-C (everything stays in data/demo; start with --fresh to begin anew)');
  const controller = new AbortController();
  const { signal } = controller;
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]);
  await demo.stop();
  process.exit(0); // a browser that still listens to the page must not keep the process
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new CommandError(`${text} is not a port number.`);
  return port;
}
