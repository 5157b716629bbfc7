import { readFile, stat } from 'node:fs/promises';
import { CommandError } from './report.ts';

/** Far more than tens of thousands of services take. */
const MAX_BYTES = 20 * 1024 * 1024;

/** What is in a file of settings. `still`: what holds when it can't be read. */
export async function readSettingsFile(file: string, still = 'Nothing was changed.'): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    // Fatal: a name with characters that are lost would be another name. It takes away a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError)
      throw new CommandError(`${file} is not text in UTF-8: save it in that encoding. ${still}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} can't be read: ${reason}\n${still}`);
  }
}
