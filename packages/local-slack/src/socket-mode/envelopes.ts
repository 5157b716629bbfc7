import { randomUUID } from 'node:crypto';
import type { ChangeFeed } from '../changes.ts';
import type { Transport } from '../delivery/transport.ts';
import type { Faults } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { Timing } from '../timing.ts';
import type { AcknowledgementFrame } from './acknowledgement-frame.ts';
import type { Connection } from './connection.ts';
import type { Sockets } from './sockets.ts';
import type { Violations } from './violations.ts';

export type EnvelopeKind = 'interactive' | 'slash_commands' | 'events_api';

/** Something sent to the app over a socket, and what became of it. */
export interface Envelope {
  readonly id: string;
  readonly kind: EnvelopeKind;
  readonly payload: JsonObject;
  /** Whether the acknowledgement may carry an answer. */
  readonly acceptsResponse: boolean;
  readonly retryAttempt: number;
  readonly retryReason: string;
  readonly sentAt: number;
  /** The socket it went to; undefined when there was none. */
  readonly socket: number | undefined;
  outcome: 'waiting' | 'acknowledged' | 'timed_out' | 'no_connection' | 'connection_closed';
  /** Set even when the acknowledgement came too late. */
  ackedAfterMs: number | undefined;
  response: JsonObject | undefined;
}

export type Acknowledgement =
  | { acknowledged: true; response: JsonObject }
  | {
      acknowledged: false;
      /** `http_error` and `no_retry` (the app's own wish) only over HTTP. */
      reason: 'timeout' | 'no_connection' | 'connection_closed' | 'http_error' | 'no_retry';
    };

interface Waiting {
  envelope: Envelope;
  connection: Connection;
  settle(acknowledgement: Acknowledgement): void;
}

export interface Retry {
  attempt: number;
  reason: string;
}

/** Sends envelopes, each to one socket, and waits for their acknowledgements. */
export class Envelopes implements Transport {
  readonly #waiting = new Map<string, Waiting>();
  /** Those that a fault held back. */
  readonly #delayed = new WeakSet<Envelope>();
  #log: Envelope[] = [];

  constructor(
    private readonly sockets: Sockets,
    private readonly faults: Faults,
    private readonly timing: Timing,
    private readonly feed: ChangeFeed,
    private readonly violations: Violations,
  ) {
    sockets.events = {
      acknowledged: (frame) => this.#acknowledged(frame),
      junk: (text) => this.violations.add('junk', text.slice(0, 200)),
      closed: (connection) => this.#closed(connection),
    };
  }

  get log(): readonly Envelope[] {
    return this.#log;
  }

  clearLog(): void {
    this.#log = [];
  }

  /** Never rejects: an app that does not answer is an outcome like others. */
  send(
    kind: EnvelopeKind,
    payload: JsonObject,
    acceptsResponse: boolean,
    retry: Retry = { attempt: 0, reason: '' },
    id: string = randomUUID(),
  ): Promise<Acknowledgement> {
    const connection = this.sockets.next();
    const envelope: Envelope = {
      id,
      kind,
      payload,
      acceptsResponse,
      retryAttempt: retry.attempt,
      retryReason: retry.reason,
      sentAt: Date.now(),
      socket: connection?.number,
      outcome: connection ? 'waiting' : 'no_connection',
      ackedAfterMs: undefined,
      response: undefined,
    };
    this.#log.push(envelope);
    if (!connection) return Promise.resolve({ acknowledged: false, reason: 'no_connection' });
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        envelope.outcome = 'timed_out';
        waiting.settle({ acknowledged: false, reason: 'timeout' });
      }, this.timing.ackDeadlineMs);
      const waiting: Waiting = {
        envelope,
        connection,
        settle: (acknowledgement) => {
          clearTimeout(deadline);
          this.#waiting.delete(id);
          this.feed.notify();
          resolve(acknowledgement);
        },
      };
      this.#waiting.set(id, waiting);
      const delay = this.faults.takeEnvelopeDelay();
      if (delay > 0) this.#delayed.add(envelope);
      if (delay === 0) connection.send(this.#wireForm(envelope));
      else setTimeout(() => connection.send(this.#wireForm(envelope)), delay).unref();
    });
  }

  /** Sends what was sent before once more: as the same envelope, or as a new one around the same payload. */
  again(envelope: Envelope, sameEnvelope: boolean): Promise<Acknowledgement> {
    const retry = { attempt: envelope.retryAttempt, reason: envelope.retryReason };
    return this.send(
      envelope.kind,
      envelope.payload,
      envelope.acceptsResponse,
      retry,
      sameEnvelope ? envelope.id : undefined,
    );
  }

  /** Gives up waiting, so that nothing is left running. */
  stop(): void {
    for (const waiting of [...this.#waiting.values()]) {
      waiting.envelope.outcome = 'connection_closed';
      waiting.settle({ acknowledged: false, reason: 'connection_closed' });
    }
  }

  #wireForm({ id, kind, payload, acceptsResponse, retryAttempt, retryReason }: Envelope): JsonObject {
    const retry = kind === 'events_api' ? { retry_attempt: retryAttempt, retry_reason: retryReason } : {};
    return { envelope_id: id, type: kind, payload, accepts_response_payload: acceptsResponse, ...retry };
  }

  #acknowledged({ envelopeId: id, response }: AcknowledgementFrame): void {
    const waiting = this.#waiting.get(id);
    const envelope = waiting?.envelope ?? this.#log.findLast((one) => one.id === id);
    if (!envelope) {
      this.violations.add('unknown_ack', id);
      return;
    }
    this.#judge(envelope, response);
    envelope.ackedAfterMs ??= Date.now() - envelope.sentAt;
    envelope.response ??= response;
    if (waiting) envelope.outcome = 'acknowledged';
    waiting?.settle({ acknowledged: true, response });
    this.feed.notify();
  }

  /** What is wrong with this acknowledgement, if anything. Lateness that was asked for as a fault is not the app's. */
  #judge(envelope: Envelope, response: JsonObject): void {
    const what = `${envelope.kind} ${envelope.id}`;
    if (envelope.ackedAfterMs !== undefined) this.violations.add('double_ack', what);
    else if (envelope.outcome === 'timed_out' && !this.#delayed.has(envelope)) this.violations.add('late_ack', what);
    if (!envelope.acceptsResponse && Object.keys(response).length > 0) {
      this.violations.add('unasked_answer', `${what}: ${JSON.stringify(response).slice(0, 200)}`);
    }
  }

  /** Events go to another socket at once; a person's action waits for an answer that will not come. */
  #closed(connection: Connection): void {
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.connection !== connection || waiting.envelope.kind !== 'events_api') continue;
      waiting.envelope.outcome = 'connection_closed';
      waiting.settle({ acknowledged: false, reason: 'connection_closed' });
    }
  }
}
