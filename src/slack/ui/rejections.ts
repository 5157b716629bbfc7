import type { UtcMs } from '../../clock.ts';
import type { SlackMessage } from '../../courier/message.ts';
import type { Rejection } from '../../incidents/commands.ts';
import type { Outcome } from '../../incidents/service.ts';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import { REOPEN_LABELS } from '../../words/incident.ts';
import { rejectionSentence, unknownIncident } from '../../words/rejections.ts';
import { incidentValue } from './action-values.ts';
import { actorName } from './actor.ts';
import { actions, button, section } from './blocks.ts';
import { ACTION } from './ids.ts';
import { notice } from './notices.ts';
import { dateAndTime } from './time.ts';

/**
 * What came of a person's command, as a sentence of mrkdwn to answer with: what happened, what holds now, what can be
 * done. `number` is the incident that was meant.
 */
export function outcomeSentence(outcome: Outcome, number: number, now: UtcMs): string {
  switch (outcome.kind) {
    case 'done':
      return doneSentence(outcome.incident);
    case 'rejected':
      return rejectionSentence(outcome.rejection, outcome.incident, now, actorName);
    case 'not_found':
      return unknownIncident(number);
    case 'repeated':
      return `That has already been done; ${incidentKey(number)} is up to date.`;
  }
}

/** A refusal as an answer; where the incident is resolved, with the way to open it again. */
export function withReopen(outcome: Outcome, words: string): SlackMessage {
  if (outcome.kind !== 'rejected' || !REOPENABLE.has(outcome.rejection.reason)) return notice(words);
  const { number, state } = outcome.incident;
  if (state.status !== 'RESOLVED') return notice(words);
  const reopen = button(ACTION.reopen, REOPEN_LABELS.RESOLVED, incidentValue(number));
  return { text: words, blocks: [section(words), actions(reopen)] };
}

const REOPENABLE: ReadonlySet<Rejection['reason']> = new Set(['already_resolved', 'not_while', 'not_acknowledged']);

function doneSentence({ number, state }: Incident): string {
  const key = incidentKey(number);
  switch (state.status) {
    case 'OPEN':
      return `${key} is open.`;
    case 'ACKNOWLEDGED':
      return `${key} is acknowledged by ${actorName(state.by)}. Escalation has stopped.`;
    case 'SNOOZED':
      return `${key} is snoozed until ${dateAndTime(state.until)}.`;
    case 'RESOLVED':
      return `${key} is resolved by ${actorName(state.by)}.`;
  }
}
