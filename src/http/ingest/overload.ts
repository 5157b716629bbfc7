import type { MiddlewareHandler } from 'hono';
import { RefusedRequest } from '../refused-request.ts';

/** Writes waiting for the disk beyond which senders had better wait too: a few seconds' worth. */
const MAX_PENDING_WRITES = 10_000;
const RETRY_AFTER = 2;

/** Asks senders to come back later instead of taking in what can't be put on disk in time. */
export function refuseWhenBusy(pendingWrites: () => number): MiddlewareHandler {
  return async (_, next) => {
    if (pendingWrites() > MAX_PENDING_WRITES) {
      throw new RefusedRequest(
        429,
        `Too many alerts at once. Nothing was taken in; send it again in ${RETRY_AFTER} seconds.`,
        {
          headers: { 'Retry-After': String(RETRY_AFTER) },
        },
      );
    }
    await next();
  };
}
