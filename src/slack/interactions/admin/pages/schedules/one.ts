import type { KnownBlock } from '@slack/types';
import type { Hides } from '../../../../../audit/words.ts';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { overview } from '../../../../../oncall/overview.ts';
import { isSameName } from '../../../../../oncall/targets.ts';
import type { ScheduleEntry } from '../../../../../settings/schema/schedules.ts';
import { actions, context, divider, header, section } from '../../../../cards/blocks.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import { shown } from '../../../../cards/on-call.ts';
import { type AdminForm, formButton } from '../../page.ts';
import { partName } from '../../part-name.ts';
import { contextOf, goneWords } from '../../setting-form.ts';
import { shownChannel } from '../../shown-channel.ts';
import { lockedWords } from '../../words.ts';
import { MAX_SHIFTS, scheduleOf, shiftLines } from './foresee.ts';
import { SCHEDULES, settingOf } from './names.ts';
import { overridesOf, type ShownOverride } from './overrides.ts';
import { layerWords, overrideWords } from './words.ts';

/** So many at a time, of two blocks each. */
const LAYERS = 12;
const OVERRIDES = 20;
const MAX_GROUP = 100;

/** A schedule: who is on call, by which rotations and overrides. There is nothing to submit. */
export const scheduleForm: AdminForm = {
  async open(admin, name, part) {
    const current = await contextOf(admin);
    const { settings, hides } = current;
    const entry = settings.schedules.find((one) => isSameName(one.name, name));
    if (!entry) return { title: 'Schedule', submit: null, blocks: [section(goneWords(admin))], isGone: true };
    const directory = await admin.deps.onCall.directory();
    const { shifts } = overview(scheduleOf(entry, settings, directory), directory, admin.deps.clock.now(), MAX_SHIFTS);
    const locked = lockedWords(admin, settings, settingOf(entry.name));
    const overrides = await overridesOf(admin.deps, entry, directory);
    const parts = Math.max(1, Math.ceil(entry.layers.length / LAYERS), Math.ceil(overrides.length / OVERRIDES));
    const nth = Math.min(part, parts);
    return {
      title: 'Schedule',
      submit: null,
      parts,
      blocks: [
        section(`*${shown(entry.name)}*\n${factWords(entry, hides)}\n${shiftLines(shifts)}`),
        ...(locked === null ? [scheduleControls(entry.name)] : [context(locked)]),
        header('Rotations'),
        ...layerBlocks(entry, nth, directory, locked !== null),
        divider(),
        header('Overrides'),
        actions(formButton('Add override', { page: SCHEDULES, what: 'override', name: entry.name })),
        ...overrideBlocks(entry.name, overrides, nth, directory, locked !== null),
      ],
    };
  },
  submit: async (admin) => ({ refusal: goneWords(admin) }),
};

function factWords({ timezone, user_group: group, hand_off: handOff }: ScheduleEntry, hides: Hides): string {
  return [
    `zone ${inline(timezone, MAX_GROUP)}`,
    ...(group === null ? [] : [`Slack group ${inline(group, MAX_GROUP)}`]),
    ...(handOff === null ? [] : [`hand-offs are told in ${shownChannel(handOff.channel, hides, '')}`]),
  ].join(' · ');
}

function scheduleControls(name: string) {
  const control = (what: string) => ({ page: SCHEDULES, what, name });
  return actions(
    formButton('Edit schedule', control('edit')),
    formButton('Change zone', control('zone'), 2),
    formButton('Add rotation', control('add'), 3),
  );
}

function layerBlocks(
  { name, layers }: ScheduleEntry,
  part: number,
  directory: OnCallDirectory,
  isLocked: boolean,
): KnownBlock[] {
  if (layers.length === 0) return [section('There is none: nobody is on call but by overrides.')];
  const first = (part - 1) * LAYERS;
  return layers.slice(first, first + LAYERS).flatMap((layer, nth) => {
    const index = first + nth;
    const words = section(`*${index + 1}.* ${layerWords(layer, directory)}`);
    if (isLocked) return [words];
    const control = (what: string) => ({ page: SCHEDULES, what, name: partName(index, name) });
    return [
      words,
      actions(formButton('Edit rotation', control('layer')), formButton('Remove rotation', control('remove_layer'), 2)),
    ];
  });
}

/** What people have made in Slack is no file's. */
function overrideBlocks(
  name: string,
  overrides: readonly ShownOverride[],
  part: number,
  directory: OnCallDirectory,
  isLocked: boolean,
): KnownBlock[] {
  if (overrides.length === 0) return [section('There is none now or to come.')];
  const first = (part - 1) * OVERRIDES;
  return overrides.slice(first, first + OVERRIDES).flatMap((one) => {
    const words = section(overrideWords(one.override, one, directory));
    if (isLocked && one.id === null) return [words];
    return [
      words,
      actions(formButton('Delete', { page: SCHEDULES, what: 'remove_override', name: partName(one.key, name) })),
    ];
  });
}
