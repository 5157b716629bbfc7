import { URGENCIES } from '../../../../../oncall/urgency.ts';
import { urgencyLabel } from '../../../../../words/incident.ts';
import { section } from '../../../../cards/blocks.ts';
import { shown } from '../../../../cards/on-call.ts';
import { checkboxes } from '../../fields/choices.ts';
import { textField } from '../../fields/text.ts';
import { editForm, removeForm, type SettingField } from '../../setting-form.ts';
import { CLIMBING, settingOf } from './names.ts';
import { servicesOf } from './words.ts';

const repeatField = textField({
  block: 'admin_policy_repeat',
  path: ['repeat'],
  label: 'Repeat',
  hint: 'How many more rounds follow after the last step; 0 for none.',
});

const FIELDS: SettingField[] = [
  {
    ...repeatField,
    draw: (value, context) => repeatField.draw(String(value ?? 0), context),
    read: (view, stored) => {
      const entered = repeatField.read(view, stored) ?? '0';
      return /^\d{1,6}$/.test(String(entered)) ? Number(entered) : entered; // whatever takes it says what it has to be
    },
  },
  textField({
    block: 'admin_policy_repeat_after',
    path: ['repeat_after'],
    label: 'Repeat after',
    hint: 'From the last step to the first of the next round, such as 30m; empty for as long as the longest step waits.',
  }),
  checkboxes({
    block: 'admin_policy_urgencies',
    path: ['urgencies'],
    label: 'Pages for incidents that are',
    hint: 'None checked: the urgencies that the workspace is notified of.',
    choices: URGENCIES.map((key) => ({ key, text: urgencyLabel(key) })),
    toChosen: (urgencies) => URGENCIES.filter((key) => (urgencies as string[] | undefined)?.includes(key)),
    fromChosen: (chosen) => (chosen.length > 0 ? [...chosen] : undefined),
  }),
];

export const editPolicyForm = editForm({
  title: 'Edit policy',
  submit: 'Save',
  setting: settingOf,
  fields: () => FIELDS,
  before: (_, stored) => [section(`*${shown(String(stored?.['name'] ?? ''))}*\n${CLIMBING}`)],
  done: (name) => `*${shown(name)}* was saved.`,
});

export const removePolicyForm = removeForm({
  title: 'Delete policy',
  submit: 'Delete',
  section: 'escalation_policies',
  obstacle({ settings }, name) {
    const services = servicesOf(settings, name);
    if (services.length === 0) return null;
    const more = services.length > MAX_SERVICES ? ', …' : '';
    return `*${shown(name)}* can’t be deleted while services use it: ${services.slice(0, MAX_SERVICES).map(shown).join(', ')}${more}. Give them another one first.`;
  },
  words: async (_, name) =>
    `Delete *${shown(name)}*? No service uses it. Incidents that are escalating by it go on to its end.\nAn admin can take this back in the audit log.`,
  done: (name) => `*${shown(name)}* was deleted.`,
});

const MAX_SERVICES = 20;
