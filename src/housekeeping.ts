import type { Logger } from 'pino';
import { type Clock, DAY, HOUR } from './clock.ts';
import type { SessionStore } from './http/store.ts';
import type { IncidentStore } from './incidents/store.ts';

const EVERY = HOUR;
/** Slack delivers a request again within the hour, or never. */
const REQUESTS_REMEMBERED = DAY;

/** Forgets, once an hour, what nobody needs any more. @returns how to stop. */
export function startHousekeeping(incidents: IncidentStore, sessions: SessionStore, clock: Clock, logger: Logger) {
  const tidy = async () => {
    try {
      const now = clock.now();
      await incidents.forgetRequests(now - REQUESTS_REMEMBERED);
      await sessions.purge(now);
    } catch (error) {
      logger.warn({ err: error }, 'what has expired could not be removed; it is tried again in an hour');
    }
  };
  void tidy();
  const timer = setInterval(tidy, EVERY);
  return () => clearInterval(timer);
}
