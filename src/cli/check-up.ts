import { checkUp } from '../check-up/check-up.ts';
import { isInUse } from '../keys/store.ts';
import { checkUpWords } from '../words/check-up.ts';
import { count, print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight check-up`: what is allowed and may not be meant, each with what to do; exit code 1 when there is something. */
export async function checkUpNow(): Promise<void> {
  await withStorage(async (storage, _config, clock) => {
    const now = clock.now();
    const keys = (await storage.keys.list()).filter((key) => isInUse(key, now));
    const examined = {
      keys,
      services: await storage.settings.services(),
      directory: await storage.onCall.directory(),
    };
    const findings = checkUp(examined, now);
    for (const finding of findings) {
      const { what, remedy } = checkUpWords(finding, now);
      print(`✗ ${what}\n    → ${remedy}`);
    }
    print(findings.length === 0 ? 'Nothing to see to.' : `\n${count(findings.length, 'thing')} to see to.`);
    if (findings.length > 0) process.exitCode = 1;
  });
}
