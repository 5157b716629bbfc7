import { SECOND } from '../lib/clock.ts';
import { ContactFailure } from '../notifications/queue/reach-out.ts';

const PATIENCE = 15 * SECOND;

/** What a server answers that may be well again in a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

export interface Post {
  headers?: Record<string, string>;
  body: string;
}

/** Sends something to a server of somebody else's. @throws ContactFailure unless it takes it. */
export async function post(url: string, { headers = {}, body }: Post): Promise<void> {
  const answer = await send(url, { headers, body });
  await answer.body?.cancel();
  if (answer.ok) return;
  const { status } = answer;
  throw new ContactFailure(`http_${status}`, status < 500 && !PASSING.has(status));
}

async function send(url: string, { headers, body }: Post): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'User-Agent': 'OpsKnight', ...headers },
      body,
      // Most redirects are followed with a GET, whose 200 would be taken for a page that has arrived.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    throw new ContactFailure(codeOf(error), false, { cause: error });
  }
}

/** "ECONNREFUSED", "TimeoutError": the innermost that a failed fetch says. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
