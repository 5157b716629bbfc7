import { createHash } from 'node:crypto';
import type { FileForm } from './file-form.ts';
import type { SettingName } from './owned.ts';

/** Where settings hold what whoever has it can use; "*" stands for any item of a list. Such a thing is in no log. */
const SECRETS: Partial<Record<SettingName['section'], string[][]>> = {
  // Whoever knows the address can write there.
  users: [
    ['contact', '*', 'webhook'],
    ['contact', '*', 'ntfy'],
  ],
  connections: [['bot_token'], ['app_token']],
};

const LENGTH = 8;

/** "(not shown, 3f9ac01b)": the same for the same secret, so that one sees whether it has changed. */
function concealed(secret: string): string {
  return `(not shown, ${createHash('sha256').update(secret).digest('hex').slice(0, LENGTH)})`;
}

/** An entry in its file form, with something in the place of each secret. */
export function withoutSecrets(section: SettingName['section'], entry: FileForm | null): FileForm | null {
  return entry && mapSecrets(section, entry, concealed);
}

/**
 * The inverse: what was logged of an entry, with its secrets as they are now; undefined when one of them is known no more.
 * @param current the same entry as it is now
 */
export function withSecrets(
  section: SettingName['section'],
  logged: FileForm,
  current: FileForm | null,
): FileForm | undefined {
  const known = new Map<string, string>();
  if (current) {
    mapSecrets(section, current, (secret) => {
      known.set(concealed(secret), secret);
      return secret;
    });
  }
  let isComplete = true;
  const entry = mapSecrets(section, logged, (text) => {
    const secret = known.get(text);
    if (secret === undefined) isComplete = false;
    return secret ?? text;
  });
  return isComplete ? entry : undefined;
}

function mapSecrets(section: SettingName['section'], entry: FileForm, map: (secret: string) => string): FileForm {
  let mapped: unknown = entry;
  for (const path of SECRETS[section] ?? []) mapped = mapAt(mapped, path, map);
  return mapped as FileForm;
}

function mapAt(value: unknown, path: string[], map: (secret: string) => string): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return typeof value === 'string' ? map(value) : value;
  if (segment === '*') return Array.isArray(value) ? value.map((item) => mapAt(item, rest, map)) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return value;
  return { ...value, [segment]: mapAt((value as FileForm)[segment], rest, map) };
}
