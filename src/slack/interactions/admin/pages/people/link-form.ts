import { fingerprintOf, storedSetting, valueAt } from '../../../../../settings/change-setting.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { settingRefusal } from '../../../../../words/settings.ts';
import { label, section } from '../../../../cards/blocks.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import { INPUT, inputOf } from '../../../modal.ts';
import { optionalInput } from '../../fields/input.ts';
import { memberAccount } from '../../member-account.ts';
import type { AdminForm } from '../../page.ts';
import { lockedWords, SETTING_WRITER } from '../../words.ts';
import { PEOPLE, settingOf, shownName } from './person.ts';

const BLOCK = 'admin_person_link';
const TITLE = 'Link Slack account';
const PATH = ['slack_email'];
const MAX_EMAIL = 200;
const GONE = 'There is nobody with this address any more.';

/** Says which Slack account is somebody's, where it has another address; by that, as opsknight.yml says it. */
export const linkForm: AdminForm = {
  async open(admin, email) {
    const current = await admin.deps.settingsEditor.read();
    const person = personOf(current, email);
    const obstacle = person ? lockedWords(admin, current, settingOf(email)) : GONE;
    if (!person || obstacle !== null) return { title: TITLE, submit: null, blocks: [section(obstacle ?? GONE)] };
    const linked = person.slack_email === null ? null : await admin.deps.people.accountOf(email);
    return {
      title: TITLE,
      submit: 'Link',
      blocks: [
        section(
          `Which Slack account is that of *${shownName(person.name)}*? Without a choice it is found by the address ${inline(person.email, MAX_EMAIL)}.`,
        ),
        optionalInput(
          BLOCK,
          { label: 'Slack account', hint: 'They act, and are paged, as this one; its e-mail address is kept.' },
          {
            type: 'users_select',
            action_id: INPUT,
            placeholder: label('By their own address'),
            ...(linked?.kind === 'found' && { initial_user: linked.account.slackUserId }),
          },
        ),
      ],
      seen: { [BLOCK]: fingerprintOf(slackEmail(current, email)) },
    };
  },
  async submit(admin, view, { name: email, seen }) {
    const chosen = inputOf(view, BLOCK).selected_user;
    const account = chosen ? await memberAccount(admin.deps, chosen) : { email: null };
    if ('refusal' in account) return { errors: { [BLOCK]: account.refusal } };
    // Their own address needs no second one.
    const value = account.email === null || account.email === email.toLowerCase() ? undefined : account.email;
    const edit = { path: PATH, seen: seen[BLOCK] ?? '', value };
    const outcome = await admin.deps.settingsEditor.change(
      { kind: 'edit', setting: settingOf(email), fields: [edit] },
      admin.by,
    );
    if (outcome.kind !== 'changed' && outcome.kind !== 'unchanged') {
      return { errors: { [BLOCK]: settingRefusal(outcome, admin.deps.clock.now(), SETTING_WRITER) } };
    }
    const by = value === undefined ? 'their own address' : inline(value, MAX_EMAIL);
    return { done: `✅ The Slack account of ${inline(email, MAX_EMAIL)} is found by ${by}.` };
  },
};

function personOf({ users }: CurrentSettings, email: string) {
  return users.find((one) => one.email === settingOf(email).name) ?? null;
}

function slackEmail(current: CurrentSettings, email: string): unknown {
  return valueAt(storedSetting(current, { section: PEOPLE, name: settingOf(email).name }), PATH);
}
