import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { type JsonObject, parseJson } from '../json.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { bodyAsArgs } from './call.ts';
import type { Dispatcher } from './dispatcher.ts';
import { ApiError } from './errors.ts';
import { type ApiRequest, readRequest } from './request.ts';
import { respond } from './responses.ts';

type Env = { Bindings: HttpBindings };

function breakConnection(context: Context<Env>): Response {
  context.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function json(status: number, body: JsonObject, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

/** The web addresses of Slack that an app calls: `/api/…` and response URLs. */
export function routes(dispatcher: Dispatcher, workspaces: readonly Workspace[]): Hono<Env> {
  const app = new Hono<Env>();

  app.on(['GET', 'POST'], '/api/:method', async (context) => {
    let request: ApiRequest;
    try {
      request = await readRequest(context.req);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return json(200, { ok: false, error: error.code });
    }
    const ending = await dispatcher.call(context.req.param('method'), context.req.method, request);
    if ('never' in ending) return new Promise<Response>(() => {});
    if ('broken' in ending) return breakConnection(context);
    const { status, body, headers } = ending.answer;
    return json(status, body, headers);
  });

  app.post('/:kind{actions|commands|app}/*', async (context) => {
    const body = bodyAsArgs(parseJson(await context.req.text()));
    const workspace = workspaces.find(({ teamId }) => context.req.path.split('/')[2] === teamId);
    const use = workspace?.responseUrls.use(context.req.path);
    if (!workspace || !use) return json(404, { ok: false, error: 'invalid_url' });
    if ('error' in use) return json(404, { ok: false, error: use.error });
    try {
      respond(workspace, use.target, body);
      use.count();
      return json(200, { ok: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return json(400, { ok: false, error: error.code, ...error.detail });
    }
  });

  return app;
}
