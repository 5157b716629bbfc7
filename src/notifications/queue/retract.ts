import type { Retraction } from '../kinds/retraction.ts';
import type { Delivery } from '../types.ts';
import type { AttemptDeps, Attempted } from './attempt.ts';
import { SlackFailure } from './failure.ts';

/**
 * One attempt to take back what was said in a thread. It looks for that anew every time, so that it may be cut short anywhere. What is
 * on its way there has to arrive first, or it would stay.
 */
export async function retract(
  parts: Pick<AttemptDeps, 'store' | 'slack' | 'clock'>,
  delivery: Delivery,
  retraction: Retraction,
): Promise<Attempted> {
  const { store, clock } = parts;
  if (await store.isThreadInDoubt(retraction.of, delivery.id)) return { kind: 'blocked' };
  try {
    await joining(parts, retraction);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    if (error.kind === 'refused') return { kind: 'refused', code: error.code };
    return { kind: 'postponed', failure: error, isUnsent: true };
  }
  await store.finish(delivery, null, clock.now());
  return { kind: 'delivered', first: false };
}

/** To read a thread in a public channel the app has to be in it. */
async function joining({ slack }: Pick<AttemptDeps, 'slack'>, retraction: Retraction): Promise<void> {
  const { connectionId, channelId, ts, about, withMessage } = retraction;
  const work = () => slack.retract(connectionId, { channelId, ts }, { about, withMessage });
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SlackFailure) || error.code !== 'not_in_channel') throw error;
    await slack.join(connectionId, channelId);
    await work();
  }
}
