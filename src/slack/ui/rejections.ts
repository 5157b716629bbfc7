import { DAY, type UtcMs } from '../../clock.ts';
import type { Rejection } from '../../incidents/commands.ts';
import type { Outcome } from '../../incidents/service.ts';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { REOPEN_LABELS } from '../../words/reopening.ts';
import { incidentValue } from './action-values.ts';
import { actorName } from './actor.ts';
import { actions, button, section } from './blocks.ts';
import { ACTION } from './ids.ts';
import { statusLabel } from './incident-words.ts';
import { notice } from './notices.ts';
import { dateAndTime, since } from './time.ts';

/**
 * What came of a person's command, as a sentence of mrkdwn to answer with: what happened, what holds now, what can be
 * done. `number` is the incident that was meant.
 */
export function outcomeSentence(outcome: Outcome, number: number, now: UtcMs): string {
  switch (outcome.kind) {
    case 'done':
      return doneSentence(outcome.incident);
    case 'rejected':
      return rejectionSentence(outcome.rejection, outcome.incident, now);
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

/** Why nothing changed. Safe as mrkdwn; through `asTyped` also as plain text, beside a field of a modal. */
export function rejectionSentence(rejection: Rejection, { number, state }: Incident, now: UtcMs): string {
  const key = incidentKey(number);
  switch (rejection.reason) {
    case 'already_acknowledged':
      return `${key} was already acknowledged by ${actorName(rejection.by)} ${since(rejection.at, now)}. It is in good hands.`;
    case 'already_resolved':
      return `${key} was already resolved by ${actorName(rejection.by)} ${since(rejection.at, now)}. Nothing left to do.`;
    case 'already_open':
      return `${key} is already open.`;
    case 'not_snoozed':
      return `${key} isn't snoozed: it is ${statusLabel(state.status).toLowerCase()}.`;
    case 'not_while':
      return `That can't be done while ${key} is ${statusLabel(rejection.status).toLowerCase()}.${WAY_OUT[rejection.status]}`;
    case 'nothing_to_escalate':
      return `${key} has no further escalation step. \`/opsknight page @somebody ${key}\` calls whom you choose.`;
    case 'not_acknowledged':
      return `Nobody has ${key} now: it is ${statusLabel(state.status).toLowerCase()}.${state.status === 'RESOLVED' ? WAY_OUT.RESOLVED : ' Acknowledge it to take it.'}`;
    case 'nothing_to_ask':
      return `There is nothing to ask about ${key}: it is ${statusLabel(state.status).toLowerCase()}.`;
    case 'snooze_out_of_range':
      return `Choose a time between 1 minute and ${Math.round((rejection.max - now) / DAY)} days from now.`;
    case 'empty_note':
      return 'The note is empty. Write a few words and send it again.';
    case 'continued_as':
      return `${key} stays closed: the same alert goes on as ${incidentKey(rejection.number)}. Please work there.`;
  }
}

/** For a button or a command that names an incident which isn't there, or which the person may not know of: alike. */
export function unknownIncident(number: number): string {
  return `There is no ${incidentKey(number)}, or it belongs to a private channel that you aren't in. \`/opsknight incidents\` shows what is open.`;
}

type Refusing = Extract<Rejection, { reason: 'not_while' }>['status'];

const WAY_OUT: Record<Refusing, string> = {
  ACKNOWLEDGED: ' Whoever acknowledged it is on it.',
  SNOOZED: ' Acknowledge it or wake it up first.',
  RESOLVED: ' If the problem is back, reopen it or create a new incident.',
};

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
