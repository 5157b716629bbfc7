import { WebSocket } from 'ws';
import type { LocalSlack } from '../src/index.ts';
import { isJsonObject, type JsonObject, parseJson } from '../src/json.ts';
import { clientOf } from './start.ts';

/** A bare client: it shows every frame, and acknowledges only when told to. */
export class BareSocket {
  readonly frames: JsonObject[] = [];
  pings = 0;
  pongs = 0;
  isClosed = false;

  constructor(
    readonly socket: WebSocket,
    private readonly slack: LocalSlack,
  ) {
    const changed = () => slack.changes.notify();
    socket.on('message', (data) => {
      const frame = parseJson(String(data));
      if (isJsonObject(frame)) this.frames.push(frame);
      changed();
    });
    socket.on('ping', () => {
      this.pings++;
      changed();
    });
    socket.on('pong', () => {
      this.pongs++;
      changed();
    });
    socket.on('error', changed);
    socket.on('close', () => {
      this.isClosed = true;
      changed();
    });
  }

  waitFor<T>(look: () => T | undefined): Promise<T> {
    return this.slack.changes.waitFor(look, () => `Frames: ${JSON.stringify(this.frames)}`, 20_000);
  }

  frame(match: (frame: JsonObject) => boolean): Promise<JsonObject> {
    return this.waitFor(() => this.frames.find(match));
  }

  envelope(number = 1): Promise<JsonObject> {
    return this.waitFor(() => this.frames.filter((frame) => 'envelope_id' in frame)[number - 1]);
  }

  says(text: string): void {
    this.socket.send(text);
  }

  ack(frame: JsonObject, payload: JsonObject = {}): void {
    this.says(JSON.stringify({ envelope_id: frame.envelope_id, payload }));
  }
}

export async function connect(slack: LocalSlack): Promise<BareSocket> {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const bare = new BareSocket(new WebSocket(url), slack);
  await bare.frame(({ type }) => type === 'hello');
  return bare;
}
