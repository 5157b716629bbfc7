import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { template } from './template.ts';

/** Takes the template of the run away again. */
export default async function removeTemplate(): Promise<void> {
  await rm(dirname(template().databaseFile), { recursive: true, force: true });
}
