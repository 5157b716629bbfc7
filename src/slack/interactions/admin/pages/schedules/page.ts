import type { KnownBlock } from '@slack/types';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { overview } from '../../../../../oncall/overview.ts';
import type { ScheduleEntry } from '../../../../../settings/schema/schedules.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { actions, context, section } from '../../../../cards/blocks.ts';
import { inline } from '../../../../cards/mrkdwn.ts';
import { shown } from '../../../../cards/on-call.ts';
import { type AdminPage, formButton } from '../../page.ts';
import type { Admin } from '../../who.ts';
import { lockedWords } from '../../words.ts';
import { addOverrideForm } from './add-override.ts';
import { createScheduleForm, editScheduleForm, removeScheduleForm, zoneForm } from './edit.ts';
import { nowWords, scheduleOf } from './foresee.ts';
import { layerForm, newLayerForm, removeLayerForm } from './layer.ts';
import { SCHEDULES, settingOf } from './names.ts';
import { scheduleForm } from './one.ts';
import { removeOverrideForm } from './remove-override.ts';

/** Of three blocks each at most: far below the 100 of a view. */
const ROWS = 15;
const MAX_ZONE = 100;

/** The schedules: who is on call, and by which rotations. */
export const schedulesPage: AdminPage = {
  key: SCHEDULES,
  title: 'Schedules',
  async show(admin, list) {
    const [current, directory] = await Promise.all([admin.deps.settingsEditor.read(), admin.deps.onCall.directory()]);
    const schedules = byName(current);
    const pages = Math.max(1, Math.ceil(schedules.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    return {
      pages,
      blocks: [
        actions(formButton('Create schedule', { page: SCHEDULES, what: 'create' })),
        ...(schedules.length === 0 ? [section('There are no schedules yet.')] : []),
        ...schedules.slice(first, first + ROWS).flatMap((one) => row(admin, current, one, directory)),
      ],
    };
  },
  find: {
    form: 'one',
    placeholder: 'Find a schedule',
    found: async ({ deps }) =>
      byName(await deps.settingsEditor.read()).map(({ name }) => ({ text: name, value: name })),
  },
  forms: {
    one: scheduleForm,
    create: createScheduleForm,
    edit: editScheduleForm,
    zone: zoneForm,
    remove: removeScheduleForm,
    add: newLayerForm,
    layer: layerForm,
    remove_layer: removeLayerForm,
    override: addOverrideForm,
    remove_override: removeOverrideForm,
  },
};

function byName({ schedules }: CurrentSettings): ScheduleEntry[] {
  return [...schedules].sort((a, b) => a.name.localeCompare(b.name));
}

function row(admin: Admin, current: CurrentSettings, entry: ScheduleEntry, directory: OnCallDirectory): KnownBlock[] {
  const { name, timezone } = entry;
  const { shifts } = overview(scheduleOf(entry, current, directory), directory, admin.deps.clock.now(), 2);
  const words = section(`*${shown(name)}* · ${inline(timezone, MAX_ZONE)}\n${nowWords(shifts)}`);
  const locked = lockedWords(admin, current, settingOf(name));
  const control = (what: string) => ({ page: SCHEDULES, what, name });
  const open = formButton('Open', control('one'));
  if (locked !== null) return [words, context(locked), actions(open)];
  return [words, actions(open, formButton('Delete', control('remove'), 2))];
}
