import type { AnyMiddlewareArgs, RespondFn, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Answer } from '../actions/action-service.ts';
import type { Action } from '../actions/request.ts';
import { Untold } from '../actions/unsettled.ts';
import { asTyped } from '../cards/mrkdwn.ts';
import type { Deps } from './deps.ts';
import { patiently } from './patiently.ts';

/** Who is to be answered, and by which way: beside what they used, or in their DM where Slack gives no such way. */
export interface Asker {
  slackUserId: string;
  respond: RespondFn | undefined;
}

/** Says something that only the asker sees. */
export async function tell(
  { interactive }: Pick<Deps, 'interactive'>,
  { slackUserId, respond }: Asker,
  message: SlackMessage,
): Promise<void> {
  await patiently<unknown>(() =>
    respond
      ? respond({ ...message, response_type: 'ephemeral', replace_original: false })
      : interactive.chat.postMessage({ channel: slackUserId, ...message }),
  );
}

/** Something that a person asks for, and the way to answer. */
export interface Asked {
  requestKey: string;
  asker: Asker;
  action: Action;
  ack(): Promise<void>;
}

/**
 * Does what somebody asks for, answers Slack when it is on disk, and tells them what came of it.
 * @param success What is said where nothing else is to be said.
 */
export async function carryOut(
  deps: Pick<Deps, 'actions' | 'answerMessage' | 'interactive'>,
  { requestKey, asker, action, ack }: Asked,
  success: SlackMessage | null = null,
): Promise<Answer> {
  const answer = await deps.actions.act({ requestKey, slackUserId: asker.slackUserId, action });
  const message = deps.answerMessage(answer) ?? success;
  await afterwards(answer, async () => {
    await ack();
    if (message) await tell(deps, asker, message);
  });
  return answer;
}

/** What follows when something may have been done: if it fails, that is all that has failed. @throws Untold */
export async function afterwards(answer: Answer, follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    throw answer.kind === 'refused' ? error : new Untold(error);
  }
}

/** Answers a request of any kind instead of its listener, where whoever asked looks. */
export async function reply(
  deps: Pick<Deps, 'interactive'>,
  args: AnyMiddlewareArgs,
  slackUserId: string,
  message: SlackMessage,
): Promise<void> {
  if (isSubmission(args)) {
    // The modal stays open, so that what was typed isn't lost.
    const field = args.view.blocks.find(({ type }) => type === 'input')?.block_id;
    if (field) return args.ack({ response_action: 'errors', errors: { [field]: asTyped(message.text) } });
  }
  if (isHomeOpened(args.body)) {
    const view = { type: 'home' as const, blocks: message.blocks ?? [] };
    await deps.interactive.views.publish({ user_id: slackUserId, view });
    return;
  }
  // First of all: Slack has waited for some of its three seconds already.
  if ('ack' in args && typeof args.ack === 'function') await args.ack();
  if ('event' in args) return; // nobody waits for an answer
  await tell(deps, { slackUserId, respond: 'respond' in args ? args.respond : undefined }, message);
}

function isSubmission(args: AnyMiddlewareArgs): args is SlackViewMiddlewareArgs<ViewSubmitAction> {
  return args.body.type === 'view_submission';
}

const homeOpened = z.object({ event: z.object({ type: z.literal('app_home_opened'), tab: z.literal('home') }) });

/** Somebody looks at their Home tab. */
export function isHomeOpened(body: unknown): boolean {
  return homeOpened.safeParse(body).success;
}
