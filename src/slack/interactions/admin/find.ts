import type { App } from '@slack/bolt';
import type { ActionsBlock } from '@slack/types';
import { label, MAX_OPTION_TEXT, MAX_OPTION_VALUE, MAX_OPTIONS, outsideLabel } from '../../cards/blocks.ts';
import type { Deps } from '../deps.ts';
import type { AdminPage } from './page.ts';
import { pageOf } from './pages.ts';
import { readPagePlace } from './place.ts';
import { adminOf } from './who.ts';

export const FIND = 'admin_find';

/** As much of what somebody types as is looked for. */
const MAX_QUERY = 100;

/** A menu on a page in which one of many is found by its name. */
export function findMenu({ placeholder }: NonNullable<AdminPage['find']>): ActionsBlock {
  return {
    type: 'actions',
    elements: [{ type: 'external_select', action_id: FIND, placeholder: label(placeholder), min_query_length: 0 }],
  };
}

/** Offers names while somebody types. */
export function offerNames(app: App, deps: Deps): void {
  const constraints = { type: 'block_suggestion', action_id: FIND } as const;
  app.options<'block_suggestion'>(constraints, async ({ ack, body, options: { value: typed } }) => {
    const who = await adminOf(deps, body.user.id);
    const find = pageOf(readPagePlace(body.view?.private_metadata)?.page)?.find;
    const text = typed.trim().slice(0, MAX_QUERY).toLowerCase();
    const all = who && find ? await find.found(who) : [];
    const found = all.filter((one) => one.text.toLowerCase().includes(text) && one.value.length <= MAX_OPTION_VALUE);
    const options = found.slice(0, MAX_OPTIONS);
    await ack({ options: options.map((one) => ({ text: outsideLabel(one.text, MAX_OPTION_TEXT), value: one.value })) });
  });
}
