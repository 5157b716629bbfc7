import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, freePort, Program, temporaryFolder } from './processes.mjs';

/** Debian's package; the command has the same name. */
export const PACKAGE = 'prometheus-alertmanager';

const SETTINGS = `
route: { receiver: nobody }
receivers: [{ name: nobody }]
`;

/** Its version; null when it isn't installed. */
export function installedAlertmanager() {
  try {
    const said = execFileSync(PACKAGE, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return /version ([\d.]+)/.exec(said)?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

/** An Alertmanager without neighbours that tells nobody, on a free port and in a folder of its own. */
export async function startAlertmanager() {
  const { folder, remove } = temporaryFolder();
  const file = join(folder, 'alertmanager.yml');
  writeFileSync(file, SETTINGS);
  const port = await freePort();
  const program = new Program(PACKAGE, [
    `--config.file=${file}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/-/ready`);
  return {
    url,
    pid: program.pid,
    async close() {
      await program.stop();
      remove();
    },
  };
}
