import type { Command } from '../incidents/commands.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { Timer } from './types.ts';

/** What timers do: each is a command that the app's own clock gives. */
export function timerCommands(incidents: IncidentService): (timer: Timer) => Promise<boolean> {
  return async (timer) => {
    const guards = { firedTimer: timer };
    const outcome = await incidents.execute(timer.incidentNumber, commandOf(timer), { kind: 'clock' }, guards);
    return outcome.kind === 'done';
  };
}

function commandOf({ kind, dueAt }: Timer): Command {
  switch (kind) {
    case 'escalate':
      return { type: 'escalate', dueAt };
    case 'sla_acknowledge':
    case 'sla_resolve':
      return { type: 'check_sla' };
    default:
      return { type: kind };
  }
}
