import type { InputBlock, KnownBlock } from '@slack/types';
import { type Hides, withoutHidden } from '../../../audit/words.ts';
import {
  type FieldEdit,
  fingerprintOf,
  type SettingOutcome,
  storedSetting,
  valueAt,
  withValue,
} from '../../../settings/change-setting.ts';
import type { FileForm } from '../../../settings/file-form.ts';
import type { SettingName } from '../../../settings/owned.ts';
import { formatPath } from '../../../settings/problems.ts';
import type { Section } from '../../../settings/schema/document.ts';
import type { CurrentSettings } from '../../../settings/writer.ts';
import { settingRefusal } from '../../../words/settings.ts';
import { section } from '../../cards/blocks.ts';
import type { Connection } from '../../directory/store.ts';
import type { Refused, SubmittedView } from '../modal.ts';
import type { AdminForm, AdminFormView, Submitted } from './page.ts';
import type { FormPlace } from './place.ts';
import type { Admin } from './who.ts';
import { lockedWords, SETTING_WRITER } from './words.ts';

/** What the fields of a form look at. */
export interface FormContext {
  admin: Admin;
  settings: CurrentSettings;
  /** Channels that the admin is not to know of. */
  hides: Hides;
  /** Those in use, the organisation's first. */
  connections: readonly Connection[];
}

export interface FieldPlace {
  /** Its block's id: no other field of the form has it. */
  block: string;
  /** Where the value is in the setting: `['sla', 'HIGH']`. */
  path: readonly string[];
}

/** One value of a setting, as a field of a form. */
export interface SettingField extends FieldPlace {
  /** The field, holding the value as it is now, in the words of opsknight.yml; null where there is nothing to choose. */
  draw(value: unknown, context: FormContext): InputBlock | null;
  /** What was entered, in the words of opsknight.yml; undefined for nothing. @param stored as it is now */
  read(view: SubmittedView, stored: unknown): unknown;
  /** Why somebody may not enter this, which its schema allows; null if they may. @param entry all of it, as it was entered */
  refuse?(value: unknown, stored: unknown, context: FormContext, entry: FileForm): Promise<string | null>;
}

interface FormWords {
  title: string;
  submit: string;
  /** What is said when it is done, in mrkdwn. */
  done(name: string): string;
  /** Blocks before and after the fields. */
  before?(context: FormContext, stored: FileForm | null): KnownBlock[];
  after?(context: FormContext): KnownBlock[];
}

interface EditForm extends FormWords {
  /** What a form opened for this name changes. */
  setting(name: string): SettingName;
  fields(context: FormContext, stored: FileForm): readonly SettingField[];
}

interface CreateForm extends FormWords {
  section: Section;
  fields(context: FormContext, stored: FileForm): readonly SettingField[];
}

/**
 * A form that changes values of a setting that is there. What somebody didn't touch stays as it is; what was changed by two at
 * once, and what belongs to a file, is refused.
 */
export function editForm(form: EditForm): AdminForm {
  return {
    async open(admin, name): Promise<AdminFormView> {
      const context = await contextOf(admin);
      const setting = form.setting(name);
      const stored = storedEntry(context.settings, setting);
      const obstacle = stored === null ? goneWords(admin) : lockedWords(admin, context.settings, setting);
      if (stored === null || obstacle !== null) {
        return { title: form.title, submit: null, blocks: [section(obstacle ?? '')] };
      }
      const drawn = form.fields(context, stored).map((field) => drawnField(field, context, stored));
      return view(form, context, stored, drawn);
    },
    async submit(admin, view, place): Promise<Submitted> {
      const context = await contextOf(admin);
      const setting = form.setting(place.name);
      const stored = storedEntry(context.settings, setting);
      if (stored === null) return { refusal: goneWords(admin) };
      const fields = form.fields(context, stored);
      const read = await readFields(fields, view, context, stored, place);
      if ('errors' in read) return read;
      if (read.edits.length === 0) return { done: 'Nothing was changed: all is as it was.' };
      const edits = read.edits.map(({ edit }) => edit);
      const outcome = await admin.deps.settingsEditor.change({ kind: 'edit', setting, fields: edits }, admin.by);
      return told(withoutNames(outcome, context), fields, form.done(place.name), admin);
    },
  };
}

