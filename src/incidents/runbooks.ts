import type { Actor } from '../people/actor.ts';
import { type DecisionContext, NO_TIMERS, type RunbookQuestion } from './change.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, reject } from './decision.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** What is decided here is only that somebody has said so: with that, storage begins, and goes on. */
export function runRunbook(incident: Incident, asked: string, context: DecisionContext): Decision {
  const { known, running } = context.runbooks();
  const name = known.find((one) => one.toLowerCase() === asked.trim().toLowerCase());
  if (name === undefined) return reject({ reason: 'unknown_runbook', name: asked, known });
  if (running.includes(name)) return reject({ reason: 'runbook_runs', name });
  return said(incident, { kind: 'runbook_begun', name }, context);
}

export function resumeRunbookStep(
  incident: Incident,
  { stepId, how }: Of<'resume_runbook_step'>,
  context: DecisionContext,
): Decision {
  const failed = context.runbooks().failed.find((one) => one.stepId === stepId);
  if (!failed) return reject({ reason: 'step_not_failed' });
  const { runbook: name, place } = failed;
  return said(incident, { kind: 'runbook_step_resumed', name, place, stepId, how }, context);
}

export function answerRunbook(
  incident: Incident,
  { stepId, choice }: Of<'answer_runbook'>,
  context: DecisionContext,
): Decision {
  const asked = context.runbooks().asking.find((one) => one.stepId === stepId);
  const answer = asked?.choices[choice];
  if (!asked || answer === undefined) return reject({ reason: 'question_is_over' });
  const { runbook: name, place, text: question, answerers } = asked;
  if (answerers && !isAmong(answerers, context.actor)) return reject({ reason: 'asked_of_others' });
  return said(incident, { kind: 'runbook_answered', name, place, stepId, question, answer }, context);
}

function isAmong({ userIds, slackUserIds }: NonNullable<RunbookQuestion['answerers']>, actor: Actor): boolean {
  if (actor.kind !== 'person') return false;
  return slackUserIds.includes(actor.slackUserId) || (actor.userId !== null && userIds.includes(actor.userId));
}

function said(incident: Incident, fact: TimelineFact, context: DecisionContext): Decision {
  return accept(incident, context, {}, [fact], NO_TIMERS);
}
