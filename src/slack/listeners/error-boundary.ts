import type { AnyMiddlewareArgs, App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { storageFailureOf } from '../../storage-failure.ts';
import { asTyped } from '../ui/escape.ts';
import { notStored, somethingWentWrong } from '../ui/notices.ts';
import { tell } from './answers.ts';
import type { Parts } from './parts.ts';

/**
 * The one place where what a listener throws ends: the person hears that something went wrong and that nothing was
 * lost, and the operator gets one line with who and what.
 */
export function register(app: App, parts: Parts): void {
  app.use(async (args) => {
    try {
      await args.next();
    } catch (error) {
      const { slackUserId, request } = described(args.body);
      parts.logger.error({ err: error, slackUserId, request }, 'a request from Slack could not be carried out');
      try {
        await apologise(parts, args, slackUserId, error);
      } catch (failed) {
        parts.logger.warn({ err: failed, slackUserId }, 'and the person could not be told');
      }
    }
  });
}

async function apologise(
  parts: Parts,
  args: AnyMiddlewareArgs,
  slackUserId: string | null,
  error: unknown,
): Promise<void> {
  const failure = storageFailureOf(error);
  const message = failure ? notStored(failure.trouble) : somethingWentWrong();
  if (isSubmission(args)) {
    // The modal stays open, so that what was typed isn't lost.
    const field = args.view.blocks.find(({ type }) => type === 'input')?.block_id;
    if (field) return args.ack({ response_action: 'errors', errors: { [field]: asTyped(message.text) } });
  }
  if (slackUserId === null) return;
  // First of all: Slack has waited for some of its three seconds already.
  if ('ack' in args && typeof args.ack === 'function') await args.ack();
  await tell(parts, { slackUserId, respond: 'respond' in args ? args.respond : undefined }, message);
}

function isSubmission(args: AnyMiddlewareArgs): args is SlackViewMiddlewareArgs<ViewSubmitAction> {
  return args.body.type === 'view_submission';
}

/** As much as any request from Slack has of what an operator wants to know. */
const anyRequest = z.object({
  type: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
  user_id: z.string().optional(),
  command: z.string().optional(),
  callback_id: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).optional(),
  view: z.object({ callback_id: z.string() }).optional(),
  event: z.object({ type: z.string() }).optional(),
});

/** `slackUserId`: who waits for an answer; null when nobody does. */
function described(body: unknown): { slackUserId: string | null; request: string } {
  const { data } = anyRequest.safeParse(body);
  const [action] = data?.actions ?? [];
  return {
    slackUserId: data?.user?.id ?? data?.user_id ?? null,
    request:
      (action && [action.action_id, action.value].filter(Boolean).join(' ')) ??
      data?.command ??
      data?.view?.callback_id ??
      data?.callback_id ??
      data?.event?.type ??
      data?.type ??
      'unknown',
  };
}
