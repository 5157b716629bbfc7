import type { UtcMs } from '../lib/clock.ts';
import type { Author } from '../people/author.ts';
import { type Difference, differencesOf } from '../settings/changes.ts';
import { type SettingWriter, settingRefusal } from '../words/settings.ts';
import { since } from '../words/time.ts';
import type { AuditEntry } from './entry.ts';
import type { TakeBackRefusal } from './take-back.ts';

/** Which channels, as settings write them, are hidden from whoever reads. */
export type Hides = (channel: string) => boolean;

/** What stands for the name of a channel that its reader is not to know of. */
export const HIDDEN_CHANNEL = '(a private channel)';

export function showAll(): boolean {
  return false;
}

/** From what to what an entry has changed, value by value, for somebody who may not know of some channels. */
export function auditedDifferences({ before, after }: AuditEntry, hides: Hides): Difference[] {
  const shown = (json: string | null) => json && shownValue(json, hides);
  return differencesOf(before, after).map(({ path, from, to }) => ({ path, from: shown(from), to: shown(to) }));
}

/** A value in JSON: a channel may stand alone, or be a target ("channel:#name"). */
function shownValue(json: string, hides: Hides): string {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'string') return json;
  return hides(value.replace(/^channel:/, '')) ? HIDDEN_CHANNEL : json;
}

/** A sentence in which channels may be named, for somebody who may not know of some. */
export function withoutHidden(sentence: string, hides: Hides): string {
  return sentence.replace(/#[^\s#,.:;!?'"`()<>]+|\b[CG][A-Z0-9]{7,}\b/gu, (channel) =>
    hides(channel) ? HIDDEN_CHANNEL : channel,
  );
}

/** Why a change can't be taken back, and what can be done instead. */
export function takeBackRefusal(
  refusal: TakeBackRefusal & { entry: AuditEntry | null },
  now: UtcMs,
  write: SettingWriter,
): string {
  const by = (entry: { by: Author; at: UtcMs }) => `by ${write.author(entry.by)} ${since(entry.at, now)}`;
  switch (refusal.kind) {
    case 'no_such_entry':
      return 'The audit log has no such entry.';
    case 'taken_back_already':
      return `It was taken back already, ${by(refusal.by)}.`;
    case 'changed_since':
      return `It can't be taken back: it is not any more as that change left it${refusal.last ? `, since it was changed again ${by(refusal.last)}` : ''}.`;
    case 'over':
      return 'Its time is over.';
    case 'nobody_left':
      return 'The schedule, or somebody that the override names, is not there any more.';
    case 'not_this_kind':
      return INSTEAD[refusal.entry?.section ?? ''] ?? 'This can’t be taken back.';
    default:
      return `It can't be taken back. ${settingRefusal(refusal, now, write)}`;
  }
}

/** What can't be taken back here, and how it ends. */
const INSTEAD: Record<string, string> = {
  api_keys: 'A key that was revoked or replaced stays so: make another one.',
  maintenance_windows: 'Maintenance ends with “/opsknight maintenance end”, or by itself.',
  subscriptions: 'What a channel subscribed to ends with “/opsknight unsubscribe” in it.',
  personal_contacts: 'How somebody is paged they change themselves, with “/opsknight contact”.',
  files: 'What a file owns is settled by “opsknight apply”, with --lock or --unlock.',
};
