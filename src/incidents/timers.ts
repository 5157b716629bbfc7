import type { UtcMs } from '../lib/clock.ts';
import type { AskedCommand } from './commands.ts';
import type { IncidentService } from './service.ts';

interface TimerRole {
  /** What the app's own clock does then. */
  command(timer: TimerRequest, heardFor: number): AskedCommand;
  /** It waits for what the clock on the wall shows; all others for a span of time. */
  isAtWallTime?: boolean;
}

/** What a timer is for. An incident has at most one of each. */
const ROLES = {
  wake: { command: () => ({ type: 'wake' }), isAtWallTime: true },
  escalate: { command: ({ dueAt }) => ({ type: 'escalate', dueAt }) },
  sla_acknowledge: { command: () => ({ type: 'check_sla' }) },
  sla_resolve: { command: () => ({ type: 'check_sla' }) },
  remind: { command: () => ({ type: 'remind' }) },
  lasted: { command: () => ({ type: 'show_delayed' }) },
  silent: { command: (_, heardFor) => ({ type: 'resolve_silent', heardFor }) },
  dependency: { command: () => ({ type: 'check_dependency' }) },
  calm: { command: (_, heardFor) => ({ type: 'end_flapping', heardFor }) },
  maintenance_over: { command: () => ({ type: 'end_maintenance' }), isAtWallTime: true },
  take_back: { command: () => ({ type: 'take_back' }) },
  update_due: { command: () => ({ type: 'remind_of_update' }) },
  task_due: { command: () => ({ type: 'remind_of_tasks' }), isAtWallTime: true },
  archive_channel: { command: () => ({ type: 'archive_channel' }) },
} as const satisfies Record<string, TimerRole>;

export type TimerKind = keyof typeof ROLES;
export const TIMER_KINDS = Object.keys(ROLES) as TimerKind[];

export function isAtWallTime(kind: TimerKind): boolean {
  const role: TimerRole = ROLES[kind];
  return role.isAtWallTime === true;
}

function roleOf({ kind }: TimerRequest): TimerRole {
  return ROLES[kind];
}

/** A timer as a Change asks for it; the same kind set again replaces the earlier one. */
export interface TimerRequest {
  kind: TimerKind;
  dueAt: UtcMs;
}

export interface IncidentTimer extends TimerRequest {
  id: number;
  incidentNumber: number;
}

/**
 * Does what a timer is for; resolves to false when there was nothing left to do.
 * @param heardFor for how many milliseconds alerts have been heard without a break
 */
export function timerCommands(
  incidents: IncidentService,
  heardFor: () => number,
): (timer: IncidentTimer) => Promise<boolean> {
  return async (timer) => {
    const command = roleOf(timer).command(timer, heardFor());
    const outcome = await incidents.execute(timer.incidentNumber, command, { kind: 'clock' }, { firedTimer: timer });
    return outcome.kind === 'done';
  };
}
