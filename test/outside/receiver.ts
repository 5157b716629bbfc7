import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

function drip(response: ServerResponse): void {
  response.writeHead(200);
  const dripping = setInterval(() => response.write('.'), 20);
  response.once('close', () => clearInterval(dripping));
}

/** Somebody else's server, which keeps what it gets and answers as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it answers; `hang` for nothing at all, `drip` for 200 and then a byte now and then, without end. */
  answer: (request: Received) => { status: number; headers?: Record<string, string>; body?: string } | 'hang' | 'drip' =
    () => ({
      status: 200,
    });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      receiver.received.push(received);
      const answer = receiver.answer(received);
      if (answer === 'hang') return;
      if (answer === 'drip') return drip(response);
      response.writeHead(answer.status, { Connection: 'close', ...answer.headers }).end(answer.body);
    });
    const receiver = new Receiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What has come to a path, as JSON. */
  bodies<Body>(path: string): Body[] {
    return this.received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body) as Body);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
