import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describeWith, isProgram } from '../../packages/local-slack/test/program.ts';

/** What Debian calls it, and what its makers do. */
const NAMES = ['prometheus-alertmanager', 'alertmanager'];

const ALERTMANAGER = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(isProgram);

/** A suite that needs Alertmanager: skipped, with one line that says so, where there is none; but not in CI. */
export function describeWithAlertmanager(name: string, suite: () => void): void {
  const lacking = `No Alertmanager: neither ${NAMES.join(' nor ')} is on the PATH`;
  const advice = `no Alertmanager. On Debian, install ${NAMES[0]}.`;
  describeWith({ path: ALERTMANAGER, lacking, advice }, name, suite);
}

/** An alert as Prometheus sends it to Alertmanager. Without an end it goes on. */
export interface PrometheusAlert {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  generatorURL?: string;
  endsAt?: string;
}

/** A real Alertmanager with a configuration and a folder of its own, and no others to talk to. */
export class Alertmanager {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  /** Resolves when it listens, on a port that it was given by the system. */
  static async start(configuration: string): Promise<Alertmanager> {
    if (ALERTMANAGER === undefined) throw new Error('there is no Alertmanager');
    const folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    await writeFile(file, configuration);
    const child = spawn(
      ALERTMANAGER,
      [
        `--config.file=${file}`,
        `--storage.path=${join(folder, 'data')}`,
        '--cluster.listen-address=',
        '--web.listen-address=127.0.0.1:0',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    try {
      return new Alertmanager(child, folder, await addressOf(child));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async post(alerts: PrometheusAlert[]): Promise<void> {
    const answer = await fetch(`${this.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { connection: 'close', 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    if (!answer.ok) throw new Error(`Alertmanager refused: ${answer.status} ${await answer.text()}`);
  }

  /** What Prometheus sends when an alert is over. */
  async end(alerts: PrometheusAlert[]): Promise<void> {
    const endsAt = new Date().toISOString();
    await this.post(alerts.map((alert) => ({ ...alert, endsAt })));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const address = /msg="Listening on" address=(\S+)/.exec(log)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Alertmanager ended with ${code}:\n${log}`)));
  });
}
