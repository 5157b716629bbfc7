import { section } from '../../../../cards/blocks.ts';
import { ago } from '../../../../cards/time.ts';
import type { AdminForm } from '../../page.ts';
import { keyInUse } from './in-use.ts';
import { keyWord, NOT_IN_USE } from './words.ts';

const TITLE = 'Revoke API key';

/** Asks whether a key is to be useless. The form knows its first characters alone. */
export const revokeKeyForm: AdminForm = {
  async open({ deps }, prefix) {
    const key = await keyInUse(deps, prefix);
    if (!key) return { title: TITLE, submit: null, blocks: [section(NOT_IN_USE)] };
    const used = key.lastUsedAt === null ? 'It was never used.' : `It was last used ${ago(key.lastUsedAt)}.`;
    return {
      title: TITLE,
      submit: 'Revoke',
      blocks: [
        section(
          [
            `Revoke ${keyWord(key)}? ${used}`,
            'Whatever is sent with it is refused from then on, alerts as well. This can’t be taken back: make another key then.',
            ...(key.expiresAt === null ? ['To lose no alert, press *Replace* instead.'] : []),
          ].join('\n'),
        ),
      ],
    };
  },
  async submit({ deps, by }, _view, { name: prefix }) {
    const revoked = await deps.keys.revoke(prefix, deps.clock.now(), by);
    if (!revoked) return { refusal: NOT_IN_USE };
    deps.logger.info({ key: revoked.name, slackUserId: by.slackUserId }, 'an API key was revoked in Slack');
    return { done: `✅ ${keyWord(revoked)} is revoked: whatever is sent with it is refused from now on.` };
  },
};
