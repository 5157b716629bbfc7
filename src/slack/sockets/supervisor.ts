import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../../lib/backoff.ts';
import { SECOND, type Stopwatch } from '../../lib/clock.ts';
import { toSlackFailure } from '../api/failures.ts';
import { Openings } from './openings.ts';
import type { Socket } from './socket.ts';

/** Slack allows ten connections and sends each request to one: with two, the loss of one is never noticed. */
const SOCKETS = 2;
const RECONNECT: Backoff = { first: SECOND, most: 10 * SECOND };
/** A connection that doesn't live that long counts as a failure, so that hurrying back doesn't become a storm. */
const STABLE_AFTER = 2 * SECOND;
/** Slack ends a connection some ten seconds after it has announced so; one that it forgets is ended here. */
const FORGOTTEN = 30 * SECOND;

export interface SocketListener {
  /** From none to at least one, or from some to none. */
  onConnected(): void;
  onDisconnected(): void;
}

/** Keeps two connections to Slack open, whatever happens to them, for as long as the process lives. */
export class SocketSupervisor {
  private readonly live = new Set<Socket>();
  /** Of those, the ones that Slack has not announced the end of. */
  private readonly lasting = new Set<Socket>();
  private readonly openings: Openings;
  /** How many of the places are opening a connection right now. */
  private opening = 0;
  private readonly stopping = new AbortController();
  private readonly stopRequested = new Promise<void>((resolve) =>
    this.stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  private slots: Promise<void>[] = [];
  /** Aborted when Slack has let somebody in: whoever waits to try again tries now. */
  private reopened = new AbortController();

  constructor(
    private readonly open: () => Promise<Socket>,
    private readonly listener: SocketListener,
    private readonly stopwatch: Stopwatch,
    private readonly logger: Logger,
  ) {
    this.openings = new Openings(stopwatch);
  }

  start(): void {
    this.slots = Array.from({ length: SOCKETS }, (_, slot) => this.keep(slot));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const socket of this.live) socket.close();
    await Promise.all(this.slots);
  }

  get liveSockets(): number {
    return this.live.size;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** One of the two places: always trying to have a connection that isn't about to be closed. */
  private async keep(slot: number): Promise<void> {
    let predecessor: Socket | null = null;
    let failures = 0;
    while (!this.stopped) {
      try {
        const socket = await this.openInTurn();
        if (!socket) return;
        const since = this.stopwatch.elapsed();
        this.add(socket);
        if (predecessor) void this.drain(predecessor);
        predecessor = null;

        const announced = await Promise.race([socket.retiring, socket.closed, this.stopRequested]);
        if (typeof announced === 'string') {
          this.logger.info({ slot, reason: announced }, 'Slack will close a connection; its successor is opened');
          predecessor = socket;
          this.lasting.delete(socket);
        }
        if (this.stopwatch.elapsed() - since < STABLE_AFTER)
          throw new Error('the connection ended as soon as it was there');
        failures = 0;
      } catch (error) {
        if (this.stopped) return;
        failures += 1;
        this.explain(error, slot, failures);
        await this.pauseAfter(error, failures);
      }
    }
  }

  /**
   * A connection; null when the supervisor is stopped meanwhile. While there is none that lasts, it is opened at once; one more
   * waits until there is an opening to spare, however often Slack cuts connections.
   */
  private async openInTurn(): Promise<Socket | null> {
    while (!this.stopped && this.lasting.size + this.opening > 0) {
      const wait = this.openings.untilOneToSpare();
      if (wait === 0) break;
      await this.pause(wait);
    }
    if (this.stopped) return null;
    this.openings.use();
    this.opening += 1;
    const opened = this.open();
    try {
      const socket = await Promise.race([opened, this.stopRequested]);
      if (socket && !this.stopped) return socket;
      opened.then((late) => late.close()).catch(() => {}); // nobody waits for it any more
      return null;
    } catch (error) {
      if (toSlackFailure(error).kind === 'rate_limited') this.openings.exhausted();
      else this.openings.giveBack();
      throw error;
    } finally {
      this.opening -= 1;
    }
  }

  private add(socket: Socket): void {
    this.live.add(socket);
    this.lasting.add(socket);
    this.reopened.abort();
    this.reopened = new AbortController();
    if (this.live.size === 1) this.listener.onConnected();
    socket.closed.then(() => this.drop(socket));
  }

  private drop(socket: Socket): void {
    this.lasting.delete(socket);
    if (!this.live.delete(socket) || this.stopped) return;
    this.logger.info({ liveSockets: this.live.size }, 'a connection to Slack has ended');
    if (this.live.size === 0) this.listener.onDisconnected();
  }

  /** Its successor is there. Slack ends the old one: whatever Slack sends while we end it finds nobody, and is lost. */
  private async drain(socket: Socket): Promise<void> {
    await Promise.race([socket.closed, this.pause(FORGOTTEN)]);
    socket.close();
  }

  private async pauseAfter(error: unknown, failures: number): Promise<void> {
    const failure = toSlackFailure(error);
    if (failure.kind === 'rate_limited') return this.pause(failure.retryAfter);
    await this.pause(backoffDelay(RECONNECT, failures), this.reopened.signal);
  }

  private explain(error: unknown, slot: number, failures: number): void {
    const { code, kind } = toSlackFailure(error);
    const context = { slot, failures, code, liveSockets: this.live.size };
    if (kind === 'not_admitted') {
      this.logger.error(
        context,
        'Slack does not accept SLACK_APP_TOKEN; check it under Basic Information, App-Level Tokens',
      );
    } else {
      this.logger.warn(context, 'no connection to Slack; trying again');
    }
  }

  /** @param unless ends the pause early. */
  private async pause(milliseconds: number, unless?: AbortSignal): Promise<void> {
    const { signal: stopped } = this.stopping;
    const signal = unless ? AbortSignal.any([stopped, unless]) : stopped;
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  }
}
