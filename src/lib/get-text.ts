import { SECOND } from './clock.ts';

const PATIENCE = 5 * SECOND;
const MAX_BYTES = 64 * 1024;

/** The text at an address, which may not lead elsewhere. Rejects when it can't be had in time, or is too long. */
export async function getText(url: string): Promise<string> {
  const answer = await fetch(url, {
    headers: { 'User-Agent': 'OpsKnight' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return Buffer.concat(chunks).toString('utf8');
}
