import { readConfig } from '../config.ts';

/** Runs the app until it is told to stop. */
export async function start(): Promise<void> {
  const config = readConfig(process.env, { slackTokens: true });
  const main = await import('../main.ts');
  await main.start(config);
}
