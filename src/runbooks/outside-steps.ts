import type { Logger } from 'pino';
import { type Backoff, backoffDelay } from '../lib/backoff.ts';
import { type Clock, SECOND } from '../lib/clock.ts';
import type { OutsideCall } from '../settings/schema/runbooks/effects.ts';
import type { RunbookFacts } from '../settings/schema/runbooks/placeholders.ts';
import type { RunbookStore } from './store.ts';
import type { DueStep, StepEnd, StepResult } from './types.ts';

/** At once, over all runbooks: what waits for a server, or runs on ours. */
const MOST_AT_ONCE = 8;
/** One that finds no place looks again. */
const LOOK_AGAIN = SECOND;
/** Longer than it may take by itself: only one that was cut short is not told of by then. */
const GRACE = 10 * SECOND;
const MOST_ATTEMPTS = 5;
const RETRY: Backoff = { first: 2 * SECOND, most: 60 * SECOND };

/** What came of something past Slack. */
export type OutsideOutcome =
  | { kind: 'done'; result: StepResult }
  /** It has had no effect, and would have none. */
  | { kind: 'refused'; code: string }
  /** It has had no effect. `wait`: milliseconds that the other side asks for. */
  | { kind: 'not_taken'; code: string; wait: number }
  /** Whether it has had its effect, nobody can tell. */
  | { kind: 'unknown' };

/** What a step is about, for whoever hears of it. */
export interface OutsideSubject {
  /** The same at every attempt. */
  id: string;
  runbook: string;
  incidentNumber: number;
  facts: RunbookFacts;
}

/** What is done past Slack, once, and cut short where `stopping` says so. Never rejects. */
export interface Outside {
  call(call: OutsideCall, subject: OutsideSubject, stopping: AbortSignal): Promise<OutsideOutcome>;
  /** For so many milliseconds it may go on. */
  patience(call: OutsideCall): number;
}

export interface OutsideStepsDeps {
  store: Pick<RunbookStore, 'begin' | 'postpone' | 'end'>;
  outside: Outside;
  clock: Clock;
  logger: Logger;
  onChanged(): void;
}

/**
 * Steps that go past Slack. Each is noted as begun before it is, and what came of it after: one of which nothing is noted was cut short,
 * and is done again only if whoever wrote the runbook has said that twice is as good as once. Otherwise people are asked.
 */
export class OutsideSteps {
  private readonly going = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly deps: OutsideStepsDeps) {}

  async begin(due: DueStep, call: OutsideCall, { facts }: { facts: RunbookFacts }): Promise<boolean> {
    const { store, outside, clock, logger } = this.deps;
    const now = clock.now();
    if (this.stopping.signal.aborted || this.going.size >= MOST_AT_ONCE) return store.postpone(due, now + LOOK_AGAIN);
    const begun = await store.begin(due, now + outside.patience(call) + GRACE);
    if (!begun) return false;
    const { id, entry, incidentNumber } = begun;
    const subject = { id: `runbook-step-${id}`, runbook: entry.name, incidentNumber, facts };
    const work = this.finish(begun, call, subject)
      .catch((error: unknown) =>
        logger.error({ err: error, step: id }, 'what came of a step of a runbook is not on disk'),
      )
      .finally(() => this.going.delete(work));
    this.going.add(work);
    return true;
  }

  /** Nothing was told of it in its time. */
  wasCutShort(due: DueStep, isRepeatable: boolean): Promise<boolean> {
    return this.settle(due, { kind: 'unknown' }, isRepeatable);
  }

  /** Cuts short what is under way; that is settled when the app is back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.going);
  }

  private async finish(begun: DueStep, call: OutsideCall, subject: OutsideSubject): Promise<void> {
    const { outside, onChanged } = this.deps;
    const outcome = await outside.call(call, subject, this.stopping.signal);
    if (this.stopping.signal.aborted && outcome.kind === 'unknown') return;
    await this.settle(begun, outcome, call.isRepeatable);
    onChanged();
  }

  private settle(step: DueStep, outcome: OutsideOutcome, isRepeatable: boolean): Promise<boolean> {
    const { store, clock } = this.deps;
    const now = clock.now();
    const end = (it: StepEnd) => store.end(step, it, now);
    const mayRetry = step.attempts < MOST_ATTEMPTS;
    switch (outcome.kind) {
      case 'done':
        return end({ state: 'done', outcome: null, result: outcome.result });
      case 'refused':
        return end({ state: outcome.code === 'incident_is_private' ? 'skipped' : 'failed', outcome: outcome.code });
      case 'not_taken': {
        if (!mayRetry) return end({ state: 'failed', outcome: outcome.code });
        return store.postpone(step, now + Math.max(outcome.wait, backoffDelay(RETRY, step.attempts)));
      }
      case 'unknown':
        if (!isRepeatable || !mayRetry) return end({ state: 'failed', outcome: 'outcome_unknown' });
        return store.postpone(step, now + backoffDelay(RETRY, step.attempts));
    }
  }
}
