import { readConfig, requireSlackTokens } from '../config.ts';
import { examine } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import { useProxyOfEnvironment } from '../proxy.ts';
import { count, print } from './terminal.ts';
import { withStorage } from './with-storage.ts';

const MARKS: Record<Finding['state'], string> = { well: '✓', note: '·', wrong: '✗' };

/** `opsknight doctor`: a line for each thing looked at; exit code 1 when something is wrong. */
export async function doctor(): Promise<void> {
  const tokens = requireSlackTokens(readConfig(process.env, { slackTokens: true }));
  useProxyOfEnvironment(process.env);
  let wrong = 0;
  await withStorage(async (storage, config) => {
    for await (const finding of examine(config, tokens, storage)) {
      print(`${MARKS[finding.state]} ${finding.what}`);
      if (finding.state !== 'wrong') continue;
      wrong += 1;
      print(`    → ${finding.remedy}`);
    }
  });
  print(wrong === 0 ? '\nAll is well.' : `\n${count(wrong, 'thing')} to see to.`);
  if (wrong > 0) process.exitCode = 1;
}
