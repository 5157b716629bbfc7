import { type OpsKnight, startOpsKnight } from './app.ts';
import { type Config, requireSlackTokens } from './config.ts';
import { createLogger } from './logger.ts';
import { secretsIn } from './secrets-in.ts';

/** How long everything under way may take to finish before the process ends all the same. */
const STOP_PATIENCE_MS = 15_000;

/** Runs the app until a signal tells it to stop; nothing that matters is lost when it is killed instead. */
export async function start(config: Config): Promise<never> {
  const logger = createLogger(config.logLevel, { secrets: secretsIn(process.env) });
  // The last net, for a fault in a library: what is committed is safe, and the rest of the app goes on.
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'a promise was rejected and nobody cared'));
  const app: OpsKnight = await startOpsKnight(config, requireSlackTokens(config), logger);
  logger.info({ url: app.url, baseUrl: app.baseUrl }, 'OpsKnight is running');
  const signal = await Promise.race([firstSignal(), app.lost]);
  if (signal === undefined) {
    logger.fatal('another OpsKnight has taken over the database while this one stood still; this one ends');
    process.exit(1);
  }
  logger.info({ signal }, 'stopping');
  onSignal((again) => {
    logger.warn({ signal: again }, 'told to stop again: ending at once; what is committed is safe');
    process.exit(0);
  });
  setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
  await app.stop();
  logger.info('stopped');
  // At once: an idle connection to Slack, kept open by a library, must not keep the process.
  process.exit(0);
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => onSignal(resolve));
}

function onSignal(listener: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listener);
}
