import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SECOND } from '../../lib/clock.ts';

/** A cookie of this host alone, which no script reads. */
export class HostCookie {
  private readonly name: string;
  private readonly secure: boolean;

  /** @param lifetime in milliseconds */
  constructor(
    name: string,
    private readonly lifetime: number,
    baseUrl: string,
  ) {
    this.secure = baseUrl.startsWith('https:');
    // Browsers take a cookie of this name from this very host only, and only over HTTPS.
    this.name = this.secure ? `__Host-${name}` : name;
  }

  read(c: Context): string | undefined {
    return getCookie(c, this.name);
  }

  write(c: Context, value: string): void {
    setCookie(c, this.name, value, { ...this.attributes(), maxAge: this.lifetime / SECOND });
  }

  forget(c: Context): void {
    deleteCookie(c, this.name, this.attributes());
  }

  private attributes() {
    // Pages of Slack's lead here: a stricter cookie would not come along.
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'Lax' } as const;
  }
}
