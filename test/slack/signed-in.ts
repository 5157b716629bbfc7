import { newToken } from '../../src/http/tokens.ts';
import { HOUR } from '../../src/lib/clock.ts';
import type { Storage } from '../../src/storage/storage.ts';

/** The cookie of a browser in which somebody is signed in. */
export async function signedIn(
  { sessions }: Pick<Storage, 'sessions'>,
  of: { connectionId: number; slackUserId: string },
): Promise<string> {
  const { token, hash } = newToken();
  const now = Date.now();
  const times = { createdAt: now, lastSeenAt: now, expiresAt: now + HOUR };
  await sessions.createSession(hash, { ...of, ...times, userAgent: '' });
  return `opsknight_session=${token}`;
}
