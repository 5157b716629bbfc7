import type { ActionsBlock } from '@slack/types';
import { keyLine, type ShownKey } from '../../../../cards/api-keys.ts';
import { actions, section } from '../../../../cards/blocks.ts';
import { type AdminForm, type AdminPage, formButton } from '../../page.ts';
import { createKeyButton, KEYS } from './controls.ts';
import { createKeyForm } from './create.ts';
import { keysInUse } from './in-use.ts';
import { replaceKeyForm } from './replace.ts';
import { revokeKeyForm } from './revoke.ts';
import { NOT_IN_USE } from './words.ts';

/** Of two blocks each: far below the 100 of a view. */
const ROWS = 20;

/** The keys in use: what they may do, who made them, when they were last used; never the keys themselves. */
export const keysPage: AdminPage = {
  key: KEYS,
  title: 'API keys',
  async show({ deps }, list) {
    const keys = await keysInUse(deps);
    const pages = Math.max(1, Math.ceil(keys.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    return {
      pages,
      blocks: [
        actions(createKeyButton()),
        ...(keys.length === 0
          ? [section('There are no API keys yet. A monitoring tool needs one to send alerts.')]
          : []),
        ...keys.slice(first, first + ROWS).flatMap((key) => [section(keyLine(key)), controls(key)]),
      ],
    };
  },
  find: {
    form: 'one',
    placeholder: 'Find a key',
    found: async ({ deps }) =>
      (await keysInUse(deps)).map(({ name, prefix }) => ({ text: `${name} · ${prefix}…`, value: prefix })),
  },
  forms: {
    create: createKeyForm,
    one: { open: openOne, submit: async () => ({ refusal: NOT_IN_USE }) } satisfies AdminForm,
    replace: replaceKeyForm,
    revoke: revokeKeyForm,
  },
};

/** One that was found by its name: there is nothing to submit. */
async function openOne({ deps }: Parameters<AdminForm['open']>[0], prefix: string) {
  const key = (await keysInUse(deps)).find((one) => one.prefix === prefix);
  const blocks = key ? [section(keyLine(key)), controls(key)] : [section(NOT_IN_USE)];
  return { title: 'API key', submit: null, blocks, isGone: !key };
}

function controls({ prefix, expiresAt }: ShownKey): ActionsBlock {
  const revoke = formButton('Revoke', { page: KEYS, what: 'revoke', name: prefix }, 2);
  // One that is being replaced already ends by itself.
  if (expiresAt !== null) return actions(revoke);
  return actions(formButton('Replace', { page: KEYS, what: 'replace', name: prefix }), revoke);
}
