import { createHash } from 'node:crypto';
import oauth, { type ClearStateStore, type InstallURLOptions, InvalidStateError, type StateStore } from '@slack/oauth';
import type { Clock } from '../../lib/clock.ts';
import type { InstallationStore } from './store.ts';

/** As long as Slack's codes are good for. */
export const STATE_SECONDS = 600;

/** Signed states that hold for ten minutes (`ClearStateStore`), each of which is good once. */
export class OneTimeStates implements StateStore {
  private readonly signed: ClearStateStore;

  constructor(
    secret: string,
    private readonly store: Pick<InstallationStore, 'useState'>,
    private readonly clock: Clock,
  ) {
    // Node finds not all names of a CommonJS module.
    this.signed = new oauth.ClearStateStore(secret, STATE_SECONDS);
  }

  generateStateParam(options: InstallURLOptions): Promise<string> {
    return this.signed.generateStateParam(options, new Date(this.clock.now()));
  }

  /** @throws InvalidStateError */
  async verifyStateParam(_now: Date, state: string): Promise<InstallURLOptions> {
    const now = this.clock.now();
    const options = await this.signed.verifyStateParam(new Date(now), state);
    const hash = createHash('sha256').update(state).digest('hex');
    if (await this.store.useState(hash, now + STATE_SECONDS * 1000, now)) return options;
    throw new InvalidStateError('The state has been used before');
  }
}
