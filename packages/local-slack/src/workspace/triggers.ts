import { randomDigits, randomHex } from '../ids.ts';
import type { Timing } from '../timing.ts';

/** What a trigger_id stands for: somebody did something, and may be shown a modal for it. */
export interface Trigger {
  userId: string;
  /** The modal in which it happened. */
  viewId: string | undefined;
  /** The browser window in which it happened, where there is one. */
  windowId: string | undefined;
}

interface Issued extends Trigger {
  issuedAt: number;
  exchanged: boolean;
}

export type Exchange =
  | { trigger: Trigger }
  | { error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

/** Trigger ids are good once, for three seconds (https://docs.slack.dev/surfaces/modals#opening). */
export class Triggers {
  readonly #issued = new Map<string, Issued>();

  constructor(private readonly timing: Timing) {}

  issue(trigger: Trigger): string {
    const id = `${randomDigits(13)}.${randomDigits(13)}.${randomHex(32)}`;
    this.#issued.set(id, { ...trigger, issuedAt: Date.now(), exchanged: false });
    return id;
  }

  /** Looks at a trigger without using it up: a call that fails for another reason leaves it good. */
  check(id: string): Exchange {
    const trigger = this.#issued.get(id);
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.exchanged) return { error: 'exchanged_trigger_id' };
    if (Date.now() - trigger.issuedAt > this.timing.triggerLifetimeMs) return { error: 'expired_trigger_id' };
    return { trigger };
  }

  use(id: string): void {
    const trigger = this.#issued.get(id);
    if (trigger) trigger.exchanged = true;
  }
}
