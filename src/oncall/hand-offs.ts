import type { Clock } from '../lib/clock.ts';
import type { OnCallDirectory } from './call.ts';
import { onCallUntil } from './overview.ts';
import { nextChange, onCallAt } from './schedule.ts';
import type { OnCallStore } from './store.ts';
import { isActiveIn } from './targets.ts';

/**
 * Tells people when their turn begins. Who was told last is on disk together with the message that is owed, so that
 * nobody is told twice, and whoever is on call when the app is back is told once, however many turns it missed.
 */
export class HandOffs {
  constructor(
    private readonly store: Pick<OnCallStore, 'lastOnCall' | 'handOver'>,
    private readonly clock: Clock,
  ) {}

  /** Resolves with whether somebody else is on call than at the last look. */
  async look(directory: OnCallDirectory): Promise<boolean> {
    const now = this.clock.now();
    const before = await this.store.lastOnCall();
    const isActive = isActiveIn(directory);
    let hasChanged = false;
    for (const schedule of directory.schedules) {
      const { userId } = onCallAt(schedule, now, isActive);
      const from = before.get(schedule.name);
      if (from === userId) continue;
      hasChanged = true;
      const to = directory.users.find(({ id }) => id === userId) ?? null;
      await this.store.handOver({ schedule: schedule.name, from, to, until: onCallUntil(schedule, directory, now) });
    }
    return hasChanged;
  }

  /** When somebody's turn may begin next; Infinity when nobody's will. */
  nextAt({ schedules }: OnCallDirectory): number {
    const now = this.clock.now();
    return Math.min(...schedules.map((schedule) => nextChange(schedule, now)));
  }
}
