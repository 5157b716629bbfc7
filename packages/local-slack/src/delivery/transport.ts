import type { JsonObject } from '../json.ts';
import type { Acknowledgement, Envelope, EnvelopeKind, Retry } from '../socket-mode/envelopes.ts';

/** How what happens in a workspace reaches the app: over its sockets, or at its addresses. */
export interface Transport {
  /** Everything sent so far, oldest first. */
  readonly log: readonly Envelope[];
  /** Never rejects: an app that does not answer is an outcome like others. */
  send(kind: EnvelopeKind, payload: JsonObject, acceptsResponse: boolean, retry?: Retry): Promise<Acknowledgement>;
  /** Sends what was sent before once more: as the same envelope, or as a new one around the same payload. */
  again(envelope: Envelope, sameEnvelope: boolean): Promise<Acknowledgement>;
  stop(): void;
}
