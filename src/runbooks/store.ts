import type { UtcMs } from '../lib/clock.ts';
import type { SlackMessage } from '../notifications/message.ts';
import type { RunbookEntry } from '../settings/schema/runbooks/runbook.ts';
import type { TimerStore } from '../timers/store.ts';
import type { DueStep, RunProgress, StepEnd } from './types.ts';

/** The channel that an incident is worked on in: its own, or that of its card. */
export interface WorkChannel {
  /** As cards name it: an id where it is known. */
  target: string;
  /** Without "#". */
  name: string;
}

/** The runs of runbooks. What a trigger begins is begun in the transaction of the change that does it. */
export interface RunbookStore extends TimerStore<DueStep> {
  runbooks(): Promise<readonly RunbookEntry[]>;
  /** Null when it is shown nowhere. */
  workChannel(incidentNumber: number, connectionId: number): Promise<WorkChannel | null>;
  /** Owes the message to Slack, once: what comes of it ends the step. @returns false when the step is no longer as it was. */
  send(step: DueStep, target: string, message: SlackMessage, now: UtcMs): Promise<boolean>;
  /**
   * The step waits for the incident's own channel, or is done when that is there; and these people are to be in it.
   * @returns false when the step is no longer as it was.
   */
  awaitChannel(step: DueStep, people: readonly string[], purpose: string | null, now: UtcMs): Promise<boolean>;
  /** @returns false when the step is no longer as it was. */
  end(step: DueStep, end: StepEnd, now: UtcMs): Promise<boolean>;
  progress(incidentNumber: number): Promise<RunProgress[]>;
}
