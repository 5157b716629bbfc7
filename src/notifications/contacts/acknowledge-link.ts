import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { DAY, type UtcMs } from '../../lib/clock.ts';
import { isSameSignature } from '../../lib/same-signature.ts';

/** Whoever opens a mail a week later had better look at the incident first. */
const LIFETIME = 7 * DAY;

/** Whom a link lets acknowledge what. */
export interface Invitation {
  /** The workspace that they are looked for in. */
  connectionId: number;
  incidentNumber: number;
  /** Of a user of opsknight.yml. */
  email: string;
  /** What called them: the link is of no use once the incident has been resolved and opened again. Null in links of older releases. */
  eventId: number | null;
}

const payload = z.tuple([z.int(), z.int(), z.string(), z.number(), z.int().nullish()]);

/** Links with which people who were called acknowledge without signing in. They are signed, so that nobody can make or change one. */
export class AcknowledgeLinks {
  constructor(
    private readonly baseUrl: string,
    private readonly secret: () => Promise<string>,
  ) {}

  /** @param calledAt The same link each time that the same call is made. */
  async create({ connectionId, incidentNumber, email, eventId }: Invitation, calledAt: UtcMs): Promise<string> {
    const said: z.input<typeof payload> = [connectionId, incidentNumber, email, calledAt + LIFETIME, eventId];
    const text = Buffer.from(JSON.stringify(said)).toString('base64url');
    return `${this.baseUrl}/acknowledge/${text}.${await this.signatureOf(text)}`;
  }

  /** What a link's last part says; null for one that was changed, or is too old. */
  async read(token: string, now: UtcMs): Promise<Invitation | null> {
    const [text = '', signature = '', ...rest] = token.split('.');
    if (rest.length > 0 || !isSameSignature(signature, await this.signatureOf(text))) return null;
    const { data } = payload.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (!data) return null;
    const [connectionId, incidentNumber, email, expiresAt, eventId = null] = data;
    return expiresAt > now ? { connectionId, incidentNumber, email, eventId } : null;
  }

  private async signatureOf(text: string): Promise<string> {
    return createHmac('sha256', await this.secret())
      .update(text)
      .digest('base64url');
  }
}
