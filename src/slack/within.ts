import { setTimeout as sleep } from 'node:timers/promises';

/** What a promise gives within so many milliseconds; null when it takes longer. It goes on all the same. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | null> {
  const patience = new AbortController();
  const tooLong = sleep(milliseconds, null, { signal: patience.signal }).catch(() => null);
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    patience.abort();
    promise.catch(() => {}); // nobody hears of a failure after that: whoever needs what it gives asks again
  }
}
