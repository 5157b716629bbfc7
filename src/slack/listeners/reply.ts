import type { AnyMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import type { SlackMessage } from '../../notifications/message.ts';
import { asTyped } from '../ui/escape.ts';
import { tell } from './answers.ts';
import type { Parts } from './parts.ts';

/** Answers a request of any kind instead of its listener, where whoever asked looks. */
export async function reply(
  parts: Parts,
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
    await parts.interactive.views.publish({ user_id: slackUserId, view });
    return;
  }
  // First of all: Slack has waited for some of its three seconds already.
  if ('ack' in args && typeof args.ack === 'function') await args.ack();
  if ('event' in args) return; // nobody waits for an answer
  await tell(parts, { slackUserId, respond: 'respond' in args ? args.respond : undefined }, message);
}

function isSubmission(args: AnyMiddlewareArgs): args is SlackViewMiddlewareArgs<ViewSubmitAction> {
  return args.body.type === 'view_submission';
}

const homeOpened = z.object({ event: z.object({ type: z.literal('app_home_opened'), tab: z.literal('home') }) });

function isHomeOpened(body: unknown): boolean {
  return homeOpened.safeParse(body).success;
}
