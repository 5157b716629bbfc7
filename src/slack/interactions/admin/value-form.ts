import type { KnownBlock } from '@slack/types';
import { type FieldEdit, fingerprintOf, foreseeSetting, valueAt } from '../../../settings/change-setting.ts';
import type { FileForm } from '../../../settings/file-form.ts';
import type { Section, Sections, WholeSection } from '../../../settings/schema/document.ts';
import { divider, section } from '../../cards/blocks.ts';
import type { Refused, SubmittedView } from '../modal.ts';
import type { AdminForm, AdminFormView, Submitted } from './page.ts';
import {
  contextOf,
  type FieldPlace,
  type FormContext,
  goneWords,
  storedEntry,
  told,
  withoutNames,
} from './setting-form.ts';
import { lockedWords } from './words.ts';

/** What an entry of a section is; of a section that is one setting as a whole nothing more is looked at. */
type EntryOf<S> = S extends Section ? Sections[S] : never;

/** Several fields that make one value of an entry, which nobody changes piece by piece: a list of steps, of layers. */
interface ValueForm<S extends Section | WholeSection> {
  title: string;
  submit: string;
  section: S;
  /** The entry's name, in what the form was opened for; empty for a section as a whole. */
  entryOf(name: string): string;
  /** Where the value is in the entry. */
  path: readonly string[];
  /** Words and fields; null when there is nothing any more that the form could be about. */
  draw(context: FormContext, stored: FileForm, name: string): Promise<KnownBlock[] | null>;
  /** What is wrong with one of these is said beside its field, the rest at the first. */
  places(name: string, stored: FileForm): readonly FieldPlace[];
  /** The value as it was entered, in the words of opsknight.yml. */
  read(
    view: SubmittedView,
    stored: FileForm,
    name: string,
    context: FormContext,
  ): Promise<{ value: unknown } | Refused>;
  /** What would come of it, in mrkdwn, which is shown before it is done; left out where that goes without saying. */
  foresee?(context: FormContext, after: EntryOf<S>): Promise<string>;
  done(entry: string): string;
}

const WHOLE = 'whole';

/** A form for a value as a whole: what two change at once is refused to the second, whatever they touched of it. */
export function valueForm<S extends Section | WholeSection>(form: ValueForm<S>): AdminForm {
  const settingOf = (name: string) => ({ section: form.section, name: form.entryOf(name).toLowerCase() });

  async function drawn(context: FormContext, stored: FileForm, name: string): Promise<AdminFormView> {
    const blocks = await form.draw(context, stored, name);
    if (blocks === null) return closed(form.title, goneWords(context.admin));
    const seen = { [WHOLE]: fingerprintOf(valueAt(stored, form.path)) };
    return { title: form.title, submit: form.submit, blocks, seen };
  }

  return {
    async open(admin, name) {
      const context = await contextOf(admin);
      const stored = storedEntry(context.settings, settingOf(name));
      const obstacle = lockedWords(admin, context.settings, settingOf(name));
      if (stored === null || obstacle !== null) return closed(form.title, obstacle ?? goneWords(admin));
      return drawn(context, stored, name);
    },
    async submit(admin, view, { name, seen, previewed }): Promise<Submitted> {
      const context = await contextOf(admin);
      const setting = settingOf(name);
      const stored = storedEntry(context.settings, setting);
      if (stored === null) return { refusal: goneWords(admin) };
      const read = await form.read(view, stored, name, context);
      if ('errors' in read) return read;
      const edit: FieldEdit = { path: form.path, seen: seen[WHOLE] ?? '', value: read.value };
      const request = { kind: 'edit', setting, fields: [edit] } as const;
      const places = form.places(name, stored);
      const done = form.done(String(stored['name'] ?? ''));
      const foreseen = foreseeSetting(context.settings, request);
      if (foreseen.kind !== 'changed') return told(withoutNames(foreseen, context), places, done, admin);
      const after = foreseen.changes.flatMap((change) => (change.section === form.section ? [change.after] : []))[0];
      const words = form.foresee && after ? await form.foresee(context, after as EntryOf<S>) : null;
      if (words !== null) {
        const shown = fingerprintOf([read.value, words]);
        if (shown !== previewed)
          return { asks: asking(await drawn(context, stored, name), words, seen), previewed: shown };
      }
      const outcome = await admin.deps.settingsEditor.change(request, admin.by);
      return told(withoutNames(outcome, context), places, done, admin);
    },
  };
}

function closed(title: string, words: string): AdminFormView {
  return { title, submit: null, blocks: [section(words)] };
}

/** The same fields, which keep what was entered, under what would come of that. */
function asking(drawn: AdminFormView, words: string, seen: Record<string, string>): AdminFormView {
  const before = [
    section(words),
    section('*Save* does it as it is said above. You can still change it here.'),
    divider(),
  ];
  return { ...drawn, submit: 'Save', blocks: [...before, ...drawn.blocks], seen };
}
