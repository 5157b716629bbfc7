import type { AckFn, ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Envelope } from './envelope.ts';

/** How many requests are remembered to recognise a redelivery; Slack redelivers within minutes. */
const REMEMBERED = 5_000;

type Response = unknown;

/**
 * Hands on Slack's requests, whichever way they come in: each once, however often Slack delivers it, and each acknowledged at
 * most once.
 */
export class InboundReceiver {
  /** What each recent request was answered with, as soon as it is. */
  private readonly answers = new Map<string, Promise<Response>>();

  constructor(
    private readonly deliver: (request: ReceiverEvent) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  /** Takes a request, and resolves when it is dealt with. Never rejects: there is nobody above to hear it. */
  async receive(envelope: Envelope): Promise<void> {
    const key = requestKey(envelope);
    const earlier = this.answers.get(key);
    if (earlier) {
      this.logger.debug(
        { envelope: envelope.envelopeId },
        'Slack delivered a request again; it keeps its first answer',
      );
      return this.send(envelope, await earlier);
    }
    let answer: (response: Response) => void = () => {};
    this.remember(key, new Promise((resolve) => (answer = resolve)));

    let isAnswered = false;
    const ack: AckFn<Response> = async (response) => {
      if (isAnswered) return;
      isAnswered = true;
      answer(response);
      await this.send(envelope, response);
    };
    try {
      const { body, retryNum, retryReason } = envelope;
      await this.deliver({ body, ack, retryNum, retryReason });
    } catch (error) {
      this.logger.error({ err: error, envelope: envelope.envelopeId }, 'a request from Slack could not be handled');
    }
    // Slack waits three seconds for an answer, and tells the person that the app is broken when none comes.
    await ack(undefined);
  }

  private async send(envelope: Envelope, response: Response): Promise<void> {
    try {
      await envelope.ack(response);
    } catch (error) {
      this.logger.warn(
        { err: error, envelope: envelope.envelopeId },
        'the connection was lost before an acknowledgement',
      );
    }
  }

  private remember(key: string, answer: Promise<Response>): void {
    this.answers.set(key, answer);
    if (this.answers.size <= REMEMBERED) return;
    const [oldest] = this.answers.keys();
    if (oldest !== undefined) this.answers.delete(oldest);
  }
}

/** The same for every delivery of one request: a redelivered event has a new envelope, but its own id. */
function requestKey({ envelopeId, body }: Envelope): string {
  for (const id of [body['event_id'], body['trigger_id']]) if (typeof id === 'string') return id;
  return envelopeId;
}
