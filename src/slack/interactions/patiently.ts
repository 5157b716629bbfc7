import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode } from '@slack/bolt';
import { SECOND } from '../../lib/clock.ts';
import { toSlackFailure } from '../api/failures.ts';

/** Whoever waits for an answer has looked elsewhere by then. */
const LONGEST_WAIT = 30 * SECOND;
const TRIES = 3;

/**
 * Says something to a person, and waits where Slack asks for it: late is better than never, for a while. That Slack takes answers
 * for half an hour is no reason to keep them for so long.
 */
export async function patiently<Said>(say: () => Promise<Said>): Promise<Said> {
  for (let tries = 1; ; tries++) {
    try {
      return await say();
    } catch (error) {
      const wait = waitAskedFor(error);
      if (wait === null || wait > LONGEST_WAIT || tries === TRIES) throw error;
      await sleep(wait, undefined, { ref: false });
    }
  }
}

/** In milliseconds; null where Slack doesn't ask to wait. Of an answer's own address Bolt does not hand over for how long. */
function waitAskedFor(error: unknown): number | null {
  if (error instanceof Error && 'code' in error && error.code === ErrorCode.RespondError) {
    return 'statusCode' in error && error.statusCode === 429 ? SECOND : null;
  }
  const failure = toSlackFailure(error);
  return failure.kind === 'rate_limited' ? failure.retryAfter : null;
}
