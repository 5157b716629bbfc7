import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';

/**
 * How long somebody who waits for an answer waits for Slack: they are to have it within three seconds either way. In turns, between
 * which whatever has come is read: a process that stood still for a while does not take that for Slack's silence.
 */
const TURNS = 4;
const TURN = SECOND / 4;

/**
 * What Slack says, if it says it soon; what comes later is not lost, whoever asks again finds it.
 * @throws SlackFailure when it takes too long, or fails.
 */
export async function soon<T>(promise: Promise<T>): Promise<T> {
  const patience = new AbortController();
  const tooLong = endOfPatience(patience.signal);
  tooLong.catch(() => {});
  promise.catch(() => {}); // a failure after the patience has ended is met again by whoever asks again
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    patience.abort();
  }
}

async function endOfPatience(signal: AbortSignal): Promise<never> {
  for (let turn = 0; turn < TURNS; turn++) await sleep(TURN, null, { signal });
  throw new SlackFailure('in_doubt', 'too_slow');
}

/** Whether it may go better in a while: Slack can't be asked now, or has not answered. */
export function isPassing(error: unknown): error is SlackFailure {
  return error instanceof SlackFailure && error.kind !== 'refused';
}
