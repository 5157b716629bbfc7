import { isDeepStrictEqual } from 'node:util';
import { isSameName } from '../../../../../oncall/targets.ts';
import { fingerprintOf, valueAt } from '../../../../../settings/change-setting.ts';
import type { OverrideEntry } from '../../../../../settings/schedule.ts';
import { section } from '../../../../cards/blocks.ts';
import type { AdminForm } from '../../page.ts';
import { readPart } from '../../part-name.ts';
import { contextOf, type FormContext, storedEntry, told } from '../../setting-form.ts';
import { lockedWords } from '../../words.ts';
import { foresee } from './foresee.ts';
import { settingOf } from './names.ts';
import { overridesOf, setKey } from './overrides.ts';
import { overrideWords } from './words.ts';

const TITLE = 'Delete override';
const GONE = 'This override is not there any more, or is over.';
const PATH = ['overrides'];

/** Takes an override away, whoever made it; one that has begun ends now. */
export const removeOverrideForm: AdminForm = {
  async open(admin, name) {
    const context = await contextOf(admin);
    const found = await find(context, name);
    const locked = found?.one.id === null ? lockedWords(admin, context.settings, settingOf(found.entry.name)) : null;
    if (!found || locked !== null) return { title: TITLE, submit: null, blocks: [section(locked ?? GONE)] };
    const { one, entry, directory } = found;
    const isIt = (other: OverrideEntry) => isDeepStrictEqual(other, one.override);
    const isSet = one.id === null;
    const after = { ...entry, overrides: entry.overrides.filter((_, index) => setKey(index) !== one.key) };
    const slackOverrides = context.settings.slackOverrides.filter(
      ({ schedule, override }) => isSet || !isSameName(schedule, entry.name) || !isIt(override),
    );
    const words = await foresee(context, after, { ...context.settings, slackOverrides });
    const stored = storedEntry(context.settings, settingOf(entry.name));
    return {
      title: TITLE,
      submit: 'Delete',
      blocks: [section(`Delete this override?\n${overrideWords(one.override, one, directory)}`), section(words)],
      seen: { whole: fingerprintOf(valueAt(stored, PATH)) },
    };
  },
  async submit(admin, _, { name, seen }) {
    const context = await contextOf(admin);
    const found = await find(context, name);
    if (!found) return { refusal: GONE };
    const { one, entry } = found;
    const done = 'The override was deleted.';
    if (one.id !== null) {
      const isEnded = await admin.deps.onCall.endOverride(one.id, admin.by);
      if (!isEnded) return { refusal: GONE };
      admin.deps.onOwed();
      return { done: `✅ ${done}` };
    }
    const stored = valueAt(storedEntry(context.settings, settingOf(entry.name)), PATH);
    const left = (Array.isArray(stored) ? stored : []).filter((_, index) => setKey(index) !== one.key);
    const value = left.length > 0 ? left : undefined;
    const fields = [{ path: PATH, seen: seen['whole'] ?? '', value }];
    const request = { kind: 'edit', setting: settingOf(entry.name), fields } as const;
    return told(await admin.deps.settingsEditor.change(request, admin.by), [], done, admin);
  },
};

async function find({ admin: { deps }, settings }: FormContext, name: string) {
  const { part, entry: named } = readPart(name);
  const entry = settings.schedules.find((one) => isSameName(one.name, named));
  if (!entry) return null;
  const directory = await deps.onCall.directory();
  const one = (await overridesOf(deps, entry, directory)).find(({ key }) => key === part);
  return one ? { one, entry, directory } : null;
}
