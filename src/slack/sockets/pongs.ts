import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ping, type WebSocket } from 'undici';
import { SECOND } from '../../lib/clock.ts';
import { isObject } from '../../lib/json-value.ts';

const PING_EVERY = 1.5 * SECOND;
/** So many pings in a row that nobody has answered mean that the connection is dead. */
const UNANSWERED = 4;
/** undici tells of pongs by this channel alone, those of all connections. */
const PONGS = 'undici:websocket:pong';

/**
 * Asks Slack again and again whether a connection still lives. Pings are counted, and no clock is asked: one that is set, or a
 * process that stood still while Slack's answers waited to be read, ends no connection.
 * @param onSilence Called every time that Slack should have answered and has not.
 * @returns how to stop
 */
export function watchPongs(websocket: WebSocket, onSilence: () => void): () => void {
  let unanswered = 0;
  const answered = (message: unknown) => {
    if (isObject(message) && message['websocket'] === websocket) unanswered = 0;
  };
  subscribe(PONGS, answered);
  const pings = setInterval(() => {
    if (unanswered >= UNANSWERED) onSilence();
    unanswered += 1;
    ping(websocket);
  }, PING_EVERY);
  return () => {
    clearInterval(pings);
    unsubscribe(PONGS, answered);
  };
}
