import type { Command } from '../incidents/commands.ts';
import type { IncidentService } from '../incidents/service.ts';
import type { Timer, TimerKind } from './types.ts';

const COMMANDS: Record<TimerKind, Command> = {
  wake: { type: 'wake' },
  escalate: { type: 'escalate' },
};

/** What timers do: each is a command that the app's own clock gives. */
export function timerCommands(incidents: IncidentService): (timer: Timer) => Promise<boolean> {
  return async ({ id, incidentNumber, kind }) => {
    const outcome = await incidents.execute(incidentNumber, COMMANDS[kind], { kind: 'clock' }, { firedTimerId: id });
    return outcome.kind === 'done';
  };
}
