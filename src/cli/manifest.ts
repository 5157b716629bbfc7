import { readFile } from 'node:fs/promises';
import { packageFile } from '../package-files.ts';

export async function printManifest(): Promise<void> {
  process.stdout.write(await readFile(packageFile('manifest.yml'), 'utf8'));
}
