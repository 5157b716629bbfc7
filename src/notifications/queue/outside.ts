import type { OutsideKind } from '../kinds/index.ts';
import type { Delivery, Job, OutsideMethod } from '../types.ts';
import type { AttemptDeps, Attempted } from './attempt.ts';
import { SlackFailure } from './failure.ts';
import type { Payment } from './payments.ts';

/** Why something was not taken, and so what becomes of it. */
export type Untaken =
  /** The same would be refused again: it is not tried any more. */
  | 'refused'
  /** Nothing for this address gets through now: all of its lane waits. */
  | 'away'
  /** It may be the fault of this delivery alone: others are tried meanwhile, and tell. */
  | 'stumbled'
  /** The other side asks to wait. */
  | 'busy';

/** Somebody outside of Slack has not taken what was sent. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';

  constructor(
    /** What went wrong, in a word: `smtp_550`, `ECONNREFUSED`, `http_404`. */
    readonly code: string,
    readonly why: Untaken,
    /** Milliseconds that the other side asks to wait; only for `busy`. */
    readonly retryAfter = 0,
    options?: ErrorOptions,
  ) {
    super(`not taken: ${code}`, options);
  }
}

/** Carries one kind of delivery to where it goes, when that is not Slack. */
export interface Carrier<Its extends Job = Job> {
  /** What it counts as in the budget. */
  method: OutsideMethod;
  /** Resolves when the other side has it. @throws NotTaken */
  send(job: Its, delivery: Delivery): Promise<void>;
  /** How many milliseconds it is tried; without it, for as long as it takes. */
  patience?: number;
  /** How codes of what went wrong begin: `email`. */
  label(job: Its): string;
  /** Puts on disk what follows from its having been taken; with that the delivery is over. */
  taken?(job: Its, delivery: Delivery): Promise<void>;
  /** Puts on disk what follows from its being given up; with that the delivery is failed. @returns false when nothing does. */
  givenUp?(job: Its, delivery: Delivery, code: string): Promise<boolean>;
}

export type Carriers = Record<OutsideKind, Carrier>;

/**
 * One attempt to hand something over outside of Slack. Whether an attempt that was cut short has arrived, nobody can look up: it is
 * made again, since twice is better than never.
 */
export async function handOver(
  { store, clock }: Pick<AttemptDeps, 'store' | 'clock'>,
  carrier: Carrier,
  delivery: Delivery,
  job: Job,
  payment: Payment,
): Promise<Attempted> {
  const wait = payment.use(carrier.method, delivery.lane);
  if (wait > 0) return { kind: 'over_budget', wait };
  if (!(await store.begin(delivery, clock.now()))) return { kind: 'changed' };
  try {
    await carrier.send(job, delivery);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    return untaken(error, carrier, delivery, job, clock.now());
  }
  await carrier.taken?.(job, delivery);
  await store.finish(delivery, null, clock.now());
  return { kind: 'delivered', first: true };
}

function untaken(error: NotTaken, carrier: Carrier, { createdAt }: Delivery, job: Job, now: number): Attempted {
  const { why, retryAfter } = error;
  const code = `${carrier.label(job)}:${error.code}`;
  const isOver = carrier.patience !== undefined && now - createdAt >= carrier.patience;
  if (why === 'refused' || isOver) return { kind: 'refused', code };
  const kind = why === 'busy' ? 'rate_limited' : why === 'away' ? 'unreachable' : 'in_doubt';
  return { kind: 'postponed', failure: new SlackFailure(kind, code, retryAfter, { cause: error }), isUnsent: true };
}
