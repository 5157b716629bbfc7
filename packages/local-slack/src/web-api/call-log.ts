import type { ChangeFeed } from '../changes.ts';
import type { JsonObject } from '../json.ts';

/** One Web API call, as it was answered. */
export interface LoggedCall {
  at: number;
  method: string;
  /** Without the token. */
  args: JsonObject;
  /** The workspace whose token it was; absent for app tokens and bad ones. */
  teamId: string | undefined;
  ok: boolean;
  error: string | undefined;
  /** Undefined when the connection was broken instead of answered. */
  answer: JsonObject | undefined;
  /** 0 when the connection was broken instead of answered. */
  httpStatus: number;
}

/** Every call so far, for tests that count. */
export class CallLog {
  #calls: LoggedCall[] = [];

  constructor(private readonly feed: ChangeFeed) {}

  add(call: LoggedCall): void {
    this.#calls.push(call);
    this.feed.notify();
  }

  get all(): readonly LoggedCall[] {
    return this.#calls;
  }

  of(method: string): LoggedCall[] {
    return this.#calls.filter((call) => call.method === method);
  }

  count(method?: string): number {
    return method === undefined ? this.#calls.length : this.of(method).length;
  }

  /** How many calls were answered with HTTP 429. */
  rateLimited(method?: string): number {
    return this.#calls.filter((call) => call.httpStatus === 429 && (method === undefined || call.method === method))
      .length;
  }

  clear(): void {
    this.#calls = [];
  }
}
