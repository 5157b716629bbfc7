import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { SlackMessage } from '../../notifications/message.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { refusalToSee } from '../../people/permissions.ts';
import { isPassing, soon } from '../patience.ts';
import { readSnoozeValue, readStormChoice } from '../ui/action-values.ts';
import { ACTION, VIEW } from '../ui/ids.ts';
import { refused } from '../ui/notices.ts';
import { askAgain } from '../ui/replies.ts';
import type { Parts } from './parts.ts';
import { reply } from './reply.ts';

/**
 * Lets in nobody but members of our own workspace: no guest, bot, deactivated account or stranger gets past it, to
 * whatever listener there is, and in doubt the answer is no. Only what is put on disk until Slack has said who asks,
 * and shows nothing until then, is let through for people not heard of before.
 */
export function register(app: App, parts: Parts): void {
  app.use(async (args) => {
    const slackUserId = askerOf(args.body);
    if (slackUserId === null) return args.next();
    const refusal = await refusalOf(parts, slackUserId, canWait(args.body));
    if (!refusal) return args.next();
    await reply(parts, args, slackUserId, refusal);
  });
}

/** What somebody is told who is not let in; null for those who are. */
async function refusalOf(
  { people, teamId }: Parts,
  slackUserId: string,
  mayWait: boolean,
): Promise<SlackMessage | null> {
  const ours = teamId();
  try {
    const known = await people.known(slackUserId);
    if (mayWait && (known === null || ours === null)) return null;
    if (ours === null) return askAgain(); // whoever asks may be of another organisation
    const refusal = refusalToSee(known ?? (await soon(people.person(slackUserId))), ours);
    return refusal && refused(refusal);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    return isPassing(error) ? askAgain() : refused('stranger');
  }
}

/** Slack describes itself by these; nobody asks for anything. */
const DESCRIPTIONS: ReadonlySet<string> = new Set([
  'user_change',
  'team_join',
  'member_joined_channel',
  'member_left_channel',
  'channel_archive',
  'channel_unarchive',
  'channel_created',
  'channel_deleted',
  'channel_rename',
  'group_archive',
  'group_unarchive',
  'group_deleted',
  'group_rename',
]);

const text = z.string().optional().catch(undefined);
const askedBody = z
  .object({
    user: z.object({ id: text }).optional().catch(undefined),
    user_id: text,
    event: z.object({ type: text, user: text }).optional().catch(undefined),
  })
  .catch({});

/** Who asks for something; null when nobody does. */
function askerOf(body: unknown): string | null {
  const { user, user_id, event } = askedBody.parse(body);
  if (event) return event.type !== undefined && DESCRIPTIONS.has(event.type) ? null : (event.user ?? null);
  return user?.id ?? user_id ?? null;
}

const actsAtOnce: ReadonlySet<string> = new Set([
  ACTION.acknowledge,
  ACTION.more,
  ACTION.reopen,
  ACTION.confirm,
  ACTION.handBack,
  ACTION.acknowledgeStorm,
  ACTION.acceptCover,
]);
const submissions: ReadonlySet<string> = new Set(Object.values(VIEW));

const waitingBody = z
  .object({
    type: text,
    actions: z
      .array(z.object({ action_id: text, selected_option: z.object({ value: text }).nullish().catch(undefined) }))
      .optional()
      .catch(undefined),
    view: z.object({ callback_id: text }).optional().catch(undefined),
  })
  .catch({});

/** Whether `Acting` does it, which puts on disk what people ask for whom nobody knows yet, and opens no form first. */
function canWait(body: unknown): boolean {
  const { type, actions, view } = waitingBody.parse(body);
  if (type === 'view_submission') return submissions.has(view?.callback_id ?? '');
  if (type !== 'block_actions') return false;
  const [action] = actions ?? [];
  const chosen = action?.selected_option?.value;
  switch (action?.action_id) {
    case ACTION.snooze:
      return typeof readSnoozeValue(chosen)?.ms === 'number';
    case ACTION.stormRow:
      return ['ack', '1h', 'reopen'].includes(readStormChoice(chosen)?.choice ?? '');
    default:
      return actsAtOnce.has(action?.action_id ?? '');
  }
}
