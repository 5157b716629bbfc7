import { randomUUID } from 'node:crypto';
import type { ChangeFeed } from '../changes.ts';
import type { Faults } from '../faults.ts';
import { randomHex } from '../ids.ts';
import { isJsonObject, type JsonObject, parseJson } from '../json.ts';
import type { Acknowledgement, Envelope, EnvelopeKind, Retry } from '../socket-mode/envelopes.ts';
import type { Timing } from '../timing.ts';
import type { AppIdentity } from '../workspace/workspace.ts';
import type { RequestUrls } from './request-urls.ts';
import { signedHeaders } from './signature.ts';
import type { Transport } from './transport.ts';

interface Sending {
  kind: EnvelopeKind;
  payload: JsonObject;
  retry: Retry;
}

const FIRST: Retry = { attempt: 0, reason: '' };

/** Events are JSON, interactions JSON in a form, and commands forms (https://docs.slack.dev/apis/events-api/using-http-request-urls). */
function bodyOf({ kind, payload }: Sending): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : textsOf(payload);
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

const textsOf = (payload: JsonObject) =>
  Object.fromEntries(Object.entries(payload).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)]])));

/** A command may be answered with a plain text. */
function answerIn(text: string): JsonObject {
  const parsed = parseJson(text);
  if (isJsonObject(parsed)) return parsed;
  return text.trim() === '' ? {} : { text };
}

function retryHeaders({ attempt, reason }: Retry): Record<string, string> {
  return attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': reason };
}

/** Sends requests to the app's addresses, signed as Slack signs them. */
export class HttpDelivery implements Transport {
  readonly #log: Envelope[] = [];
  readonly #verified = new Map<string, Promise<boolean>>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly app: AppIdentity,
    private readonly urls: RequestUrls,
    private readonly faults: Faults,
    private readonly timing: Timing,
    private readonly feed: ChangeFeed,
  ) {}

  get log(): readonly Envelope[] {
    return this.#log;
  }

  stop(): void {
    this.#stopping.abort();
  }

  again(envelope: Envelope, sameEnvelope: boolean): Promise<Acknowledgement> {
    const { kind, payload, acceptsResponse, retryAttempt, retryReason, id } = envelope;
    const retry = { attempt: retryAttempt, reason: retryReason };
    return this.#deliver({ kind, payload, retry }, acceptsResponse, sameEnvelope ? id : randomUUID());
  }

  send(kind: EnvelopeKind, payload: JsonObject, acceptsResponse: boolean, retry = FIRST): Promise<Acknowledgement> {
    return this.#deliver({ kind, payload, retry }, acceptsResponse, randomUUID());
  }

  async #deliver(sending: Sending, acceptsResponse: boolean, id: string): Promise<Acknowledgement> {
    const { kind, payload, retry } = sending;
    const url = this.urls.of(kind, payload);
    // An app that has named no address hears nothing, now or later.
    if (url === undefined) return { acknowledged: false, reason: 'no_retry' };
    const envelope: Envelope = {
      id,
      kind,
      payload,
      acceptsResponse,
      retryAttempt: retry.attempt,
      retryReason: retry.reason,
      sentAt: Date.now(),
      socket: undefined,
      outcome: 'waiting',
      ackedAfterMs: undefined,
      response: undefined,
    };
    this.#log.push(envelope);
    const acknowledgement = await this.#request(url, sending);
    if (acknowledgement.acknowledged) {
      envelope.outcome = 'acknowledged';
      envelope.ackedAfterMs = Date.now() - envelope.sentAt;
      envelope.response = acknowledgement.response;
    } else {
      envelope.outcome = acknowledgement.reason === 'timeout' ? 'timed_out' : 'no_connection';
    }
    this.feed.notify();
    return acknowledgement;
  }

  async #request(url: string, sending: Sending): Promise<Acknowledgement> {
    if (this.faults.inOutage) return { acknowledged: false, reason: 'no_connection' };
    if (sending.kind === 'events_api' && !(await this.#isVerified(url))) {
      return { acknowledged: false, reason: 'http_error' };
    }
    const { type, body } = bodyOf(sending);
    try {
      const response = await this.#post(url, type, body, retryHeaders(sending.retry));
      const text = await response.text();
      if (response.ok) return { acknowledged: true, response: answerIn(text) };
      const isFinal = response.headers.get('x-slack-no-retry') === '1';
      return { acknowledged: false, reason: isFinal ? 'no_retry' : 'http_error' };
    } catch (error) {
      const isLate = error instanceof DOMException && error.name === 'TimeoutError';
      return { acknowledged: false, reason: isLate ? 'timeout' : 'no_connection' };
    }
  }

  /**
   * Slack sends events only to an address that has given back a challenge
   * (https://docs.slack.dev/reference/events/url_verification). One that has not is asked again with the next event.
   */
  async #isVerified(url: string): Promise<boolean> {
    const asked = this.#verified.get(url) ?? this.#challenge(url);
    this.#verified.set(url, asked);
    const isVerified = await asked;
    if (!isVerified) this.#verified.delete(url);
    return isVerified;
  }

  async #challenge(url: string): Promise<boolean> {
    const challenge = randomHex(52);
    const question = { token: this.app.verificationToken, challenge, type: 'url_verification' };
    try {
      const response = await this.#post(url, 'application/json', JSON.stringify(question), {});
      const text = await response.text();
      const answer = parseJson(text);
      const given = isJsonObject(answer) ? answer.challenge : (new URLSearchParams(text).get('challenge') ?? text);
      return response.ok && given === challenge;
    } catch {
      return false; // an app that is not there has not verified anything either
    }
  }

  async #post(url: string, type: string, body: string, extra: Record<string, string>): Promise<Response> {
    const delay = this.faults.takeEnvelopeDelay();
    const signal = AbortSignal.any([AbortSignal.timeout(this.timing.ackDeadlineMs), this.#stopping.signal]);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay).unref());
    return fetch(url, {
      method: 'POST',
      body,
      signal,
      headers: {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signedHeaders(this.app.credentials.signingSecret, body),
        ...extra,
      },
    });
  }
}
