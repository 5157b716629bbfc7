import type { z } from 'zod';
import type { AnyOperation } from './operation.ts';
import { addNote } from './operations/add-note.ts';
import { archiveChannel } from './operations/archive-channel.ts';
import { ask } from './operations/ask.ts';
import { assign } from './operations/assign.ts';
import { type Branch, branch, type ForEach, forEach, type Parallel, parallel } from './operations/blocks-of-steps.ts';
import { callWebhook } from './operations/call-webhook.ts';
import { bookmark, pin, setTopic } from './operations/channel-calls.ts';
import { createChannel } from './operations/create-channel.ts';
import { invite } from './operations/invite.ts';
import { page } from './operations/page.ts';
import { runAction } from './operations/run-action.ts';
import { createThread, sendMessage } from './operations/say.ts';
import { setUrgency } from './operations/set-urgency.ts';
import { wait } from './operations/wait.ts';

/** What steps of runbooks do, each by itself. */
const SINGLE = {
  'slack.create_channel': createChannel,
  'slack.send_message': sendMessage,
  'slack.create_thread': createThread,
  'slack.invite': invite,
  'slack.set_topic': setTopic,
  'slack.pin': pin,
  'slack.bookmark': bookmark,
  'slack.archive_channel': archiveChannel,
  add_note: addNote,
  assign,
  set_urgency: setUrgency,
  page,
  wait,
  ask,
  call_webhook: callWebhook,
  run_action: runAction,
} as const;

/** Those that have steps within them. */
const AROUND_STEPS = { branch, for_each: forEach, parallel } as const;

export type OperationName = keyof typeof SINGLE | keyof typeof AROUND_STEPS;

/** All that steps of runbooks do. */
export const OPERATIONS: Record<OperationName, AnyOperation> = { ...SINGLE, ...AROUND_STEPS };
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

type SingleStep = {
  [Name in keyof typeof SINGLE]: { action: Name } & z.output<(typeof SINGLE)[Name]['schema']>;
}[keyof typeof SINGLE];

/** What a step of a runbook does. */
export type Step =
  | SingleStep
  | ({ action: 'branch' } & Branch)
  | ({ action: 'for_each' } & ForEach)
  | ({ action: 'parallel' } & Parallel);

/** What there is to know of what a step does. */
export function operationOf({ action }: Pick<Step, 'action'>): AnyOperation {
  return OPERATIONS[action];
}

/** Steps, each before those within it. */
export function everyStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...everyStep(stepsWithin(step))]);
}

/** Those directly within a step. */
export function stepsWithin(step: Step): Step[] {
  switch (step.action) {
    case 'branch':
      return [...step.then, ...step.else];
    case 'for_each':
    case 'parallel':
      return step.steps;
    default:
      return [];
  }
}

/** Whom a step names. */
export function peopleIn(step: Step): readonly string[] {
  switch (step.action) {
    case 'slack.create_channel':
      return step.add_users;
    case 'slack.invite':
      return step.users;
    case 'page':
    case 'ask':
      return step.to;
    case 'assign':
      return [step.to];
    case 'for_each':
      return typeof step.of === 'string' ? [] : step.of;
    default:
      return [];
  }
}
