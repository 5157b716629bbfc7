import { MINUTE, SECOND } from '../lib/clock.ts';
import { NotTaken } from '../notifications/queue/outside.ts';

const PATIENCE = 15 * SECOND;

/** What a server answers that may be well again in a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** The code for a server that takes the request and says nothing. */
export const NO_ANSWER = 'no_answer';

/** No server makes us wait longer, whatever it asks for. */
const LONGEST_WAIT = 10 * MINUTE;

/** Of an answer, in characters. */
const MAX_ANSWER = 64 * 1024;

export interface Post {
  headers?: Record<string, string>;
  body: string;
}

/** Sends something to a server of somebody else's. What it answers besides its status is not read. @throws NotTaken unless it takes it. */
export async function post(url: string, { headers = {}, body }: Post): Promise<void> {
  const answer = await send(url, { headers, body });
  await answer.body?.cancel();
  requireTaken(answer);
}

/** The same, and reads as much of the answer as anybody needs. @throws NotTaken */
export async function postForAnswer(url: string, { headers = {}, body }: Post, stopping: AbortSignal): Promise<string> {
  const answer = await send(url, { headers, body }, stopping);
  if (!answer.ok) {
    await answer.body?.cancel();
    requireTaken(answer);
  }
  try {
    return await textOf(answer);
  } catch (error) {
    throw new NotTaken(codeOf(error), 'away', 0, { cause: error });
  }
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER) break; // which lets go of the rest
  }
  return text;
}

function requireTaken(answer: Response): void {
  if (answer.ok) return;
  const { status } = answer;
  const code = `http_${status}`;
  if (status < 500 && !PASSING.has(status)) throw new NotTaken(code, 'refused');
  const retryAfter = waitAsked(answer.headers.get('Retry-After'));
  throw new NotTaken(code, retryAfter > 0 ? 'busy' : 'away', retryAfter);
}

/** Asks a server whether it is there, and lets us in; of the answer the status alone counts. @throws NotTaken */
export async function lookAt(url: string, headers: Record<string, string> = {}): Promise<void> {
  const answer = await send(url, { headers });
  await answer.body?.cancel();
  if (!answer.ok) throw new NotTaken(`http_${answer.status}`, 'refused');
}

/** POSTs what has a body. */
async function send(url: string, { headers, body }: Partial<Post>, stopping?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'User-Agent': 'OpsKnight', ...headers },
      body,
      // Most redirects are followed with a GET, whose 200 would be taken for what has arrived; and they lead anywhere.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(stopping ? [stopping] : [])]),
    });
  } catch (error) {
    const code = codeOf(error);
    throw new NotTaken(code === 'TimeoutError' ? NO_ANSWER : code, 'away', 0, { cause: error });
  }
}

/** `Retry-After` in seconds, as milliseconds; 0 for none, and for a date, which goes by a clock that isn't ours. */
function waitAsked(header: string | null): number {
  return header !== null && /^\d{1,9}$/.test(header.trim()) ? Math.min(LONGEST_WAIT, Number(header) * SECOND) : 0;
}

/** "ECONNREFUSED", "ENOTFOUND": the innermost that a failed fetch says. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
