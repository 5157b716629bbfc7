import { ownerOf, type SettingName } from '../../../settings/owned.ts';
import type { CurrentSettings } from '../../../settings/writer.ts';
import { authorWords } from '../../../words/people.ts';
import { ownedWords, type SettingWriter } from '../../../words/settings.ts';
import { inline } from '../../cards/mrkdwn.ts';
import { NAME_WRITER } from '../../cards/names.ts';
import type { Admin } from './who.ts';

const MAX_VALUE = 200;

/** What settings say, as mrkdwn that calls nobody. */
export const SETTING_WRITER: SettingWriter = {
  author: (author) => authorWords(author, NAME_WRITER),
  value: (text) => inline(text, MAX_VALUE),
};

/** That a setting belongs to a file, and the ways out; null for one that can be changed here. */
export function lockedWords({ deps }: Admin, { owned }: CurrentSettings, setting: SettingName): string | null {
  const owner = ownerOf(setting, owned);
  return owner && `🔒 ${ownedWords(owner, deps.clock.now(), SETTING_WRITER)}`;
}
