import type { RunbookMessage, ShownQuestion } from '../../notifications/kinds/runbook-message.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { answerButtons } from '../interactions/runbook-answer.ts';
import { section } from './blocks.ts';
import { inline } from './mrkdwn.ts';

const MAX_ANSWER = 100;

/** A question of a runbook: buttons while it can be answered, and what came of it from then on. @param asked their accounts */
export function runbookQuestion(
  { text, blocks = [] }: SlackMessage,
  said: Pick<RunbookMessage, 'incidentNumber' | 'stepId'>,
  question: ShownQuestion,
  asked: readonly (string | null)[],
): SlackMessage {
  const mentions = asked.flatMap((id) => (id === null ? [] : [`<@${id}>`])).join(' ');
  const whom = mentions !== '' && question.isOpen ? [section(mentions)] : [];
  if (question.isOpen) return { text, blocks: [...blocks, ...whom, answerButtons(said, question.choices)] };
  return { text, blocks: [...blocks, section(outcome(question))] };
}

function outcome({ answer, by }: ShownQuestion): string {
  if (answer === null) return '➖ Nobody has answered; the runbook goes on without.';
  const said = `*${inline(answer, MAX_ANSWER)}*`;
  return by === null ? `➖ Nobody has answered; that counts as ${said}.` : `✅ ${said}, says ${inline(by, MAX_ANSWER)}`;
}
