import { replaceKey } from '../../../../../keys/issue.ts';
import { formatDuration, parseDuration } from '../../../../../settings/duration.ts';
import { label, section } from '../../../../cards/blocks.ts';
import { dateAndTime } from '../../../../cards/time.ts';
import { INPUT, textOf } from '../../../modal.ts';
import type { AdminForm } from '../../page.ts';
import { keyInUse } from './in-use.ts';
import { keyShownOnce, keyWord, NOT_IN_USE } from './words.ts';

const OVERLAP = 'admin_key_overlap';
const TITLE = 'Replace API key';
const USUAL = '24h';
const BEING_REPLACED = 'This key is being replaced already, or is not in use any more. No new one was made.';

/** Makes a key in the place of one, which goes on working for a while. The form knows the old one's first characters alone. */
export const replaceKeyForm: AdminForm = {
  async open({ deps }, prefix) {
    const key = await keyInUse(deps, prefix);
    if (!key) return { title: TITLE, submit: null, blocks: [section(NOT_IN_USE)] };
    return {
      title: TITLE,
      submit: 'Replace',
      blocks: [
        section(
          `A new key takes the place of ${keyWord(key)}, with its name and all that it may do. It is shown once, when you press *Replace*.`,
        ),
        {
          type: 'input',
          block_id: OVERLAP,
          label: label('The old key works for'),
          hint: label('Such as 24h or 30m: time to give the new one to the tool. 0s ends it at once.'),
          element: { type: 'plain_text_input', action_id: INPUT, max_length: 50, initial_value: USUAL },
        },
      ],
    };
  },
  async submit({ deps, by }, view, { name: prefix }) {
    const overlap = parseDuration(textOf(view, OVERLAP) ?? '');
    if (overlap === null) return { errors: { [OVERLAP]: 'A duration of up to a year, such as 24h, 30m or 0s.' } };
    const replaced = await replaceKey(deps.keys, prefix, overlap, { at: deps.clock.now(), by });
    if (!replaced) return { refusal: BEING_REPLACED };
    const { secret, old, fresh } = replaced;
    deps.logger.info({ key: fresh.name, slackUserId: by.slackUserId }, 'an API key was replaced in Slack');
    const until =
      overlap === 0 || old.expiresAt === null
        ? 'is useless from now on'
        : `goes on working for ${formatDuration(overlap)}, ${dateAndTime(old.expiresAt, 'until')}`;
    return { shown: keyShownOnce(fresh.name, secret, [`The old one (\`${old.prefix}…\`) ${until}.`]) };
  },
};
