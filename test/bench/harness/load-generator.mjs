// Sends requests over plain sockets, since a whole HTTP client would need more of the processor than the servers that are
// compared, and so make them look alike. See load.mjs.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const HEAD_END = '\r\n\r\n';
const SUCCESS = /^HTTP\/1\.1 2/;
/** How often what is due by now is sent. */
const TICK_MS = 5;
/** How long answers are waited for once nothing more is sent; what is late by then does not count. */
const GRACE_MS = 2_000;

/** One kept-alive connection, with one request on its way at a time. */
class Connection {
  received = '';
  answered = null;

  static async open({ hostname, port }) {
    const connection = new Connection();
    connection.socket = connect({ host: hostname, port, noDelay: true });
    await once(connection.socket, 'connect');
    connection.socket.on('data', (chunk) => connection.read(chunk));
    connection.socket.on('close', () => connection.answered?.('(nothing: the connection was closed)'));
    connection.socket.on('error', () => {});
    return connection;
  }

  /** Resolves when it is answered with success. */
  async send(request) {
    const answer = await new Promise((resolve) => {
      this.answered = resolve;
      this.socket.write(request);
    });
    if (!SUCCESS.test(answer)) throw new Error(`a request was answered with ${answer.slice(0, 500)}`);
  }

  read(chunk) {
    this.received += chunk.latin1Slice();
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.slice(0, headEnd);
    const bodyLength = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < headEnd + HEAD_END.length + bodyLength) return;
    const answer = this.received;
    this.received = '';
    this.answered(answer);
  }

  close() {
    this.answered = null;
    this.socket.destroy();
  }
}

let counter = 0;

function requestsOf({ url, headers, template, fresh, many }) {
  const { host, pathname } = new URL(url);
  const head = Object.entries({ ...headers, Host: host })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const alert = (place) => template.replaceAll('%n', String(fresh ? ++counter : place));
  const write = () => {
    const body = many === undefined ? alert(0) : `[${Array.from({ length: many }, (_, place) => alert(place)).join()}]`;
    return `POST ${pathname} HTTP/1.1\r\n${head}Content-Length: ${Buffer.byteLength(body)}${HEAD_END}${body}`;
  };
  if (fresh) return write;
  const same = Buffer.from(write());
  return () => same;
}

async function withConnections(url, count, work) {
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(new URL(url))));
  try {
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

function flood({ alerts, connections: count, ms }) {
  const next = requestsOf(alerts);
  return withConnections(alerts.url, count, async (connections) => {
    const start = performance.now();
    let answered = 0;
    const use = async (connection) => {
      while (performance.now() - start < ms) {
        await connection.send(next());
        answered += 1;
      }
    };
    await Promise.race([Promise.all(connections.map(use)), sleep(ms + GRACE_MS)]);
    return { answered, perSecond: (answered / (performance.now() - start)) * 1_000 };
  });
}

function drizzle({ alerts, connections: count, perSecond, ms }) {
  const next = requestsOf(alerts);
  return withConnections(alerts.url, count, async (connections) => {
    const start = performance.now();
    let sent = 0;
    let answered = 0;
    const use = async (connection) => {
      for (let passed = 0; passed < ms; passed = performance.now() - start) {
        if (sent < (passed / 1_000) * perSecond) {
          sent += 1;
          await connection.send(next());
          answered += 1;
        } else {
          await sleep(TICK_MS);
        }
      }
    };
    await Promise.race([Promise.all(connections.map(use)), sleep(ms + GRACE_MS)]);
    return { perSecond: (answered / (performance.now() - start)) * 1_000 };
  });
}

const TASKS = { flood, drizzle };

process.on('message', async (task) => {
  try {
    process.send(await TASKS[task.kind](task));
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.on('disconnect', () => process.exit(0));
