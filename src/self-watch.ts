import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MINUTE, SECOND } from './lib/clock.ts';

const EVERY = MINUTE;
const PATIENCE = 10 * SECOND;

export interface SelfWatchDeps {
  /** Whoever is to hear that the app lives, such as https://hc-ping.com/…; it raises the alarm when it hears nothing. */
  url: string;
  /** Why the app can't do its work now; empty when it can. */
  troubles(): Promise<string[]>;
  logger: Logger;
}

/**
 * Tells somebody outside, every minute, that the app lives and can do its work. While it can't, it is silent on purpose: then the one
 * outside raises the alarm, as it does when the whole machine is gone. @returns how to stop.
 */
export function watchSelf(deps: SelfWatchDeps, every = EVERY): () => Promise<void> {
  const stopping = new AbortController();
  const watching = watch(deps, every, stopping.signal);
  return async () => {
    stopping.abort();
    await watching;
  };
}

async function watch({ url, troubles, logger }: SelfWatchDeps, every: number, signal: AbortSignal): Promise<void> {
  let isHeard = true;
  while (!signal.aborted) {
    try {
      if ((await troubles()).length === 0) await ping(url, signal);
      isHeard = true;
    } catch (error) {
      // Once, not every minute.
      if (isHeard && !signal.aborted)
        logger.warn({ err: error }, 'the ping to DEAD_MAN_URL did not arrive; it goes on');
      isHeard = false;
    }
    await sleep(every, undefined, { signal }).catch(() => {});
  }
}

async function ping(url: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(url, {
    headers: { 'User-Agent': 'OpsKnight' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}
