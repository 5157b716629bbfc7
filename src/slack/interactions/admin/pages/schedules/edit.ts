import { timezone } from '../../../../../settings/schema/values.ts';
import { section } from '../../../../cards/blocks.ts';
import { shown } from '../../../../cards/on-call.ts';
import { channelField } from '../../fields/channel.ts';
import { checkboxes } from '../../fields/choices.ts';
import { textField } from '../../fields/text.ts';
import { missingChannel } from '../../refresh.ts';
import { createForm, editForm, removeForm, type SettingField } from '../../setting-form.ts';
import { valueForm } from '../../value-form.ts';
import { foresee } from './foresee.ts';
import { settingOf } from './names.ts';
import { usersOfSchedule } from './used-by.ts';

const MAX_POLICIES = 20;

const zoneField = textField({
  block: 'admin_schedule_zone',
  path: ['timezone'],
  label: 'Time zone',
  hint: 'Hand-offs are at their time on a clock there, such as Europe/Berlin.',
  isNeeded: true,
});

const groupField = textField({
  block: 'admin_schedule_group',
  path: ['user_group'],
  label: 'Slack user group',
  hint: 'Its handle: it is kept equal to who is on call.',
});

export const createScheduleForm = createForm({
  title: 'Create schedule',
  submit: 'Create',
  section: 'schedules',
  fields: () => [
    textField({
      block: 'admin_schedule_name',
      path: ['name'],
      label: 'Name',
      hint: 'Escalation policies name the schedule by it.',
      isNeeded: true,
    }),
    zoneField,
    groupField,
  ],
  done: (name) =>
    `The schedule *${shown(name)}* was created. Nobody is on call by it until it has a rotation: press Open.`,
});

export const editScheduleForm = editForm({
  title: 'Edit schedule',
  submit: 'Save',
  setting: settingOf,
  fields: () => [groupField, ...HAND_OFF_FIELDS],
  before: (_, stored) => [section(`*${shown(String(stored?.['name'] ?? ''))}*`)],
  after: missingChannel,
  done: (name) => `*${shown(name)}* was saved.`,
});

/** Whoever is on call may be another by it. */
export const zoneForm = valueForm({
  title: 'Change zone',
  submit: 'Preview',
  section: 'schedules',
  entryOf: (name) => name,
  path: zoneField.path,
  async draw(context, stored) {
    const field = zoneField.draw(stored['timezone'], context);
    return field && [field];
  },
  places: () => [zoneField],
  async read(view, stored) {
    const entered = zoneField.read(view, stored['timezone']);
    const zone = timezone.safeParse(entered);
    return zone.success
      ? { value: zone.data }
      : { errors: { [zoneField.block]: zone.error.issues.map(({ message }) => message).join('; ') } };
  },
  foresee,
  done: (schedule) => `The zone of *${shown(schedule)}* was changed.`,
});

export const removeScheduleForm = removeForm({
  title: 'Delete schedule',
  submit: 'Delete',
  section: 'schedules',
  obstacle({ settings }, name) {
    const policies = usersOfSchedule(settings, name);
    if (policies.length === 0) return null;
    const more = policies.length > MAX_POLICIES ? ', …' : '';
    return `*${shown(name)}* can’t be deleted while policies page by it: ${policies.slice(0, MAX_POLICIES).map(shown).join(', ')}${more}. Take it out there first.`;
  },
  words: async (_, name) =>
    `Delete *${shown(name)}*, with its rotations and overrides? Nobody is on call by it any more.\nAn admin can take this back in the audit log, without the overrides that were made in Slack.`,
  done: (name) => `*${shown(name)}* was deleted.`,
});

const rosterField = textField({
  block: 'admin_schedule_roster',
  path: ['hand_off', 'roster'],
  label: 'Weekly roster',
  hint: 'When the channel is told of the week to come, such as mon 09:00; never for never.',
});

const HAND_OFF_FIELDS: SettingField[] = [
  channelField({
    id: 'hand_off',
    path: ['hand_off', 'channel'],
    label: 'Channel of its team',
    hint: 'It hears who is on call, at each hand-off. Empty for none.',
  }),
  checkboxes({
    block: 'admin_schedule_topic',
    path: ['hand_off', 'topic'],
    label: 'Topic',
    choices: [{ key: 'topic', text: 'The channel’s topic says who is on call' }],
    toChosen: (value) => (value === true ? ['topic'] : []),
    // It is written only where there is a channel to write it in.
    fromChosen: (chosen) => (chosen.length > 0 ? true : undefined),
  }),
  {
    ...rosterField,
    draw: (value, context) => rosterField.draw(value === false ? 'never' : value, context),
    read: (view, stored) => {
      const entered = rosterField.read(view, stored);
      return entered === 'never' ? false : entered;
    },
  },
];
