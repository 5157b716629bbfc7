import type { UtcMs } from '../lib/clock.ts';
import type { SlackMessage } from '../notifications/message.ts';
import type { Child } from '../settings/schema/runbooks/effects.ts';
import type { ResultPlace } from '../settings/schema/runbooks/placeholders.ts';
import type { RunbookEntry } from '../settings/schema/runbooks/runbook.ts';
import type { TimerStore } from '../timers/store.ts';
import type { AskedQuestion, ChannelCallAt, DueStep, RunProgress, StepEnd } from './types.ts';

/** The channel that an incident is worked on in: its own, or that of its card. */
export interface WorkChannel {
  /** As cards name it: an id where it is known. */
  target: string;
  /** Without "#". */
  name: string;
}

/**
 * The runs of runbooks. What a trigger begins is begun in the transaction of the change that does it. Whatever writes about a step
 * returns false, and changes nothing, when the step is no longer as it was when it was due.
 */
export interface RunbookStore extends TimerStore<DueStep> {
  runbooks(): Promise<readonly RunbookEntry[]>;
  /** Null when it is shown nowhere. */
  workChannel(incidentNumber: number, connectionId: number): Promise<WorkChannel | null>;
  /** What the steps of a run have come to so far. */
  results(runId: number): Promise<Record<ResultPlace, string>>;
  /** Where a step of a run has posted, by what it is called there; null while it has not. */
  posted(runId: number, as: string): Promise<{ channelId: string; ts: string } | null>;
  /** Owes the message to Slack, once: what comes of it ends the step; that of a question, its answer. */
  send(
    step: DueStep,
    said: { target: string; message: SlackMessage; question: AskedQuestion | null },
    now: UtcMs,
  ): Promise<boolean>;
  /** Owes the call to Slack: what comes of it ends the step. */
  call(step: DueStep, target: string, call: ChannelCallAt, now: UtcMs): Promise<boolean>;
  /** The step waits for the incident's own channel, or is done when that is there; and these people are to be in it. */
  awaitChannel(step: DueStep, people: readonly string[], purpose: string | null, now: UtcMs): Promise<boolean>;
  /** These people are to be in the incident's own channel, if there is one. */
  invite(step: DueStep, people: readonly string[], now: UtcMs): Promise<boolean>;
  /** The step is begun past Slack; nothing has come of it unless that is told until then. @returns it as it is now; null as above */
  begin(step: DueStep, until: UtcMs): Promise<DueStep | null>;
  /** It is begun again then. */
  postpone(step: DueStep, until: UtcMs): Promise<boolean>;
  /** The step is at an end when those within it are. */
  descend(step: DueStep, children: readonly Child[], together: boolean, now: UtcMs): Promise<boolean>;
  end(step: DueStep, end: StepEnd, now: UtcMs): Promise<boolean>;
  progress(incidentNumber: number): Promise<RunProgress[]>;
}