/** A form that makes a new entry of a section. */
export function createForm(form: CreateForm): AdminForm {
  return {
    async open(admin): Promise<AdminFormView> {
      const context = await contextOf(admin);
      return view(
        form,
        context,
        null,
        form.fields(context, {}).map((field) => drawnField(field, context, {})),
      );
    },
    async submit(admin, view, place): Promise<Submitted> {
      const context = await contextOf(admin);
      const fields = form.fields(context, {});
      const read = await readFields(fields, view, context, {}, place);
      if ('errors' in read) return read;
      const entry = read.edits.reduce((made, { edit }) => withValue(made, edit.path, edit.value), {} as FileForm);
      const request = { kind: 'create', section: form.section, entry } as const;
      const outcome = await admin.deps.settingsEditor.change(request, admin.by);
      return told(withoutNames(outcome, context), fields, form.done(String(entry['name'] ?? '')), admin);
    },
  };
}

/** What a form that removes an entry has seen: all of it. */
const WHOLE = 'whole';

interface RemoveForm {
  title: string;
  submit: string;
  section: Section;
  /** Why it can't go as things are, in mrkdwn; null when it can. */
  obstacle?(context: FormContext, name: string): string | null;
  /** What it means, in mrkdwn. */
  words(context: FormContext, name: string): Promise<string>;
  done(name: string): string;
}

/** A form that asks whether an entry is to go. */
export function removeForm(form: RemoveForm): AdminForm {
  const settingOf = (name: string) => ({ section: form.section, name: name.toLowerCase() });
  return {
    async open(admin, name): Promise<AdminFormView> {
      const context = await contextOf(admin);
      const locked = lockedWords(admin, context.settings, settingOf(name)) ?? form.obstacle?.(context, name) ?? null;
      const words = locked ?? (await form.words(context, name));
      return {
        title: form.title,
        submit: locked === null ? form.submit : null,
        blocks: [section(words)],
        seen: { [WHOLE]: fingerprintOf(storedSetting(context.settings, settingOf(name))) },
      };
    },
    async submit(admin, _view, { name, seen }): Promise<Submitted> {
      const context = await contextOf(admin);
      const request = { kind: 'remove', ...settingOf(name), seen: seen[WHOLE] ?? '' } as const;
      const outcome = await admin.deps.settingsEditor.change(request, admin.by);
      return told(withoutNames(outcome, context), [], form.done(name), admin);
    },
  };
}

export async function contextOf(admin: Admin): Promise<FormContext> {
  const { settingsEditor, membership, connections } = admin.deps;
  const [settings, hides, all] = await Promise.all([
    settingsEditor.read(),
    membership.hides(admin.by.slackUserId),
    connections.all(),
  ]);
  return { admin, settings, hides, connections: all.filter(({ endedAt }) => endedAt === null) };
}

export function goneWords({ deps }: Admin): string {
  return settingRefusal({ kind: 'gone' }, deps.clock.now(), SETTING_WRITER);
}

export function storedEntry(settings: CurrentSettings, setting: SettingName): FileForm | null {
  const stored = storedSetting(settings, setting);
  return Array.isArray(stored) ? null : stored;
}

interface DrawnField {
  block: InputBlock | null;
  seen: readonly [block: string, fingerprint: string];
}

function drawnField(field: SettingField, context: FormContext, stored: FileForm): DrawnField {
  const value = valueAt(stored, field.path);
  return { block: field.draw(value, context), seen: [field.block, fingerprintOf(value)] };
}

function view(form: FormWords, context: FormContext, stored: FileForm | null, drawn: DrawnField[]): AdminFormView {
  const blocks = drawn.flatMap(({ block }) => block ?? []);
  return {
    title: form.title,
    submit: form.submit,
    blocks: [...(form.before?.(context, stored) ?? []), ...blocks, ...(form.after?.(context) ?? [])],
    seen: Object.fromEntries(drawn.filter(({ block }) => block !== null).map(({ seen }) => seen)),
  };
}

