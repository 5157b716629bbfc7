import { HOUR } from '../../lib/clock.ts';
import { HostCookie } from './host-cookie.ts';

/** A working day with its evening; a stolen laptop is of no use the next morning. */
export const SESSION_LIFETIME = 12 * HOUR;

/** The cookie that holds a session's token. */
export function sessionCookie(baseUrl: string): HostCookie {
  return new HostCookie('opsknight_session', SESSION_LIFETIME, baseUrl);
}
