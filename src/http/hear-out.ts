import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

type Incoming = IncomingMessage | Http2ServerRequest;

/** How much of a request that is answered already is heard to its end, and for how long. */
const HEARD_OUT_BYTES = 16 * 1024 * 1024;
const HEARD_OUT_MS = 30_000;

/** Whether nothing more of the request comes in. */
export function hasCome(request: Incoming): boolean {
  return request.complete || request.destroyed;
}

/**
 * The answer to a request that is still coming in. Its last byte goes out at once, for whoever waits for it before they send the
 * rest, or never sends it; but it ends only when all has come in. Whoever is still sending what has been refused would
 * otherwise see a broken connection, and not the answer.
 */
export async function answerAndHearOut(answer: Response, request: Incoming): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.set('Content-Length', String(bytes.length));
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes);
      await hearOut(request);
      controller.close();
    },
  });
  return new Response(body, { status: answer.status, headers });
}

/** Resolves when all of a request has come in, also what nobody reads. */
async function hearOut(request: Incoming): Promise<void> {
  if (hasCome(request)) return;
  let heard = 0;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, HEARD_OUT_MS);
    request.once('close', () => clearTimeout(timer));
    request.on('data', (chunk: Buffer) => {
      heard += chunk.length;
      if (heard > HEARD_OUT_BYTES) resolve();
      else request.resume(); // whoever read it before, and left off, pauses it when their buffer is full
    });
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve());
    request.resume();
  });
}
