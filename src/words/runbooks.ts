import { lookUp } from '../lib/look-up.ts';
import { explain } from '../notifications/queue/slack-errors.ts';
import { OPERATIONS } from '../settings/schema/runbooks/operations.ts';

/** Why a step did not go as it was to, or how, where Slack has not said so. */
const OUTCOMES: Record<string, string> = {
  time_is_up: 'nothing has come of it for long',
  no_channel: 'the incident is shown in no channel',
  no_own_channel: 'the incident has no channel of its own',
  no_incident: 'there is no such incident',
  no_answer: 'nobody has answered in time',
  default_counts: 'nobody has answered in time, and the default counts',
  reaches_nobody: 'it leads to nobody now',
  not_posted: 'the message that it is about is not there',
  too_many_steps: 'there would be too many steps in one run',
  incident_is_private: 'left out, since not everybody there may see the incident',
  incident_is_over: 'the incident is over',
  of_closed_project: 'left out, since the incident belongs to a closed project',
  not_while: 'not while the incident is as it is',
  not_over: 'the incident is not over',
  unfit_assignee: 'it can’t be given to them',
  merged: 'the incident goes on as another one',
  outcome_unknown:
    'it was cut short, and whether it has had its effect is not known: look there, then retry or skip it',
  unknown_action: 'no such action is registered on the server',
  secret_missing: 'a secret that it names is not set in the environment',
  secret_too_short: 'the secret that it is to be signed with is shorter than 16 characters',
  host_not_allowed: 'OUTGOING_HOSTS does not have that server',
  not_json: 'the answer is not JSON, and something of it was to be kept',
};

interface StepInWords {
  action: string;
  state: string;
  outcome: string | null;
  answer: string | null;
}

/** "Message: the channel is archived" */
export function stepWords({ action, state, outcome, answer }: StepInWords): string {
  const words = lookUp(OPERATIONS, action)?.label ?? action;
  if (state === 'under_way') return `${words}, under way`;
  if (outcome === null && answer !== null) return `${words}: ${answer}`;
  if (outcome === null) return state === 'cancelled' ? `${words}, not done` : words;
  return `${words}: ${outcomeWords(outcome)}${answer === null ? '' : ` (${answer})`}`;
}

function outcomeWords(outcome: string): string {
  const known = lookUp(OUTCOMES, outcome);
  if (known) return known;
  const [, exit] = /^exit_(.+)$/.exec(outcome) ?? [];
  if (exit) return `it ended with ${exit}`;
  const [, status] = /^http_(\d+)$/.exec(outcome) ?? [];
  return status ? `the server answered with ${status}` : explain(outcome).meaning;
}

/** How it is with a run as a whole, to stand after the runbook's name. */
export const RUN_STANDINGS = {
  waiting: 'waits for its turn: as many of it run at once as may',
  running: 'is at work',
  done: 'is through',
  cancelled: 'ended early, as the incident is over',
} as const;
export const RUN_MARKS = { waiting: '⏳', running: '⚪', done: '✅', cancelled: '➖' } as const;

export const STEP_MARKS: Record<string, string> = {
  waiting: '⚪',
  under_way: '🔵',
  done: '✅',
  failed: '❌',
  skipped: '➖',
  cancelled: '➖',
};

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'skipped']);

/** How many of them are through. */
export function endedSteps(steps: readonly { state: string }[]): number {
  return steps.filter(({ state }) => ENDED.has(state)).length;
}
