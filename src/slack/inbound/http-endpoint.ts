import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { readBody } from './body.ts';
import type { Envelope } from './envelope.ts';
import type { Inbound } from './inbound.ts';
import { isSignedWith, readSignature, SIGNATURE_FLAWS, type SignatureFlaw } from './signature.ts';

/** A request at one of the addresses that Slack calls. */
export interface EndpointRequest {
  /** In lower case; several of one name are one, with commas. */
  header(name: string): string | undefined;
  /** Read only when the headers may be Slack's. */
  body(): Promise<string>;
}

export interface EndpointAnswer {
  status: 200 | 400 | 401;
  contentType: string;
  body: string;
}

const EMPTY: EndpointAnswer = { status: 200, contentType: 'text/plain', body: '' };

/** The addresses that Slack calls, for those who have public HTTPS: whatever comes in is Slack's by its signature, or refused. */
export class HttpEndpoint implements Inbound {
  readonly liveSockets = 0;

  constructor(
    private readonly signingSecret: string,
    private readonly receive: (envelope: Envelope) => Promise<void>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {}

  async stop(): Promise<void> {}

  /** Resolves when what was asked is on disk, or as soon as it is known that it is nothing of Slack's. */
  async answer(request: EndpointRequest): Promise<EndpointAnswer> {
    const now = this.clock.now();
    const headers = {
      signature: request.header('x-slack-signature'),
      timestamp: request.header('x-slack-request-timestamp'),
    };
    const signature = readSignature(headers, now);
    if (typeof signature === 'string') return this.refuse(signature);
    const text = await request.body();
    if (!isSignedWith(this.signingSecret, signature, text, now)) return this.refuse('wrong');

    const body = readBody(request.header('content-type'), text);
    if (body === null) return this.refuseBody();
    if (body['type'] === 'url_verification') return json({ challenge: body['challenge'] });
    if (body['ssl_check'] === '1') return EMPTY; // Slack looks at the certificate
    return this.handOn(body, request, signature.hash);
  }

  private handOn(body: Record<string, unknown>, request: EndpointRequest, envelopeId: string): Promise<EndpointAnswer> {
    const retryNum = Number.parseInt(request.header('x-slack-retry-num') ?? '', 10);
    return new Promise((resolve) => {
      void this.receive({
        envelopeId,
        body,
        retryNum: Number.isNaN(retryNum) ? undefined : retryNum,
        retryReason: request.header('x-slack-retry-reason'),
        ack: async (response) => resolve(inHttp(response)),
      });
    });
  }

  private refuse(flaw: SignatureFlaw): EndpointAnswer {
    this.logger.warn({ signature: flaw }, `a request to Slack's endpoints was refused: it ${SIGNATURE_FLAWS[flaw]}`);
    return problem(401, 'This request is not signed by Slack.');
  }

  private refuseBody(): EndpointAnswer {
    this.logger.warn('a request that Slack has signed was refused: its body is neither JSON nor a form');
    return problem(400, 'This body is neither JSON nor a form.');
  }
}

/** An acknowledgement as Slack reads it: nothing, a text, or JSON. */
function inHttp(response: unknown): EndpointAnswer {
  if (response === undefined || response === null || response === '') return EMPTY;
  return typeof response === 'string' ? { ...EMPTY, body: response } : json(response);
}

function json(value: unknown): EndpointAnswer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(value) };
}

function problem(status: 400 | 401, error: string): EndpointAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify({ error }) };
}
