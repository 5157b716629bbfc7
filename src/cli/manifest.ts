import { readFile } from 'node:fs/promises';

const MANIFEST = new URL('../../manifest.yml', import.meta.url);

export async function printManifest(): Promise<void> {
  process.stdout.write(await readFile(MANIFEST, 'utf8'));
}
