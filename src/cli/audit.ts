import { type AuditEntry, auditedName } from '../audit/entry.ts';
import { auditedDifferences, showAll } from '../audit/words.ts';
import type { Author } from '../people/author.ts';
import { authorWords } from '../words/people.ts';
import { oneLine } from '../words/text.ts';
import { CommandError } from './report.ts';
import { print, say } from './terminal.ts';
import { formatTime, readSince } from './time.ts';
import { withStorage } from './with-storage.ts';

export interface AuditOptions {
  since?: string;
  what?: string;
  limit: string;
}

const MAX_LIMIT = 10_000;

/** `opsknight audit`: a block of lines for each change of settings. */
export async function audit({ since, what, limit }: AuditOptions): Promise<void> {
  const most = Number(limit);
  if (!(Number.isSafeInteger(most) && most >= 1 && most <= MAX_LIMIT)) {
    throw new CommandError(`--limit is a number from 1 to ${MAX_LIMIT}, not "${limit}".`);
  }
  await withStorage(async (storage, _, clock) => {
    const from = since === undefined ? {} : { since: readSince(since, clock.now()) };
    const entries = await storage.audit.list({ ...from, ...(what && { text: what }), limit: most });
    for (const entry of entries) print(described(entry));
    if (entries.length === 0) say('No change of settings matches.');
    if (entries.length === most) say(`These are the latest ${most}; --limit shows more.`);
  });
}

/** `#12  Mon 2026-01-05 09:00 +01:00  alice on the command line  ~ service "Payment API"`, and every value under it. */
function described(entry: AuditEntry): string {
  const { id, at, by, before, after, takesBack, takenBackBy } = entry;
  const sign = before === null ? '+' : after === null ? '-' : '~';
  const notes = [
    ...(takesBack === null ? [] : [`takes back #${takesBack}`]),
    ...(takenBackBy === null ? [] : [`taken back by #${takenBackBy}`]),
  ];
  const about = `${sign} ${oneLine(auditedName(entry))}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  const lines = auditedDifferences(entry, showAll).map(
    ({ path, from, to }) => `    ${path}: ${from ?? 'none'} → ${to ?? 'none'}`,
  );
  return [`#${id}  ${formatTime(at)}  ${authorInTerminal(by)}  ${about}`, ...lines].join('\n');
}

export function authorInTerminal(author: Author): string {
  return authorWords(author, { handle: oneLine, name: oneLine });
}
