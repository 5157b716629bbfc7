import { type Context, Hono } from 'hono';
import type { HttpDeps } from './deps.ts';
import { RefusedRequest } from './refused-request.ts';

/** Where Slack sends events, clicks and commands; each takes whatever it sends. */
const PATHS = [
  '/api/slack/events',
  '/api/slack/actions',
  '/api/slack/commands',
  '/api/integrations/slack/commands',
] as const;

/** A modal that is filled to Slack's limits, with letters that take nine bytes in a form, fits. */
const MAX_MEGABYTES = 4;
const MAX_BYTES = MAX_MEGABYTES * 1024 * 1024;

/** Slack's own requests, for those who have public HTTPS; nothing is at these addresses where Slack is reached over sockets. */
export function slackEndpointRoutes({ slackEndpoint }: HttpDeps): Hono {
  const routes = new Hono();
  if (!slackEndpoint) return routes;
  for (const path of PATHS) {
    routes.post(path, async (c) => {
      const { status, contentType, body } = await slackEndpoint.answer({
        header: (name) => c.req.header(name),
        body: () => readText(c),
      });
      return c.body(body, status, { 'Content-Type': contentType });
    });
  }
  return routes;
}

/** The body as it was signed, byte for byte. */
async function readText(c: Context): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new RefusedRequest(413, `The body is larger than ${MAX_MEGABYTES} MiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
