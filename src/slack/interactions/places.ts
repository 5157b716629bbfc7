import type { BlockAction, RespondFn } from '@slack/bolt';
import { overview, shiftsOf } from '../../oncall/overview.ts';
import type { Duty } from '../incident-views.ts';
import { adminOf } from './admin/who.ts';
import type { Deps } from './deps.ts';
import { patiently } from './patiently.ts';
import { placeOf } from './storm/place.ts';
import { showStorm } from './storm/redraw.ts';

/*
 * Where people look at incidents that only they see: lists, a storm's modal and the Home tab. A list is an ephemeral message, of which Slack
 * tells nothing when a button in it is pressed but the block it is in. So the block says which list page it belongs to. The
 * incident's version makes it a new block after every change: a menu that has been used shows its placeholder again. Cards
 * carry no block ids: Slack then makes new ones with every update, to the same effect.
 */

interface Versioned {
  number: number;
  version: number;
}

const PLACE = /^incidents:(\d{1,6}):/;

/** The block id of an incident's buttons on a list page of `/opsknight incidents`. */
export function listPlace(page: number, { number, version }: Versioned): string {
  return `incidents:${page}:${number}:${version}`;
}

/** The list page that a block belongs to; null for a block that isn't in a list. */
export function readListPlace(blockId: string | undefined): number | null {
  const match = PLACE.exec(blockId ?? '');
  return match ? Number(match[1]) : null;
}

/** The block id of an incident's row in the modal of all open ones, whose page the modal itself knows. */
export function openPlace({ number, version }: Versioned): string {
  return `open:${number}:${version}`;
}

const OPEN_PLACE = /^open:\d/;

/** The list page (from 1) that the value of a button leads to; the first for a value that is not ours. */
export function readPageValue(value: string | undefined): number {
  return value !== undefined && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 1;
}

/** Lists and the Home tab show the incident as it was: they are drawn anew. Cards are the courier's. */
export async function redraw(
  deps: Deps,
  { body, respond }: { body: BlockAction; respond: RespondFn | undefined },
): Promise<void> {
  const page = readListPlace(body.actions[0]?.block_id);
  if (page !== null && respond) return showList(deps, body.user.id, page, respond);
  const place = placeOf(body.view);
  if (place && body.view) return showStorm(deps, { viewId: body.view.id, slackUserId: body.user.id, place });
  if (body.view?.type === 'home') return showHome(deps, body.user.id);
  if (body.view && OPEN_PLACE.test(body.actions[0]?.block_id ?? '')) {
    const viewer = await deps.membership.viewer(body.user.id);
    const view = await deps.views.openIncidents(viewer, readPageValue(body.view.private_metadata));
    await deps.interactive.views.update({ view_id: body.view.id, view });
  }
}

/** Replaces the list that the person is looking at by another page, or by the same one as it is now. */
export async function showList(deps: Deps, slackUserId: string, page: number, respond: RespondFn): Promise<void> {
  const list = await deps.views.list(await deps.membership.viewer(slackUserId), page);
  await patiently(() => respond({ ...list, response_type: 'ephemeral', replace_original: true }));
}

/** Draws the person's Home tab. */
export async function showHome(deps: Deps, slackUserId: string): Promise<void> {
  const viewer = await deps.membership.viewer(slackUserId);
  // Settings are changed in the organisation's own workspace alone.
  const changesSettings = (await adminOf(deps, slackUserId)) !== null;
  const view = await deps.views.home(viewer, slackUserId, await dutyOf(deps, slackUserId), changesSettings);
  await deps.interactive.views.publish({ user_id: slackUserId, view });
}

/** Who is on call, and when this person is. */
async function dutyOf({ onCall, people, clock }: Deps, slackUserId: string): Promise<Duty> {
  const directory = await onCall.directory();
  const now = clock.now();
  const user = (await people.known(slackUserId))?.user;
  return {
    onCall: directory.schedules.map((schedule) => overview(schedule, directory, now, 2)),
    shifts: user ? shiftsOf(user.id, directory, now) : [],
  };
}
