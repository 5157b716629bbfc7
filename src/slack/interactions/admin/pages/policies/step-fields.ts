import type { InputBlock } from '@slack/types';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { formatTarget, parseTarget } from '../../../../../oncall/targets.ts';
import type { Target } from '../../../../../oncall/types.ts';
import { bareName } from '../../../../../words/people.ts';
import type { Choice } from '../../../choice-menu.ts';
import type { Refused, SubmittedView } from '../../../modal.ts';
import { channelsField } from '../../fields/channel.ts';
import { namesField } from '../../fields/lines.ts';
import { chosenOf, offeredOf, severalField } from '../../fields/several.ts';
import { textField } from '../../fields/text.ts';
import type { FieldPlace, FormContext, SettingField } from '../../setting-form.ts';

/** A step in the words of opsknight.yml. */
export interface FileStep {
  after: string;
  notify: string[];
}

const MAX_CHANNELS = 10;

const afterField = textField({
  block: 'admin_step_after',
  path: ['after'],
  label: 'After',
  hint: 'How long after the step before, such as 10m; 0s for at once.',
  isNeeded: true,
});
const channels = channelsField({
  id: 'step',
  path: ['channels'],
  label: 'Channels',
  hint: 'The incident is shown there as well, and called for.',
  most: MAX_CHANNELS,
});
const slackGroups = namesField({
  block: 'admin_step_usergroups',
  path: ['usergroups'],
  label: 'Slack user groups',
  hint: 'Handles, one in each line: everybody in them is paged.',
});

type MenuKind = 'user' | 'schedule' | 'group';

const MENUS: Record<MenuKind, { block: string; label: string; placeholder: string }> = {
  schedule: { block: 'admin_step_schedules', label: 'Whoever is on call in', placeholder: 'No schedule' },
  user: { block: 'admin_step_people', label: 'People', placeholder: 'Nobody' },
  group: { block: 'admin_step_groups', label: 'Groups', placeholder: 'No group' },
};
const KINDS = ['schedule', 'user', 'group'] as const;

/** When a step comes, and whom it pages. */
export function stepFields(step: FileStep, context: FormContext, directory: OnCallDirectory): InputBlock[] {
  const drawn = (field: SettingField, value: unknown) => field.draw(value, context) ?? [];
  return [
    ...[drawn(afterField, step.after)].flat(),
    ...KINDS.flatMap((kind) =>
      severalField({
        ...MENUS[kind],
        choices: choicesOf(kind, context, directory),
        chosen: namesOf(step, kind),
      }),
    ),
    ...[drawn(channels, namesOf(step, 'channel')), drawn(slackGroups, namesOf(step, 'usergroup'))].flat(),
  ];
}

/** A step as it was entered; what the menus had no room for stays in it. */
export async function readStep(
  view: SubmittedView,
  stored: FileStep,
  context: FormContext,
  directory: OnCallDirectory,
): Promise<{ step: FileStep } | Refused> {
  const before = namesOf(stored, 'channel');
  const chosenChannels = listOf(channels.read(view, before));
  const refusal = await channels.refuse?.(chosenChannels, before, context, {});
  if (refusal) return { errors: { [channels.block]: refusal } };
  const chosen = KINDS.flatMap((kind) => {
    const offered = offeredOf(choicesOf(kind, context, directory));
    const kept = namesOf(stored, kind).filter((name) => !offered.includes(name));
    return targetsOf(kind, [...kept, ...chosenOf(view, MENUS[kind].block)]);
  });
  const groups =
    view.state.values[slackGroups.block] === undefined
      ? namesOf(stored, 'usergroup')
      : listOf(slackGroups.read(view, null));
  const all = [...chosen, ...targetsOf('usergroup', groups), ...targetsOf('channel', chosenChannels)];
  // Those that were there stay in their order.
  const notify = [
    ...stored.notify.filter((one) => all.includes(one)),
    ...all.filter((one) => !stored.notify.includes(one)),
  ];
  if (notify.length === 0) {
    return {
      errors: { [afterField.block]: 'A step has to call somebody: choose a schedule, a person, a group or a channel.' },
    };
  }
  return { step: { after: String(afterField.read(view, stored.after) ?? ''), notify } };
}

/** Where what is wrong with a step is said. */
export function stepPlaces(index: number): FieldPlace[] {
  return [
    { block: afterField.block, path: ['steps', String(index), 'after'] },
    { block: afterField.block, path: ['steps'] },
  ];
}

function choicesOf(kind: MenuKind, { settings }: FormContext, { users }: OnCallDirectory): Choice[] {
  switch (kind) {
    case 'user':
      return users.map(({ email, name, active }) => ({
        id: email,
        name: `@${bareName(name)}${active ? '' : ' (disabled)'}`,
      }));
    case 'schedule':
      return settings.schedules.map(({ name }) => ({ id: name, name }));
    case 'group':
      return settings.groups.map(({ name }) => ({ id: name, name }));
  }
}

function namesOf({ notify }: FileStep, kind: Target['kind']): string[] {
  return notify.map(parseTarget).flatMap((target) => (target.kind === kind ? [target.name] : []));
}

function targetsOf(kind: Target['kind'], names: readonly string[]): string[] {
  return names.map((name) => formatTarget({ kind, name }));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
