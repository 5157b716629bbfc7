import type { Monitor } from './monitor.ts';
import { tell } from './story.ts';

/** Tells the story, and stops in the middle of it when asked to. */
export class Storyteller {
  private stopping = new AbortController();
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly monitor: Monitor) {}

  /** From the beginning. One that is being told ends first. */
  start(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
    // A monitor that can't reach the app is no reason to end the demo: its next alert finds it again.
    this.telling = tell(this.monitor, this.stopping.signal).catch(() => {});
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.telling;
  }
}