/** What was changed in the form, by whoever had it open; a field that it did not show is left alone. */
async function readFields(
  fields: readonly SettingField[],
  view: SubmittedView,
  context: FormContext,
  stored: FileForm,
  { seen }: FormPlace,
): Promise<{ edits: { edit: FieldEdit }[] } | Refused> {
  const shown = fields.filter(({ block }) => view.state.values[block] !== undefined && seen[block] !== undefined);
  const read = shown.map((field) => {
    const now = valueAt(stored, field.path);
    const edit = { path: field.path, seen: seen[field.block] ?? '', value: field.read(view, now) };
    return { field, now, edit };
  });
  const edits = read.filter(({ edit }) => fingerprintOf(edit.value) !== edit.seen);
  const entry = edits.reduce((all, { edit }) => withValue(all, edit.path, edit.value), stored);
  const refusals = await Promise.all(
    edits.map(
      async ({ field, now, edit }) => [field.block, await field.refuse?.(edit.value, now, context, entry)] as const,
    ),
  );
  const errors = Object.fromEntries(refusals.flatMap(([block, words]) => (words ? [[block, words]] : [])));
  return Object.keys(errors).length > 0 ? { errors } : { edits };
}

/** What stands in the way may name channels that the admin is not to know of. */
export function withoutNames(outcome: SettingOutcome, { hides }: FormContext): SettingOutcome {
  if (outcome.kind !== 'in_the_way') return outcome;
  const problems = outcome.problems.map((problem) => ({ ...problem, message: withoutHidden(problem.message, hides) }));
  return { ...outcome, problems };
}

/** What came of it: where it is about a field, beside that field. */
export function told(outcome: SettingOutcome, fields: readonly FieldPlace[], done: string, { deps }: Admin): Submitted {
  switch (outcome.kind) {
    case 'changed': {
      const notes = outcome.changes.flatMap((change) => ('note' in change && change.note ? [change.note] : []));
      return { done: [`✅ ${done}`, ...notes.map(SETTING_WRITER.value)].join('\n') };
    }
    case 'unchanged':
      return { done: 'Nothing was changed: all is as it was.' };
    case 'invalid':
      return beside(
        fields,
        outcome.problems.map(({ path, message }) => ({ path: path.map(String), message })),
      );
    case 'changed_meanwhile':
      return beside(
        fields,
        outcome.fields.map(({ path }) => ({ path, message: MEANWHILE })),
      );
    case 'taken': {
      const identity = (key: string) => fields.find(({ path }) => path[0] === key);
      const name = identity('email') ?? identity('name');
      const words = settingRefusal(outcome, deps.clock.now(), SETTING_WRITER);
      return name ? { errors: { [name.block]: words } } : { refusal: words };
    }
    default:
      return { refusal: settingRefusal(outcome, deps.clock.now(), SETTING_WRITER) };
  }
}

const MEANWHILE =
  'This has been changed since you opened the form, or OpsKnight was started anew, so nothing was saved. Open it again to see what it is now.';

interface Problem {
  path: readonly string[];
  message: string;
}

/** Every problem beside the field that it is about; what is about none of them is said at the first. */
function beside(fields: readonly FieldPlace[], problems: readonly Problem[]): Submitted {
  const said = new Map<string, string[]>();
  for (const { path, message } of problems) {
    const field = fields.find((one) => one.path.every((segment, index) => path[index] === segment));
    const block = field?.block ?? fields[0]?.block;
    const words = field ? message : `${formatPath([...path])} ${message}`.trim();
    if (block !== undefined) said.set(block, [...(said.get(block) ?? []), SETTING_WRITER.value(words)]);
  }
  if (said.size === 0) return { refusal: problems.map(({ message }) => SETTING_WRITER.value(message)).join('; ') };
  return { errors: Object.fromEntries([...said].map(([block, words]) => [block, words.join('; ')])) };
}
