import { createReadStream } from 'node:fs';
import { isPublicKey } from '../records/signing.ts';
import { type Broken, type Verified, verifyRecords } from '../records/verify.ts';
import { oneLine } from '../words/text.ts';
import { CommandError } from './report.ts';
import { count, print, say } from './terminal.ts';

/** `opsknight verify <file>`: needs neither the database nor the environment. */
export async function verifyFile(file: string, { key }: { key?: string }): Promise<void> {
  if (key !== undefined && !isPublicKey(key)) {
    throw new CommandError(`--key must be a public key as \`opsknight export\` says it, not ${JSON.stringify(key)}.`);
  }
  const found = await read(file, key);
  if (!found.ok) throw new CommandError(`${file} is not whole. Line ${found.line}: ${found.reason}.`);
  const { incidents, lines, exportedAt, withoutTexts } = found;
  print(
    `${file} is whole: ${count(incidents, 'incident')} in ${count(lines, 'line')}, exported ${oneLine(exportedAt)}, signed with the key ${found.key}.`,
  );
  if (withoutTexts > 0) {
    print(`The texts of ${count(withoutTexts, 'line')} were taken out since; everything else is as it was.`);
  }
  if (key === undefined) {
    say('Whoever changes a file can sign it with a key of their own: compare the key with yours, or give it as --key.');
  }
}

async function read(file: string, key: string | undefined): Promise<Verified | Broken> {
  try {
    return await verifyRecords(createReadStream(file), key);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} can't be read: ${reason}`);
  }
}
