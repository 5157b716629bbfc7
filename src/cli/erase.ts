import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { incidentKey } from '../incidents/types.ts';
import { subjectIn, withoutTextsAbout } from '../records/erase-file.ts';
import { type Pseudonym, pseudonymOf, type Subject, stillNamedIn } from '../records/erasure.ts';
import type { ErasureStore } from '../records/store.ts';
import { verifyRecords } from '../records/verify.ts';
import type { Storage } from '../storage/storage.ts';
import { oneLine } from '../words/text.ts';
import { CommandError } from './report.ts';
import { count, print, say } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** Enough to see which are meant. */
const MAX_LISTED = 5;

/** `opsknight erase <email>`: whoever has left is nobody any more in what is kept about incidents. */
export async function erase(email: string, { dryRun, file }: { dryRun: boolean; file?: string }): Promise<void> {
  if (file !== undefined) return eraseInFile(email.trim().toLowerCase(), file);
  await withStorage(async (storage) => {
    const { erasure } = storage;
    const subject = await erasure.subject(email);
    if (!subject) throw new CommandError(`Nobody is known by the address ${oneLine(email)}. Nothing was changed.`);
    await refuseWhileNeeded(subject, storage);
    const pseudonym = pseudonymOf(randomBytes(4).toString('hex'));
    const erased = await eraseAll(erasure, subject, pseudonym, dryRun);
    if (dryRun) {
      print(`In ${count(erased, 'incident')} a pseudonym would stand in the place of ${shown(subject)}.`);
      say('This was a dry run: nothing was changed.');
      return;
    }
    await erasure.erasePerson(subject, pseudonym);
    print(`In ${count(erased, 'incident')} ${pseudonym.name} now stands in the place of ${shown(subject)}.`);
    print('Their contact methods, sessions and what Slack has told about them are deleted.');
    say(
      'The audit log of settings, what is in Slack, backups and exported files are as they were: see docs/records.md.',
    );
  });
}

function shown({ names, email }: Subject): string {
  return oneLine(names.length > 0 ? `${names.join(', ')} (${email})` : email);
}

async function refuseWhileNeeded(subject: Subject & { isActive: boolean }, storage: Storage): Promise<void> {
  const nothing = 'Nothing was changed.';
  if (subject.isActive) {
    throw new CommandError(
      `${oneLine(subject.email)} is still an active user. Take them out of opsknight.yml and apply it with --prune, or write \`active: false\`. ${nothing}`,
    );
  }
  const named = stillNamedIn(subject.email, await storage.settingsWriter.read());
  if (named.length > 0) {
    throw new CommandError(
      `${oneLine(subject.email)} is still named in ${oneLine(named.slice(0, MAX_LISTED).join(', '))}. Take them out there first. ${nothing}`,
    );
  }
  const live = await storage.erasure.liveIncidents(subject, MAX_LISTED);
  if (live.length > 0) {
    throw new CommandError(
      `${live.map(incidentKey).join(', ')} still goes on and names ${oneLine(subject.email)}. Try again once it is over. ${nothing}`,
    );
  }
}

async function eraseAll(store: ErasureStore, subject: Subject, as: Pseudonym, isDryRun: boolean): Promise<number> {
  let erased = 0;
  let last: number | null = 0;
  while (last !== null) {
    const portion = await store.eraseIncidents(subject, as, last, isDryRun);
    erased += portion.erased;
    last = portion.last;
  }
  return erased;
}

/** The file is written anew to stdout; it is as whole as it was. */
async function eraseInFile(email: string, file: string): Promise<void> {
  try {
    const found = await verifyRecords(createReadStream(file));
    if (!found.ok) throw new CommandError(`${file} is not whole. Line ${found.line}: ${found.reason}.`);
    const subject = await subjectIn(createReadStream(file), email);
    let erased = 0;
    for await (const { line, isErased } of withoutTextsAbout(createReadStream(file), subject)) {
      if (isErased) erased += 1;
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    }
    say(
      `The texts of ${count(erased, 'line')} that named ${oneLine(email)} are left out; \`verify\` finds the rest whole.`,
    );
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
