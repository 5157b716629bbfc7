import type { UtcMs } from '../lib/clock.ts';
import type { Call } from '../oncall/call.ts';
import type { Urgency } from '../oncall/urgency.ts';
import type { Actor } from '../people/actor.ts';

/** What can be asked of an existing incident, whoever asks: a person, a monitor or a timer. */
export type Command =
  | { type: 'acknowledge' }
  | { type: 'resolve'; note: string | null }
  /** Also what "unacknowledge" means: whatever it was, it is open again and escalates from the first step. */
  | { type: 'reopen' }
  | { type: 'snooze'; until: UtcMs }
  | { type: 'wake' }
  /** `dueAt`: when the step was due, for the clock that gives the command; people mean now. */
  | { type: 'escalate'; dueAt?: UtcMs }
  /** From the first step, with the policy as it is now; the clock says so where the settings have changed. */
  | { type: 'restart_escalation' }
  /** Calls others to it. */
  | { type: 'page'; call: Call }
  /** Slack refused the direct message to somebody. `target`: as their card has it. */
  | { type: 'page_failed'; target: string; name: string; code: string }
  | { type: 'check_sla' }
  /** Asks the owner whether they are still on it. */
  | { type: 'remind' }
  /** The owner's yes. */
  | { type: 'confirm' }
  /** The owner did not answer: it is open again. */
  | { type: 'take_back' }
  /** The same alert again: its dedup key matched this incident. */
  | { type: 'repeat_alert'; urgency: Urgency; title: string }
  | { type: 'note'; text: string };

/** Why a command changed nothing. Each is an answer to a person, never an exception. */
export type Rejection =
  | { reason: 'already_acknowledged'; by: Actor; at: UtcMs }
  | { reason: 'already_resolved'; by: Actor; at: UtcMs }
  | { reason: 'already_open' }
  | { reason: 'not_snoozed' }
  | { reason: 'not_while'; status: 'ACKNOWLEDGED' | 'SNOOZED' | 'RESOLVED' }
  | { reason: 'nothing_to_escalate' }
  | { reason: 'not_acknowledged' }
  | { reason: 'nothing_to_ask' }
  | { reason: 'snooze_out_of_range'; min: UtcMs; max: UtcMs }
  | { reason: 'empty_note' }
  /**
   * A newer incident has taken over the dedup key, so this one can't be opened again. `number`: null for whoever may not know of
   * that one.
   */
  | { reason: 'continued_as'; number: number | null };
