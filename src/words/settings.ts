import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import type { SettingRefusal } from '../settings/change-setting.ts';
import type { OwnedSetting } from '../settings/owned.ts';
import { formatPath, formatProblem } from '../settings/problems.ts';
import { since } from './time.ts';

/** How a place writes what settings say. */
export interface SettingWriter {
  author(author: Author): string;
  /** Something that settings say or name. */
  value(text: string): string;
}

/** More would not be read at 3 a.m. */
const MAX_PROBLEMS = 5;

/** Why a setting was not changed, and what can be done; without "Nothing was changed". */
export function settingRefusal(refusal: SettingRefusal, now: UtcMs, write: SettingWriter): string {
  switch (refusal.kind) {
    case 'invalid':
      return listed(
        refusal.problems.map(({ path, message }) => `${formatPath(path)} ${message}`.trim()),
        write,
      );
    case 'in_the_way':
      return listed(refusal.problems.map(formatProblem), write);
    case 'changed_meanwhile': {
      const names = refusal.fields.map(({ path }) => write.value(formatPath(path))).join(', ');
      return `Somebody else has changed this meanwhile: ${names}.`;
    }
    case 'gone':
      return 'It is not there any more: somebody has removed it meanwhile.';
    case 'taken':
      return 'There is one of that name already.';
    case 'owned':
      return ownedWords(refusal.owner, now, write);
    case 'last_admin':
      return 'There is no other active admin: make somebody else one first, so that settings can still be changed in Slack.';
    case 'not_as_expected':
      return 'It has been changed since then, so nothing was changed now.';
    case 'not_known':
      return 'What it was before is not known in full: the log keeps no secrets.';
  }
}

/** That a setting belongs to a file, and the ways out. */
export function ownedWords({ file, by, at }: OwnedSetting, now: UtcMs, write: SettingWriter): string {
  const name = write.value(file);
  return `It is set in ${name}, applied by ${write.author(by)} ${since(at, now)}. Change it in that file and apply it, or let it be changed here with “opsknight apply ${name} --unlock”.`;
}

function listed(problems: string[], write: SettingWriter): string {
  const more = problems.length > MAX_PROBLEMS ? [`and ${problems.length - MAX_PROBLEMS} more.`] : [];
  return [...problems.slice(0, MAX_PROBLEMS).map((problem) => write.value(problem)), ...more].join('; ');
}
