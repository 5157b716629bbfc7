import type { App } from '@slack/bolt';
import { z } from 'zod';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import { type Refusal, refusalToSee } from '../../people/permissions.ts';
import { isPassing, soon } from '../api/patience.ts';
import { outsidersHome } from '../cards/home.ts';
import { askAgain } from '../cards/replies.ts';
import { isHomeOpened, reply } from './answers.ts';
import type { Deps } from './deps.ts';
import type { Interaction } from './interaction.ts';
import { refused } from './refusal.ts';

/**
 * Lets in nobody but members of our own workspace: no guest, bot, deactivated account or stranger gets past it, to
 * whatever listener there is, and in doubt the answer is no. Only what is put on disk until Slack has said who asks,
 * and shows nothing until then, is let through for people not heard of before.
 */
export function guard(app: App, deps: Deps, interactions: readonly Interaction[]): void {
  app.use(async (args) => {
    const slackUserId = whoAsks(args.body);
    if (slackUserId === null) return args.next();
    const refusal = await refusalOf(deps, slackUserId, canWait(args.body, interactions));
    if (!refusal) return args.next();
    if (refusal !== 'ask_again' && isHomeOpened(args.body)) {
      await deps.interactive.views.publish({ user_id: slackUserId, view: outsidersHome(refusal) });
      return;
    }
    await reply(deps, args, slackUserId, refusal === 'ask_again' ? askAgain() : refused(refusal));
  });
}

/** Why somebody is not let in; null for those who are. */
async function refusalOf(
  { people, teamId }: Deps,
  slackUserId: string,
  mayWait: boolean,
): Promise<Refusal | 'ask_again' | null> {
  const ours = teamId();
  try {
    const known = await people.known(slackUserId);
    if (mayWait && (known === null || ours === null)) return null;
    if (ours === null) return 'ask_again'; // whoever asks may be of another organisation
    return refusalToSee(known ?? (await soon(people.person(slackUserId))), ours);
  } catch (error) {
    if (!(error instanceof SlackFailure)) throw error;
    return isPassing(error) ? 'ask_again' : 'stranger';
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
  // Whose reactions count is for whoever counts them; what people write asks for nothing.
  'reaction_added',
  'reaction_removed',
  'message',
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
function whoAsks(body: unknown): string | null {
  const { user, user_id, event } = askedBody.parse(body);
  if (event) return event.type !== undefined && DESCRIPTIONS.has(event.type) ? null : (event.user ?? null);
  return user?.id ?? user_id ?? null;
}

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

/** Whether it is put on disk for people whom nobody knows yet, and opens no form first. */
function canWait(body: unknown, interactions: readonly Interaction[]): boolean {
  const { type, actions, view } = waitingBody.parse(body);
  if (type === 'view_submission') return interactions.some(({ viewId }) => viewId && viewId === view?.callback_id);
  if (type !== 'block_actions') return false;
  const { action_id = '', selected_option } = actions?.[0] ?? {};
  const used = interactions.find(({ actionIds }) => actionIds?.includes(action_id));
  return used?.canWait?.(action_id, selected_option?.value) ?? false;
}
