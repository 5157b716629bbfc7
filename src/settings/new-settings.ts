import { isDeepStrictEqual } from 'node:util';
import type { Change, Rules } from '../incidents/change.ts';
import type { Command } from '../incidents/commands.ts';
import { decide } from '../incidents/decide.ts';
import { pagesFor } from '../incidents/escalation.ts';
import { maintenanceUntil } from '../incidents/maintenance.ts';
import { NOWHERE_PRIVATE } from '../incidents/privacy.ts';
import type { Incident } from '../incidents/types.ts';
import type { UtcMs } from '../lib/clock.ts';
import { EMPTY_DIRECTORY } from '../oncall/call.ts';
import { isOlder } from '../oncall/escalation.ts';
import { rulesFor, serviceRules, settingsFor } from './rules.ts';
import type { Rulebook } from './store.ts';

/** What new settings mean for the incidents that are not over, by their numbers. */
export interface Effects {
  /** Their SLA targets are others now; and of those, whoever is over one at once. */
  newTargets: number[];
  breached: number[];
  /** They begin to escalate, and they start over. */
  started: number[];
  restarted: number[];
  /** They go on climbing a policy as it was when they began. */
  older: number[];
}

export function noEffects(): Effects {
  return { newTargets: [], breached: [], started: [], restarted: [], older: [] };
}

/** Those of more incidents. */
export function addEffects(to: Effects, more: Effects): void {
  to.newTargets.push(...more.newTargets);
  to.breached.push(...more.breached);
  to.started.push(...more.started);
  to.restarted.push(...more.restarted);
  to.older.push(...more.older);
}

export interface Consequence {
  change: Change;
  /** The cards say something else now, even where nothing has happened to the incident. */
  redraws: boolean;
}

/** The moment at which settings change. */
export interface NewSettings {
  before: Rulebook;
  after: Rulebook;
  /** Incidents that are not resolved: all, or some of them. */
  live: readonly Incident[];
  now: UtcMs;
}

/** What is to be written for incidents, and what that is to the operator. */
export interface Consequences {
  writes: Consequence[];
  effects: Effects;
}

export interface SettingsToFollow extends NewSettings {
  /** Whoever climbs an older version of its policy is to start over. */
  restartsEscalations: boolean;
}

/** What is to be written when the settings have changed: timers are set anew, and escalations begin. */
export function consequencesOf(settings: SettingsToFollow): Consequences {
  const effects = noEffects();
  const writes = settings.live.flatMap((incident) => consequencesFor(incident, settings, effects));
  return { writes, effects };
}

function consequencesFor(incident: Incident, settings: SettingsToFollow, effects: Effects): Consequence[] {
  const { number, urgency } = incident;
  const was = rulesFor(settingsFor(incident, settings.before));
  const is = rulesFor(settingsFor(incident, settings.after));
  const writes: Consequence[] = [];
  const carryOut = (command: Command, redraws: boolean) => {
    const current = writes.at(-1)?.change.incident ?? incident;
    const serviceOf = (serviceId: number | null) => serviceRules({ ...current, serviceId }, settings.after);
    const actor = { kind: 'clock' } as const;
    const elsewhere = {
      upstream: null,
      privacy: NOWHERE_PRIVATE,
      missesHeartbeat: false,
      ownChannel: 'none' as const,
      archiveAfter: null,
      mayBeReached: () => true,
      messageEntry: () => null,
      tasks: () => [],
      runbooks: () => ({ known: [], running: [], failed: [], asking: [] }),
      timesOver: () => 0,
    };
    const context = { ...is, ...elsewhere, directory: EMPTY_DIRECTORY, serviceOf, now: settings.now, actor };
    const decision = decide(current, command, context);
    if (!decision.ok) return;
    writes.push({ change: decision.change, redraws });
  };

  if (!isDeepStrictEqual(was.sla[urgency], is.sla[urgency])) {
    carryOut({ type: 'check_sla' }, true); // the card says what is due
    effects.newTargets.push(number);
    if (writes.some(({ change }) => change.events.length > 0)) effects.breached.push(number);
  }
  const turn = turnOf(incident, was, is, settings);
  if (turn) effects[turn].push(number);
  if (turn === 'started' || turn === 'restarted') carryOut({ type: 'restart_escalation' }, false);
  return writes;
}

/** What becomes of an escalation; null when it goes on as it is. */
function turnOf(
  incident: Incident,
  was: Rules,
  is: Rules,
  settings: Pick<SettingsToFollow, 'restartsEscalations' | 'now' | 'after'>,
): 'started' | 'restarted' | 'older' | null {
  const { restartsEscalations, now } = settings;
  const { state, escalation, urgency, openedBy, openedAt } = incident;
  const isDelayed = openedBy.kind === 'monitor' && is.delay !== null && now < openedAt + is.delay;
  const dependsOn = settings.after.services.get(incident.serviceId ?? 0)?.dependsOn ?? [];
  // The end of what holds it up is looked for by itself.
  const isHeldUp = isDelayed || dependsOn.length > 0 || maintenanceUntil(is.maintenance, now) !== null;
  if (state.status !== 'OPEN') return null; // the next start is with the policy as it is then
  if (!escalation && isDelayed) return null; // it begins once it has lasted
  if (!escalation) return was.policy === null && is.policy !== null ? 'started' : null;
  if (escalation.isHeld) return is.policy && !isHeldUp && pagesFor(is.policy, is, urgency) ? 'started' : null;
  if (!isOlder(escalation.policy, is.policy)) return null;
  return restartsEscalations && is.policy ? 'restarted' : 'older';
}
