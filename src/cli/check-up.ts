import { checkUp } from '../check-up/check-up.ts';
import { examinedNow } from '../check-up-watch.ts';
import { checkUpWords } from '../words/check-up.ts';
import { count, print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

/** `opsknight check-up`: what is allowed and may not be meant, each with what to do; exit code 1 when there is something. */
export async function checkUpNow(): Promise<void> {
  await withStorage(async (storage, _config, clock) => {
    const now = clock.now();
    // What the token may do, `opsknight doctor` says, which asks Slack.
    const examined = await examinedNow(storage, null, now);
    const findings = checkUp(examined, now);
    for (const finding of findings) {
      const { what, remedy } = checkUpWords(finding, now);
      print(`✗ ${what}\n    → ${remedy}`);
    }
    print(findings.length === 0 ? 'Nothing to see to.' : `\n${count(findings.length, 'thing')} to see to.`);
    if (findings.length > 0) process.exitCode = 1;
  });
}
