import { isSameName } from '../../../../../oncall/targets.ts';
import type { FileForm } from '../../../../../settings/file-form.ts';
import { label, MAX_OPTIONS, section } from '../../../../cards/blocks.ts';
import { shown } from '../../../../cards/on-call.ts';
import { INPUT, inputOf } from '../../../modal.ts';
import { optionalInput } from '../../fields/input.ts';
import { textField } from '../../fields/text.ts';
import type { AdminForm } from '../../page.ts';
import { readPart } from '../../part-name.ts';
import { contextOf, told, withoutNames } from '../../setting-form.ts';
import { valueForm } from '../../value-form.ts';
import { CLIMBING } from './names.ts';
import { type FileStep, readStep, stepFields, stepPlaces } from './step-fields.ts';
import { stepLine } from './words.ts';

const PLACE = 'admin_step_place';
const PATH = ['steps'];
const EMPTY: FileStep = { after: '0s', notify: [] };
const LATER: FileStep = { after: '10m', notify: [] };

/** When a step comes, whom it calls, and its place among the others. */
export const stepForm = valueForm({
  title: 'Edit step',
  submit: 'Save',
  section: 'escalation_policies',
  entryOf: (name) => readPart(name).entry,
  path: PATH,
  async draw(context, stored, name) {
    const steps = stepsOf(stored);
    const index = indexIn(name);
    const step = steps[index];
    if (!step) return null;
    const fields = stepFields(step, context, await context.admin.deps.onCall.directory());
    return [section(CLIMBING), ...fields, ...placeField(index, steps.length)];
  },
  places: (name) => stepPlaces(indexIn(name)),
  async read(view, stored, name, context) {
    const steps = stepsOf(stored);
    const index = indexIn(name);
    const step = steps[index];
    if (!step) return { value: steps };
    const read = await readStep(view, step, context, await context.admin.deps.onCall.directory());
    if ('errors' in read) return read;
    const others = steps.filter((_, at) => at !== index);
    const chosen = Number(inputOf(view, PLACE).selected_option?.value ?? index);
    const place = Number.isSafeInteger(chosen) && chosen >= 0 && chosen < steps.length ? chosen : index;
    return { value: [...others.slice(0, place), read.step, ...others.slice(place)] };
  },
  done: (policy) => `The step of *${shown(policy)}* was saved.`,
});

export const newStepForm = valueForm({
  title: 'Add step',
  submit: 'Add',
  section: 'escalation_policies',
  entryOf: (name) => name,
  path: PATH,
  async draw(context) {
    return [section(CLIMBING), ...stepFields(LATER, context, await context.admin.deps.onCall.directory())];
  },
  places: () => stepPlaces(Number.MAX_SAFE_INTEGER),
  async read(view, stored, _, context) {
    const read = await readStep(view, EMPTY, context, await context.admin.deps.onCall.directory());
    return 'errors' in read ? read : { value: [...stepsOf(stored), read.step] };
  },
  done: (policy) => `*${shown(policy)}* has one more step.`,
});

export const removeStepForm = valueForm({
  title: 'Remove step',
  submit: 'Remove',
  section: 'escalation_policies',
  entryOf: (name) => readPart(name).entry,
  path: PATH,
  async draw({ hides, settings, admin: { deps } }, _, name) {
    const index = indexIn(name);
    const policy = settings.escalation_policies.find((one) => isSameName(one.name, readPart(name).entry));
    const step = policy?.steps[index];
    if (!step) return null;
    return [section(`Remove this step?\n${stepLine(step, index, await deps.onCall.directory(), hides)}\n${CLIMBING}`)];
  },
  places: () => [],
  async read(_, stored, name) {
    const index = indexIn(name);
    return { value: stepsOf(stored).filter((_, at) => at !== index) };
  },
  done: (policy) => `A step of *${shown(policy)}* was removed.`,
});

const nameField = textField({
  block: 'admin_policy_name',
  path: ['name'],
  label: 'Name',
  hint: 'Services name the policy by it.',
  isNeeded: true,
});

/** A policy has a step at least, so it begins with one. */
export const createPolicyForm: AdminForm = {
  async open(admin) {
    const context = await contextOf(admin);
    const name = nameField.draw(undefined, context);
    const fields = stepFields(EMPTY, context, await admin.deps.onCall.directory());
    const words = section('A policy pages nobody before a service names it. Its first step:');
    return { title: 'Create policy', submit: 'Create', blocks: [...(name ? [name] : []), words, ...fields] };
  },
  async submit(admin, view) {
    const context = await contextOf(admin);
    const read = await readStep(view, EMPTY, context, await admin.deps.onCall.directory());
    if ('errors' in read) return read;
    const name = nameField.read(view, undefined);
    const entry = { name, steps: [read.step] };
    const request = { kind: 'create', section: 'escalation_policies', entry } as const;
    const outcome = await admin.deps.settingsEditor.change(request, admin.by);
    const places = [nameField, ...stepPlaces(0)];
    return told(withoutNames(outcome, context), places, `The policy *${shown(String(name))}* was created.`, admin);
  },
};

function placeField(index: number, count: number) {
  if (count < 2 || count > MAX_OPTIONS) return [];
  const options = Array.from({ length: count }, (_, at) => ({ text: label(`Step ${at + 1}`), value: String(at) }));
  const initial = options[index];
  const words = { label: 'Place', hint: 'The other steps move up or down.' };
  const menu = { type: 'static_select', action_id: INPUT, options } as const;
  return [optionalInput(PLACE, words, { ...menu, ...(initial && { initial_option: initial }) })];
}

function indexIn(name: string): number {
  return Number(readPart(name).part || Number.NaN);
}

function stepsOf(stored: FileForm): FileStep[] {
  return Array.isArray(stored['steps']) ? (stored['steps'] as FileStep[]) : [];
}
