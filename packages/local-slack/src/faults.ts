import type { JsonObject } from './json.ts';

/** What goes wrong with a Web API call. */
export type FaultKind =
  /** The answer takes `delayMs` longer. */
  | { kind: 'slow'; delayMs: number }
  /** HTTP 429 with `Retry-After`. */
  | { kind: 'rate_limited'; retryAfterSeconds: number }
  /** From Slack, or from what is on the way to it. */
  | { kind: 'http_error'; status: 403 | 500 | 502 | 503 | 504 }
  /** The call takes effect, and the connection breaks before the answer. */
  | { kind: 'lost_reply' }
  /** The connection breaks before anything happens. */
  | { kind: 'refused' }
  /** No answer, ever, and no effect. */
  | { kind: 'hang' }
  /** `{ok: false, error}` */
  | { kind: 'error'; code: string };

/** Which calls a fault hits; every one, for ever, when nothing is said. */
export interface FaultFilter {
  method?: string | readonly string[] | RegExp;
  /** How many calls it hits. */
  times?: number;
  /** How long it lasts. */
  forMs?: number;
  /** By what the app sent. */
  when?: (args: JsonObject) => boolean;
}

/** A fault in force. */
export interface Fault {
  readonly hits: number;
  clear(): void;
}

/** What faults can do to the sockets; the socket room fits itself in here. */
export interface SocketFaults {
  drop(): void;
  setHalfOpen(on: boolean): void;
  sendDisconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets'): void;
}

interface Armed {
  fault: FaultKind;
  filter: FaultFilter;
  until: number;
  hits: number;
}

function covers({ method }: FaultFilter, called: string): boolean {
  if (method === undefined) return true;
  if (method instanceof RegExp) return method.test(called);
  return typeof method === 'string' ? method === called : method.includes(called);
}

/** What Slack can be made to do wrong, for tests and for the demo. */
export class Faults {
  #armed: Armed[] = [];
  #outage = false;
  #envelopeDelay: { ms: number; times: number } | undefined;

  constructor(
    private readonly sockets: SocketFaults,
    private readonly cutConnections: () => void,
  ) {}

  slow(delayMs: number, filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'slow', delayMs }, filter);
  }

  rateLimit(retryAfterSeconds: number, filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'rate_limited', retryAfterSeconds }, filter);
  }

  httpError(status: 403 | 500 | 502 | 503 | 504, filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'http_error', status }, filter);
  }

  loseReply(filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'lost_reply' }, filter);
  }

  refuse(filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'refused' }, filter);
  }

  hang(filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'hang' }, filter);
  }

  error(code: string, filter?: FaultFilter): Fault {
    return this.#arm({ kind: 'error', code }, filter);
  }

  /** Breaks every socket, without a close frame. */
  dropSockets(): void {
    this.sockets.drop();
  }

  /** Sockets stay open, but nothing comes through them and pings go unanswered. New sockets are like that too. */
  halfOpenSockets(on = true): void {
    this.sockets.setHalfOpen(on);
  }

  /** Slack asks every socket to go away (https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect). */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets'): void {
    this.sockets.sendDisconnect(reason);
  }

  /** While it lasts nobody gets through: connections break, sockets too, and new ones are refused. */
  outage(on: boolean): void {
    this.#outage = on;
    if (!on) return;
    this.cutConnections();
    this.sockets.drop();
  }

  get inOutage(): boolean {
    return this.#outage;
  }

  /** Envelopes arrive this much later, while the clocks of the trigger and of the acknowledgement run. */
  delayEnvelopes(ms: number, { times = Number.POSITIVE_INFINITY } = {}): void {
    this.#envelopeDelay = { ms, times };
  }

  /** Ends every fault, the outage included. */
  clear(): void {
    this.#armed = [];
    this.#envelopeDelay = undefined;
    this.#outage = false;
    this.sockets.setHalfOpen(false);
  }

  /** The faults that hit this call, oldest first; it counts as hit. */
  take(method: string, args: JsonObject): FaultKind[] {
    const now = Date.now();
    const hit = this.#armed.filter(
      ({ filter, until, hits }) =>
        until > now &&
        hits < (filter.times ?? Number.POSITIVE_INFINITY) &&
        covers(filter, method) &&
        (filter.when?.(args) ?? true),
    );
    for (const armed of hit) armed.hits++;
    return hit.map(({ fault }) => fault);
  }

  /** How long the next envelope is held back. */
  takeEnvelopeDelay(): number {
    const delay = this.#envelopeDelay;
    if (!delay || delay.times <= 0) return 0;
    delay.times--;
    return delay.ms;
  }

  #arm(fault: FaultKind, filter: FaultFilter = {}): Fault {
    const armed: Armed = { fault, filter, until: Date.now() + (filter.forMs ?? Number.POSITIVE_INFINITY), hits: 0 };
    this.#armed.push(armed);
    return {
      get hits() {
        return armed.hits;
      },
      clear: () => {
        this.#armed = this.#armed.filter((one) => one !== armed);
      },
    };
  }
}
