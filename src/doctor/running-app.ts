import { z } from 'zod';
import { SECOND } from '../lib/clock.ts';
import { type Finding, note, well, wrong } from './finding.ts';

const notReady = z.object({ troubles: z.array(z.string()) });

/** Whether the app runs here, and says itself that it can do its work. */
export async function examineRunningApp({ host, port }: { host: string; port: number }): Promise<Finding[]> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}/readyz`;
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(3 * SECOND) });
    if (answer.ok) return [well('OpsKnight runs, and is ready')];
    const { data } = notReady.safeParse(await answer.json());
    const troubles = data?.troubles.join('; ') ?? `it answers with HTTP ${answer.status}`;
    return [wrong(`OpsKnight runs, but is not ready: ${troubles}`, 'The other lines, and its log, say more.')];
  } catch {
    return [note(`OpsKnight does not answer at ${address}: it does not run, or on another address`)];
  }
}
