import type { InputBlock } from '@slack/types';
import { DAY } from '../../../../../lib/clock.ts';
import type { OnCallDirectory } from '../../../../../oncall/call.ts';
import { startAt, startForTurnOf, timeOf, turnOf, weekdayOf } from '../../../../../oncall/layer-start.ts';
import { turnLength } from '../../../../../oncall/rotation.ts';
import { isSameName } from '../../../../../oncall/targets.ts';
import { type Rotation, WEEKDAYS } from '../../../../../oncall/types.ts';
import { type WallTime, wallReached } from '../../../../../oncall/wallclock.ts';
import type { FileForm } from '../../../../../settings/file-form.ts';
import type { ScheduleEntry } from '../../../../../settings/schema/schedules.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { label, section } from '../../../../cards/blocks.ts';
import { shown } from '../../../../cards/on-call.ts';
import { choiceMenu } from '../../../choice-menu.ts';
import { INPUT, inputOf, type SubmittedView } from '../../../modal.ts';
import { optionalInput } from '../../fields/input.ts';
import { textField } from '../../fields/text.ts';
import { yamlField } from '../../fields/yaml.ts';
import { readPart } from '../../part-name.ts';
import type { FieldPlace, FormContext, SettingField } from '../../setting-form.ts';
import { valueForm } from '../../value-form.ts';
import { foresee } from './foresee.ts';
import { choicesOf, entryOf, firstPeopleField, ORDER, peopleFields, readPeople } from './people.ts';
import { DAY_NAMES, layerWords } from './words.ts';

type Layer = ScheduleEntry['layers'][number];

const NOW = 'admin_layer_now';
const TIME = 'admin_layer_time';
const WEEKDAY = 'admin_layer_day';
const PATH = ['layers'];

const PREVIEWED = 'Nothing is saved before you have seen who is on call by it.';
/** In the menu of who is on call now. */
const KEPT = 'kept';

const rotationField = textField({
  block: 'admin_layer_rotation',
  path: ['rotation'],
  label: 'A turn lasts',
  hint: 'daily, weekly, or a length such as 12h, 3d or 2w.',
  isNeeded: true,
});
const restrictionsField = yamlField({
  block: 'admin_layer_restrictions',
  path: ['restrictions'],
  label: 'Only at these times',
  hint: 'As in opsknight.yml: [{ weekdays: [sat, sun], from: "09:00", to: "18:00" }]; empty for always.',
});
const startField = textField({
  block: 'admin_layer_start',
  path: ['start'],
  label: 'First hand-off',
  hint: 'On a clock in the schedule’s zone, such as 2026-12-07T09:00. Nobody is on call by this layer before.',
  isNeeded: true,
});

/** Who takes turns, in which order, and when they hand over. */
export const layerForm = valueForm({
  title: 'Edit rotation',
  submit: 'Preview',
  section: 'schedules',
  entryOf: (name) => readPart(name).entry,
  path: PATH,
  async draw(context, stored, name) {
    const found = layerIn(context.settings, name);
    if (!found) return null;
    const { layer, entry } = found;
    const directory = await context.admin.deps.onCall.directory();
    const file = layersOf(stored)[found.index];
    return [
      section(`${layerWords(layer, directory)}\n${PREVIEWED}`),
      ...peopleFields(layer.users, directory),
      ...nowField(layer, wallReached(entry.timezone, context.admin.deps.clock.now()), directory),
      ...handOffFields(layer),
      ...drawn(rotationField, layer.rotation, context),
      ...drawn(restrictionsField, file?.['restrictions'], context),
    ];
  },
  places,
  async read(view, stored, name, { settings, admin: { deps } }) {
    const found = layerIn(settings, name);
    if (!found) return { value: stored['layers'] };
    const { layer, entry, index } = found;
    const layers = layersOf(stored);
    const people = readPeople(view, layer.users, await deps.onCall.directory());
    if ('errors' in people) return people;
    const rotation = rotationField.read(view, layer.rotation);
    const now = wallReached(entry.timezone, deps.clock.now());
    const start = startOf(view, { layer, people: people.people, rotation, now });
    const restrictions = readShown(restrictionsField, view, layers[index]?.['restrictions']);
    const entered = withoutUndefined({ users: people.people, start, rotation, restrictions });
    return { value: layers.map((one, at) => (at === index ? entered : one)) };
  },
  foresee,
  done: (schedule) => `The rotation of *${shown(schedule)}* was saved.`,
});

/** One more layer, which comes before all others where it covers. */
export const newLayerForm = valueForm({
  title: 'Add rotation',
  submit: 'Preview',
  section: 'schedules',
  entryOf: (name) => name,
  path: PATH,
  async draw(context) {
    return [
      section('Where several rotations cover a moment, the last of them wins: this one, until you add another.'),
      ...firstPeopleField(await context.admin.deps.onCall.directory()),
      ...drawn(startField, undefined, context),
      ...drawn(rotationField, 'weekly', context),
      ...drawn(restrictionsField, undefined, context),
    ];
  },
  places: () => places(`${Number.MAX_SAFE_INTEGER} `),
  async read(view, stored, _, { admin: { deps } }) {
    const people = readPeople(view, [], await deps.onCall.directory());
    if ('errors' in people) return people;
    const fields = [startField, rotationField, restrictionsField];
    const entered = fields.map((field) => [field.path[0], field.read(view, undefined)] as const);
    const made = withoutUndefined({ ...Object.fromEntries(entered), users: people.people });
    return { value: [...layersOf(stored), made] };
  },
  foresee,
  done: (schedule) => `*${shown(schedule)}* has one more rotation.`,
});

