import { ROLES } from '../../../../../people/types.ts';
import { label, section } from '../../../../cards/blocks.ts';
import { inline, mrkdwn } from '../../../../cards/mrkdwn.ts';
import { INPUT, inputOf } from '../../../modal.ts';
import { addFromSlack } from '../../add-from-slack.ts';
import { choiceField } from '../../fields/choice.ts';
import { checkboxes } from '../../fields/choices.ts';
import { optionalInput } from '../../fields/input.ts';
import { textField } from '../../fields/text.ts';
import type { AdminForm } from '../../page.ts';
import { createForm, editForm, removeForm, type SettingField } from '../../setting-form.ts';
import { contactField } from './contact-field.ts';
import { PEOPLE, settingOf, shownName } from './person.ts';
import { whatRemovingMeans } from './removal.ts';

const NAME = textField({ block: 'admin_person_name', path: ['name'], label: 'Name', isNeeded: true });
const EMAIL = textField({
  block: 'admin_person_email',
  path: ['email'],
  label: 'E-mail address',
  hint: 'Their Slack account is found by it. It can’t be changed afterwards.',
  isNeeded: true,
});

const ROLE = choiceField({
  block: 'admin_person_role',
  path: ['role'],
  label: 'Role',
  hint: 'Viewers only look, responders work on incidents, admins change settings as well. Empty: responder.',
  placeholder: 'responder',
  names: () => ROLES,
});

const ACTIVE = checkboxes({
  block: 'admin_person_active',
  path: ['active'],
  label: 'Working here',
  choices: [
    { key: 'active', text: 'Active', description: 'Otherwise their turns pass to the next, and nobody calls them.' },
  ],
  toChosen: (value) => (value === false ? [] : ['active']),
  fromChosen: (chosen) => (chosen.length > 0 ? undefined : false),
});

const OTHERS: readonly SettingField[] = [
  textField({
    block: 'admin_person_slack_email',
    path: ['slack_email'],
    label: 'Address in Slack',
    hint: 'Only where their Slack account has another e-mail address.',
  }),
  textField({
    block: 'admin_person_zone',
    path: ['timezone'],
    label: 'Time zone',
    hint: 'Such as Europe/Berlin. Empty: the one that Slack says.',
  }),
  contactField,
  textField({
    block: 'admin_person_quiet_from',
    path: ['quiet_hours', 'from'],
    label: 'Quiet hours from',
    hint: 'Such as 22:00, in their time zone: what can wait disturbs them afterwards.',
  }),
  textField({
    block: 'admin_person_quiet_to',
    path: ['quiet_hours', 'to'],
    label: 'Quiet hours to',
    hint: 'Such as 07:00.',
  }),
];

export const createPersonForm = createForm({
  title: 'Add person',
  submit: 'Add',
  section: PEOPLE,
  fields: () => [NAME, EMAIL, ROLE, ...OTHERS],
  done: (name) => `*${shownName(name)}* was added.`,
});

export const editPersonForm = editForm({
  title: 'Edit person',
  submit: 'Save',
  setting: settingOf,
  fields: () => [NAME, ROLE, ACTIVE, ...OTHERS],
  before: (_, stored) => [
    section(`${mrkdwn(String(stored?.['email'] ?? ''))} can’t be changed: add another person then.`),
  ],
  done: (email) => `${inline(email, 100)} was saved.`,
});

export const removePersonForm = removeForm({
  title: 'Remove person',
  submit: 'Remove',
  section: PEOPLE,
  words: (context, email) => whatRemovingMeans(context, email),
  done: (email) => `${inline(email, 100)} was removed: incidents go on naming them, and nobody calls them any more.`,
});

const ACCOUNT = 'admin_person_account';
const ACCOUNT_ROLE = 'admin_person_account_role';

/** Somebody by their Slack account: name and address are Slack's. */
export const addFromSlackForm: AdminForm = {
  async open() {
    const options = ROLES.map((role) => ({ text: label(role), value: role }));
    return {
      title: 'Add from Slack',
      submit: 'Add',
      blocks: [
        {
          type: 'input',
          block_id: ACCOUNT,
          label: label('Slack account'),
          hint: label('They are known by its e-mail address.'),
          element: { type: 'users_select', action_id: INPUT },
        },
        optionalInput(
          ACCOUNT_ROLE,
          { label: 'Role', hint: 'Empty: responder.' },
          { type: 'static_select', action_id: INPUT, options, placeholder: label('responder') },
        ),
      ],
    };
  },
  async submit(admin, view) {
    const slackUserId = inputOf(view, ACCOUNT).selected_user;
    if (!slackUserId) return { errors: { [ACCOUNT]: 'Choose somebody.' } };
    const role = ROLES.find((one) => one === inputOf(view, ACCOUNT_ROLE).selected_option?.value) ?? 'responder';
    const added = await addFromSlack(admin, { slackUserId, role, email: null });
    return 'refusal' in added ? { errors: { [ACCOUNT]: added.refusal } } : { done: `✅ ${added.done}` };
  },
};
