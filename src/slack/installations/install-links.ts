import { createHmac } from 'node:crypto';
import { DAY, type UtcMs } from '../../lib/clock.ts';
import { isSameSignature } from '../../lib/same-signature.ts';

/** Whoever gets one is to use it soon. */
const LIFETIME = DAY;

/** Links that let whoever has them install the app, for a day, where not everybody may: `opsknight install-link` prints one. */
export class InstallLinks {
  constructor(
    private readonly baseUrl: string,
    private readonly secret: string,
  ) {}

  create(now: UtcMs): string {
    const expiresAt = String(now + LIFETIME);
    return `${this.baseUrl}/slack/install?link=${expiresAt}.${this.signatureOf(expiresAt)}`;
  }

  /** Whether a link's parameter was made here, and lately. */
  holds(link: string, now: UtcMs): boolean {
    const [expiresAt = '', signature = ''] = link.split('.');
    return isSameSignature(signature, this.signatureOf(expiresAt)) && Number(expiresAt) > now;
  }

  private signatureOf(text: string): string {
    return createHmac('sha256', this.secret).update(`install ${text}`).digest('base64url');
  }
}
