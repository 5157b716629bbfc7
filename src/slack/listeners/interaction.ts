import type { BlockAction, RespondFn } from '@slack/bolt';
import type { Command } from '../../incidents/commands.ts';
import { readListPlace, readStormPlace } from '../ui/list-place.ts';
import { afterwards, carryOut } from './carry-out.ts';
import { dutyOf } from './duty.ts';
import type { Parts } from './parts.ts';

/** What a press on one of an incident's buttons tells us, wherever the button was. */
export interface Press {
  body: BlockAction;
  respond: RespondFn | undefined;
  ack(): Promise<void>;
}

/** Does to an incident what its button is for, and then sees to what the person looks at. */
export async function command(parts: Parts, press: Press, number: number, command: Command): Promise<void> {
  const { body, ack } = press;
  const wish = { kind: 'command', number, command } as const;
  const answer = await carryOut(parts, { requestKey: body.trigger_id, asker: asker(press), wish, ack });
  if (answer.kind === 'commanded') await afterwards(answer, () => redraw(parts, press));
}

export function asker({ body, respond }: Press) {
  return { slackUserId: body.user.id, respond: body.response_url ? respond : undefined };
}

/** Lists and the Home tab show the incident as it was: they are drawn anew. Cards are the courier's. */
async function redraw(parts: Parts, { body, respond }: Press): Promise<void> {
  const page = readListPlace(body.actions[0]?.block_id);
  if (page !== null && respond) return showList(parts, body.user.id, page, respond);
  const stormPage = readStormPlace(body.actions[0]?.block_id);
  if (stormPage !== null && respond) return showStorm(parts, body.user.id, stormPage, respond, { inPlace: true });
  if (body.view?.type === 'home') await showHome(parts, body.user.id);
}

/** Replaces the list that the person is looking at by another page, or by the same one as it is now. */
export async function showList(parts: Parts, slackUserId: string, page: number, respond: RespondFn): Promise<void> {
  const list = await parts.views.list(await parts.membership.viewer(slackUserId), page);
  await respond({ ...list, response_type: 'ephemeral', replace_original: true });
}

/** Shows a page of a storm to the person alone: beside its message, or instead of the page they are looking at. */
export async function showStorm(
  parts: Parts,
  slackUserId: string,
  { stormId, page }: { stormId: number; page: number },
  respond: RespondFn,
  { inPlace }: { inPlace: boolean },
): Promise<void> {
  const list = await parts.storms.list(stormId, await parts.membership.viewer(slackUserId), page);
  await respond({ ...list, response_type: 'ephemeral', replace_original: inPlace });
}

/** Draws the person's Home tab. */
export async function showHome(parts: Parts, slackUserId: string): Promise<void> {
  const viewer = await parts.membership.viewer(slackUserId);
  const view = await parts.views.home(viewer, slackUserId, await dutyOf(parts, slackUserId));
  await parts.interactive.views.publish({ user_id: slackUserId, view });
}
