import type { Rejection } from '../../incidents/commands.ts';
import type { Outcome } from '../../incidents/service.ts';
import { type Incident, incidentKey } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { rejectionSentence, unknownIncident } from '../../words/rejections.ts';
import type { Answer } from '../actions/action-service.ts';
import { actions, message } from '../cards/blocks.ts';
import { actorName, callWords } from '../cards/names.ts';
import { notDone, notice, openedAlready, waitingForSlack } from '../cards/replies.ts';
import { dateAndTime } from '../cards/time.ts';
import { takeOverButton } from './assign.ts';
import { refused } from './refusal.ts';
import { reopenButton } from './reopen.ts';
import { doingToAll } from './storm/storm.ts';

/** What a person is told of what they asked for; null when they can see it happen, and words would be noise. */
export function answerMessage(answer: Answer, now: number, pageUrl: (number: number) => string): SlackMessage | null {
  switch (answer.kind) {
    case 'commanded':
      if (answer.outcome.kind === 'done' || answer.outcome.kind === 'repeated') return null;
      return withWayOut(answer.outcome, outcomeSentence(answer.outcome, answer.number, now));
    case 'created': {
      if (answer.outcome.kind === 'repeated') return null;
      const { number } = answer.outcome.incident;
      const called = answer.call ? `: ${callWords(answer.call)}` : '';
      return notice(
        `<${pageUrl(number)}|${incidentKey(number)}> is open${called}. Its card will be in its channel in a moment.`,
      );
    }
    case 'bulk':
      return doingToAll(answer.command, answer.count);
    case 'refused':
      return refused(answer.refusal, answer.kept === null ? null : { kind: 'request', id: answer.kept });
    case 'on_call':
    case 'maintained':
    case 'subscribed':
      return answer.message;
    case 'deferred':
      return waitingForSlack();
    case 'failed':
      return notDone();
  }
}

/** The same when the answer comes long after, in the person's direct messages. */
export function lateAnswer(answer: Answer, now: number, pageUrl: (number: number) => string): SlackMessage | null {
  // It was done before the app was ended, and they were not told.
  if (answer.kind === 'created' && answer.outcome.kind === 'repeated') return openedAlready(answer.title);
  return answerMessage(answer, now, pageUrl);
}

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
      return `That was done already, and was not done again. ${incidentKey(number)} is up to date.`;
  }
}

/** A refusal as an answer, with the way to get it nevertheless: to take over what another one has, to open again what is resolved. */
export function withWayOut(outcome: Outcome, words: string): SlackMessage {
  if (outcome.kind === 'rejected' && outcome.rejection.reason === 'already_acknowledged') {
    return message(words, actions(takeOverButton(outcome.incident.number)));
  }
  if (outcome.kind !== 'rejected' || !REOPENABLE.has(outcome.rejection.reason)) return notice(words);
  const { number, state } = outcome.incident;
  if (state.status !== 'RESOLVED') return notice(words);

  return message(words, actions(reopenButton(number)));
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
      return `${key} is snoozed ${dateAndTime(state.until, 'until')}.`;
    case 'RESOLVED':
      return `${key} is resolved by ${actorName(state.by)}.`;
    case 'MERGED':
      return `${key} is merged into ${incidentKey(state.into)}.`;
  }
}
