import type { UtcMs } from '../lib/clock.ts';
import type { SlaStatus, SlaTarget } from '../oncall/sla.ts';
import { duration } from './time.ts';

/** How an incident stands against a target, for people. */
export interface SlaWords {
  words: string;
  /** A time that follows the words. */
  time?: UtcMs;
  isMissed: boolean;
}

/** @param isNoted Whether the target was missed before, and noted: nothing makes up for that later. */
export function slaWords(target: SlaTarget, status: SlaStatus | null, isNoted: boolean): SlaWords | null {
  if (status?.state === 'breached') return { words: 'Breached: was due', time: status.at, isMissed: true };
  if (isNoted) return { words: 'Breached', isMissed: true };
  switch (status?.state) {
    case 'met':
      return { words: `${PARTICIPLES[target]} in time,`, time: status.at, isMissed: false };
    case 'due':
      return { words: `${duration(status.remaining)} left, until`, time: status.at, isMissed: false };
    case 'paused':
      return { words: `${duration(status.remaining)} left when the snooze ends`, isMissed: false };
    default:
      return null;
  }
}

const PARTICIPLES: Record<SlaTarget, string> = { acknowledge: 'Acknowledged', resolve: 'Resolved' };
