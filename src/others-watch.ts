import type { Logger } from 'pino';
import { SECOND } from './lib/clock.ts';

const EVERY = SECOND;

/**
 * Notices within a second that another process, such as `opsknight apply`, has written to the database: there may be
 * something to send, or to do at another time. @returns how to stop.
 */
export function watchOthers(writtenByOthers: () => number, onWritten: () => void, logger: Logger): () => void {
  let seen = writtenByOthers();
  const look = () => {
    try {
      const now = writtenByOthers();
      if (now !== seen) onWritten();
      seen = now;
    } catch (error) {
      logger.warn(
        { err: error },
        'the database could not be asked what other processes wrote; it is asked again in a second',
      );
    }
  };
  const timer = setInterval(look, EVERY);
  return () => clearInterval(timer);
}
