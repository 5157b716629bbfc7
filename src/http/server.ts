import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { descriptionRoutes } from './api/description.tsx';
import { heartbeatApiRoutes } from './api/heartbeats.ts';
import { incidentApiRoutes } from './api/incidents.ts';
import { maintenanceApiRoutes } from './api/maintenance.ts';
import { notificationApiRoutes } from './api/notifications.ts';
import { onCallApiRoutes } from './api/oncall.ts';
import { serviceApiRoutes } from './api/services.ts';
import type { HttpDeps } from './deps.ts';
import { errorBoundary, notFound } from './error-boundary.tsx';
import { healthRoutes } from './health.ts';
import { answerAndHearOut, hasCome } from './hear-out.ts';
import { ingestRoutes } from './ingest/formats.ts';
import { refuseOwnWebhooks } from './own-webhooks.ts';
import { pageRoutes } from './pages/routes.ts';
import { protectiveHeaders } from './protective-headers.ts';
import { slackEndpointRoutes } from './slack-endpoints.ts';
import { methodsAt } from './wrong-method.ts';

/** How long running requests may take to finish once the server is to stop. */
const STOP_PATIENCE_MS = 10_000;
const IDLE_CHECK_MS = 50;

export interface HttpServer {
  /** `http://127.0.0.1:3000`, with the port that was really taken. */
  url: string;
  /** Lets the app answer, from the first request on: what came in before has waited. */
  serve(app: Hono): void;
  /** Takes no new requests and resolves when the running ones are answered. */
  stop(): Promise<void>;
}

/** Everything that answers over HTTP. */
export function createHttpApp(deps: HttpDeps): Hono {
  const app = new Hono();
  app.onError(errorBoundary(deps.logger));
  app.notFound((c) => notFound(c, methodsAt(app, c.req.path)));
  app.use(protectiveHeaders(deps.baseUrl));
  app.use(refuseOwnWebhooks(deps));
  app.route('/', healthRoutes(deps));
  app.route('/', slackEndpointRoutes(deps));
  app.route('/', ingestRoutes(deps));
  app.route('/', incidentApiRoutes(deps));
  app.route('/', descriptionRoutes(deps));
  app.route('/', onCallApiRoutes(deps));
  app.route('/', serviceApiRoutes(deps));
  app.route('/', heartbeatApiRoutes(deps));
  app.route('/', maintenanceApiRoutes(deps));
  app.route('/', notificationApiRoutes(deps));
  app.route('/', pageRoutes(deps));
  return app;
}

/**
 * Listens, so that the address is known before the app is built. Rejects with words for the operator when the address can't
 * be had.
 * @param address.port 0: any that is free.
 */
export async function startHttpServer({ host, port }: { host: string; port: number }): Promise<HttpServer> {
  let serve: (app: Hono) => void = () => {};
  const served = new Promise<Hono>((resolve) => {
    serve = resolve;
  });
  const listener = getRequestListener(
    async (request, env) => {
      const answer = await (await served).fetch(request, env);
      return hasCome(env.incoming) ? answer : answerAndHearOut(answer, env.incoming);
    },
    { autoCleanupIncoming: false },
  );
  const server = createServer(listener);
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(explain(error, host, port), { cause: error })));
    server.listen(port, host, resolve);
  });
  return { url: urlOf(server, host), serve, stop: () => stop(server, connections) };
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function stop(server: Server, connections: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => {
    // A kept-alive connection becomes idle only when its last answer is out.
    server.closeIdleConnections();
    // Browsers open connections ahead of need; Node takes one that has said nothing yet for a request under way.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  }, IDLE_CHECK_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), STOP_PATIENCE_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is already in use. Stop what listens there (perhaps another OpsKnight), or set HTTP_PORT to a free port.`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this account. Set HTTP_PORT to a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine. Set HTTP_HOST to 127.0.0.1, or 0.0.0.0 for the whole network.`;
    default:
      return `The HTTP server can't listen on port ${port} of ${host}: ${error.message}`;
  }
}