/** A layer goes, and whoever was on call by it alone is not. */
export const removeLayerForm = valueForm({
  title: 'Remove rotation',
  submit: 'Preview',
  section: 'schedules',
  entryOf: (name) => readPart(name).entry,
  path: PATH,
  async draw({ settings, admin: { deps } }, _, name) {
    const found = layerIn(settings, name);
    if (!found) return null;
    const words = layerWords(found.layer, await deps.onCall.directory());
    return [section(`Remove this rotation?\n${words}\n${PREVIEWED}`)];
  },
  places: () => [],
  async read(_, stored, name) {
    const { part } = readPart(name);
    const layers = layersOf(stored).filter((_, index) => String(index) !== part);
    return { value: layers.length > 0 ? layers : undefined };
  },
  foresee,
  done: (schedule) => `A rotation of *${shown(schedule)}* was removed.`,
});

function layerIn(
  { schedules }: CurrentSettings,
  name: string,
): { layer: Layer; entry: ScheduleEntry; index: number } | null {
  const { part, entry: named } = readPart(name);
  const entry = schedules.find((one) => isSameName(one.name, named));
  const layer = entry?.layers[Number(part)];
  return entry && layer ? { layer, entry, index: Number(part) } : null;
}

function layersOf(stored: FileForm): FileForm[] {
  return Array.isArray(stored['layers']) ? (stored['layers'] as FileForm[]) : [];
}

/** Where what is wrong is said. A form without fields says it in its place. */
function places(name: string): FieldPlace[] {
  const { part } = readPart(name);
  const at = (...path: string[]) => [...PATH, part, ...path];
  return [
    { block: ORDER, path: at('users') },
    { block: TIME, path: at('start') },
    { block: rotationField.block, path: at('rotation') },
    { block: restrictionsField.block, path: at('restrictions') },
    { block: rotationField.block, path: PATH },
  ];
}

function drawn(field: SettingField, value: unknown, context: FormContext): InputBlock[] {
  const block = field.draw(value, context);
  return block ? [block] : [];
}

/** What a form did not show, because it is too long, stays as it is. */
function readShown(field: SettingField, view: SubmittedView, stored: unknown): unknown {
  return view.state.values[field.block] === undefined ? stored : field.read(view, stored);
}

/** Whose turn it is may be chosen: the others follow in their order. */
function nowField(layer: Layer, now: WallTime, directory: OnCallDirectory): InputBlock[] {
  const current = turnOf(turnsOf(layer), now);
  if (current === null) return [];
  const [as] = choicesOf([entryOf(directory, current)]);
  const kept = { id: KEPT, name: `${as?.name ?? current}, as it is` };
  const others = layer.users.filter((email, index) => email !== current && layer.users.indexOf(email) === index);
  const choices = [kept, ...choicesOf(others.map((email) => entryOf(directory, email)))];
  const menu = choiceMenu(choices, kept, 'As it is');
  if (!menu) return [];
  const words = {
    label: 'Whose turn it is now',
    hint: 'The others follow in their order. Whoever has it keeps it, unless you choose.',
  };
  return [optionalInput(NOW, words, { ...menu.element, action_id: INPUT })];
}

function handOffFields({ start, rotation }: Layer): InputBlock[] {
  const time = optionalInput(
    TIME,
    { label: 'Hand-off at', hint: 'By the clock in the schedule’s zone, also when clocks change.' },
    { type: 'timepicker', action_id: INPUT, initial_time: timeOf(start) },
  );
  if (turnLength(rotation as Rotation) % (7 * DAY) !== 0) return [time];
  const options = WEEKDAYS.map((day) => ({ text: label(DAY_NAMES[day]), value: day }));
  const initial = options.find(({ value }) => value === weekdayOf(start));
  const day = optionalInput(
    WEEKDAY,
    { label: 'Hand-off on' },
    { type: 'static_select', action_id: INPUT, options, ...(initial && { initial_option: initial }) },
  );
  return [time, day];
}

interface Entered {
  layer: Layer;
  people: readonly string[];
  rotation: unknown;
  now: WallTime;
}

/** From when the hand-offs are counted, so that they are at their time and whoever is to have the turn has it. */
function startOf(view: SubmittedView, { layer, people, rotation, now }: Entered): string {
  const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/.exec(inputOf(view, TIME).selected_time ?? '')?.[0] ?? timeOf(layer.start);
  const weekday = WEEKDAYS.find((one) => one === inputOf(view, WEEKDAY).selected_option?.value) ?? null;
  const start = startAt(layer.start, { time, weekday });
  const current = turnOf(turnsOf(layer), now);
  if (current === null || typeof rotation !== 'string' || !isRotation(rotation)) return start;
  const chosen = inputOf(view, NOW).selected_option?.value;
  const at = layer.users.indexOf(current);
  const inOrder = [...layer.users.slice(at), ...layer.users.slice(0, at)];
  const wanted = [...(chosen === undefined || chosen === KEPT ? [] : [chosen]), ...inOrder].find((email) =>
    people.includes(email),
  );
  return wanted === undefined ? start : startForTurnOf({ start, rotation, users: people }, now, wanted);
}

function turnsOf({ start, rotation, users }: Layer) {
  return { start, rotation: rotation as Rotation, users }; // the schema reads it with the very function that uses it
}

/** Whether the schema will take it. */
function isRotation(text: string): text is Rotation {
  try {
    return turnLength(text as Rotation) > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function withoutUndefined(entry: FileForm): FileForm {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
