import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { LocalSlack, WorkspaceMemory } from 'local-slack';

const SAVE_AFTER_MS = 500;

/** All that the demo leaves behind: the app's database, its log, and what was said in the local Slack. */
export class DataFolder {
  private readonly slackFile: string;

  constructor(readonly path: string) {
    this.slackFile = join(path, 'slack.bin');
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /** An empty folder. */
  static fresh(path: string): DataFolder {
    rmSync(path, { recursive: true, force: true });
    return new DataFolder(path);
  }

  get databaseUrl(): string {
    return `file:${join(this.path, 'opsknight.db')}`;
  }

  get logFile(): string {
    return join(this.path, 'opsknight.log');
  }

  /** What an earlier run left; nothing before the first. */
  slackMemory(): WorkspaceMemory[] | undefined {
    return existsSync(this.slackFile) ? deserialize(readFileSync(this.slackFile)) : undefined;
  }

  /** Keeps the local Slack on disk, soon after every change. @returns how to stop, with everything saved. */
  keep(slack: LocalSlack): () => void {
    let timer: NodeJS.Timeout | undefined;
    const save = () => {
      timer = undefined;
      const draft = `${this.slackFile}.new`;
      writeFileSync(draft, serialize(slack.memory()));
      renameSync(draft, this.slackFile); // whole or not at all
    };
    const unsubscribe = slack.changes.subscribe(() => {
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
      save();
    };
  }
}
