import type { App } from '@slack/bolt';
import { z } from 'zod';
import { storageFailureOf } from '../../lib/storage-failure.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { Unsettled, Untold } from '../actions/unsettled.ts';
import { isPassing } from '../api/patience.ts';
import { cut } from '../cards/mrkdwn.ts';
import { doneButUntold, maybeDone, notStored, slackIsSilent, somethingWentWrong } from '../cards/replies.ts';
import { reply } from './answers.ts';
import type { Deps } from './deps.ts';

/**
 * The one place where what a listener throws ends: the person hears that something went wrong and what holds, and the
 * operator gets one line with who and what.
 */
export function encloseErrors(app: App, deps: Deps): void {
  app.use(async (args) => {
    try {
      await args.next();
    } catch (error) {
      const { slackUserId, request } = described(args.body);
      deps.logger.error({ err: error, slackUserId, request }, 'a request from Slack could not be carried out');
      if (slackUserId === null) return;
      try {
        await reply(deps, args, slackUserId, apology(error));
      } catch (failed) {
        deps.logger.warn({ err: failed, slackUserId }, 'and the person could not be told');
      }
    }
  });
}

/** Everything that people change goes through the action service, which says when it can't tell; whatever else broke changed nothing. */
function apology(error: unknown): SlackMessage {
  if (error instanceof Untold) return doneButUntold();
  const failure = storageFailureOf(error);
  if (failure) return notStored(failure.trouble);
  if (error instanceof Unsettled) return maybeDone();
  return isPassing(error) ? slackIsSilent() : somethingWentWrong();
}

/** As much as any request from Slack has of what an operator wants to know; what is otherwise counts as not there. */
const text = z.string().optional().catch(undefined);
const anyRequest = z
  .object({
    type: text,
    user: z.object({ id: z.string() }).optional().catch(undefined),
    user_id: text,
    command: text,
    text,
    callback_id: text,
    actions: z
      .array(z.object({ action_id: text, value: text }))
      .optional()
      .catch(undefined),
    view: z.object({ callback_id: text, private_metadata: text }).optional().catch(undefined),
    event: z.object({ type: text }).optional().catch(undefined),
  })
  .catch({});

const MAX_REQUEST = 200;

/** An incident's, as a control or a form carries it; the rest may be what somebody has written, which is not for the log. */
function numberIn(value: string | undefined): string | undefined {
  return /\d+/.exec(value ?? '')?.[0];
}

/** `slackUserId`: who waits for an answer; null when nobody does. The request with its incident, as far as it names one. */
function described(body: unknown): { slackUserId: string | null; request: string } {
  const data = anyRequest.parse(body);
  const [action] = data.actions ?? [];
  const words = action
    ? [action.action_id, numberIn(action.value)]
    : data.command
      ? [data.command, /^\s*\w+/.exec(data.text ?? '')?.[0].trim(), /\bINC-\d+/i.exec(data.text ?? '')?.[0]]
      : data.view
        ? [data.view.callback_id, numberIn(data.view.private_metadata)]
        : [data.callback_id ?? data.event?.type ?? data.type];
  return {
    slackUserId: data.user?.id ?? data.user_id ?? null,
    request: cut(words.filter(Boolean).join(' '), MAX_REQUEST) || 'unknown',
  };
}
