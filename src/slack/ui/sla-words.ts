import { SLA_TARGETS, type SlaStatus, type SlaTarget } from '../../oncall/sla.ts';
import { duration } from '../../words/time.ts';
import { ahead, dateAndTime } from './time.ts';

export type SlaStanding = Record<SlaTarget, SlaStatus | null>;

const NAMES: Record<SlaTarget, string> = { acknowledge: 'Acknowledge', resolve: 'Resolve' };

/** mrkdwn of what is due, standing still or missed; null when there is nothing of that. What was met needs no words. */
export function slaWords(standing: SlaStanding): string | null {
  const lines = SLA_TARGETS.flatMap((target) => {
    const status = standing[target];
    return status === null || status.state === 'met' ? [] : [`${NAMES[target]} ${words(status)}`];
  });
  return lines.length > 0 ? lines.join('\n') : null;
}

function words(status: Exclude<SlaStatus, { state: 'met' }>): string {
  switch (status.state) {
    case 'due':
      return `due ${ahead(status.at, status.remaining)}, ${dateAndTime(status.at)}`;
    case 'paused':
      return `paused, ${duration(status.remaining)} left`;
    case 'breached':
      return `⚠️ breached: was due ${dateAndTime(status.at)}`;
  }
}
