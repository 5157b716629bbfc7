import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerLoop } from '../lib/worker-loop.ts';
import type { Author } from '../people/author.ts';
import { PORTION, REST } from './apply.ts';
import { changeSetting, type SettingOutcome, type SettingRequest } from './change-setting.ts';
import { consequencesOf } from './new-settings.ts';
import type { CurrentSettings, SettingsWriter } from './writer.ts';

/** How people change settings while the app runs. */
export interface SettingsEditor {
  read(): Promise<CurrentSettings>;
  change(request: SettingRequest, by: Author): Promise<SettingOutcome>;
}

interface RunningEditorDeps {
  writer: SettingsWriter;
  /** Others are to look at what is due and owed. */
  onChanged(): void;
  onFailure(error: unknown): void;
}

/** Changes settings, and lets open incidents have what that means for them, which nobody waits for. */
export class RunningEditor implements SettingsEditor {
  private readonly following: WorkerLoop;

  constructor(private readonly deps: RunningEditorDeps) {
    this.following = new WorkerLoop({
      step: async (signal) => {
        const { isDone } = await deps.writer.follow(consequencesOf, PORTION);
        deps.onChanged();
        if (!isDone) await sleep(REST, undefined, { signal }).catch(() => {});
        return !isDone;
      },
      backoff: { first: 1_000, most: 60_000 },
      onFailure: deps.onFailure,
    });
  }

  read(): Promise<CurrentSettings> {
    return this.deps.writer.read();
  }

  async change(request: SettingRequest, by: Author): Promise<SettingOutcome> {
    const outcome = await changeSetting(this.deps.writer, request, { by });
    if (outcome.kind === 'changed') this.follow();
    return outcome;
  }

  /** Settings were changed: the open incidents have yet to have what that means. */
  follow(): void {
    this.deps.onChanged();
    this.following.wake();
  }

  stop(): Promise<void> {
    return this.following.stop();
  }
}
