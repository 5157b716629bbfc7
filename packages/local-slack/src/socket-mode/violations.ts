import type { ChangeFeed } from '../changes.ts';

/**
 * Something that an app must not do to Slack and that Slack does not tell it of
 * (https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge). `junk`: a frame that is no acknowledgement.
 * `unknown_ack`: of an envelope that was never sent. `double_ack`, `late_ack`: of one that has been acknowledged, or given
 * up. `unasked_answer`: with an answer where none is accepted. `bad_answer`: with one that Slack does not understand.
 */
export interface Violation {
  readonly kind: 'junk' | 'unknown_ack' | 'double_ack' | 'late_ack' | 'unasked_answer' | 'bad_answer';
  readonly detail: string;
  readonly at: number;
}

/** Every violation so far, for tests to fail on. */
export class Violations {
  #all: Violation[] = [];

  constructor(private readonly feed: ChangeFeed) {}

  add(kind: Violation['kind'], detail: string): void {
    this.#all.push({ kind, detail, at: Date.now() });
    this.feed.notify();
  }

  get all(): readonly Violation[] {
    return this.#all;
  }

  /** Forgets those so far: a test that provokes some looks at them and says so. @returns them. */
  take(): Violation[] {
    return this.#all.splice(0);
  }

  /** Throws when there are any: what a test does last. */
  demandNone(): void {
    if (this.#all.length === 0) return;
    const lines = this.#all.map(({ kind, detail }) => `  ${kind}: ${detail}`);
    throw new Error(`The app broke rules of Slack's:\n${lines.join('\n')}`);
  }
}
