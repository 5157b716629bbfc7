import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { HOUR, SECOND } from '../../lib/clock.ts';

/** A working day with its evening; a stolen laptop is of no use the next morning. */
export const SESSION_LIFETIME = 12 * HOUR;

/** The cookie that holds a session's token. */
export class SessionCookie {
  private readonly name: string;
  private readonly secure: boolean;

  constructor(baseUrl: string) {
    this.secure = baseUrl.startsWith('https:');
    // Browsers take a cookie of this name from this very host only, and only over HTTPS.
    this.name = this.secure ? '__Host-opsknight_session' : 'opsknight_session';
  }

  read(c: Context): string | undefined {
    return getCookie(c, this.name);
  }

  write(c: Context, token: string): void {
    setCookie(c, this.name, token, { ...this.attributes(), maxAge: SESSION_LIFETIME / SECOND });
  }

  forget(c: Context): void {
    deleteCookie(c, this.name, this.attributes());
  }

  private attributes() {
    return { path: '/', httpOnly: true, secure: this.secure, sameSite: 'Lax' } as const;
  }
}
