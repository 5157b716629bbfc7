import type { OtherContact } from '../contacts/types.ts';
import type { Delivery } from '../types.ts';
import type { AttemptDeps, Attempted } from './attempt.ts';
import { SlackFailure } from './failure.ts';
import type { Payment } from './payments.ts';

/** A page could not be sent by a method besides Slack. */
export class ContactFailure extends Error {
  override readonly name = 'ContactFailure';

  constructor(
    /** What went wrong, in a word: `smtp_550`, `ECONNREFUSED`, `http_404`. */
    readonly code: string,
    /** The same page would be refused again. */
    readonly isFinal: boolean,
    options?: ErrorOptions,
  ) {
    super(`a page could not be sent: ${code}`, options);
  }
}

/** Sends pages by other ways than Slack. */
export interface Outreach {
  /** Resolves when whoever carries it on has it. @throws ContactFailure */
  send(contact: OtherContact): Promise<void>;
  /** Puts on disk that it is on its way to the person: the delivery is over, and the incident's timeline says so. */
  reached(delivery: Delivery, contact: OtherContact): Promise<void>;
}

/**
 * One attempt to call somebody past Slack. Whether an attempt that was cut short has arrived, nobody can look up: it is made again,
 * since a page twice is better than none.
 */
export async function reachOut(
  { store, outreach, clock }: Pick<AttemptDeps, 'store' | 'outreach' | 'clock'>,
  delivery: Delivery,
  contact: OtherContact,
  payment: Payment,
): Promise<Attempted> {
  const wait = payment.use('contact', delivery.lane);
  if (wait > 0) return { kind: 'over_budget', wait };
  if (!(await store.begin(delivery, clock.now()))) return { kind: 'changed' };
  try {
    await outreach.send(contact);
  } catch (error) {
    if (!(error instanceof ContactFailure)) throw error;
    const code = `${contact.method}:${error.code}`;
    if (error.isFinal) return { kind: 'refused', code };
    const failure = new SlackFailure('unreachable', code, 0, { cause: error });
    return { kind: 'postponed', failure, isUnsent: true };
  }
  await outreach.reached(delivery, contact);
  await store.finish(delivery, null, clock.now());
  return { kind: 'delivered', first: true };
}
