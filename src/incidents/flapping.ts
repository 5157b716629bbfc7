import { HOUR, MINUTE } from '../lib/clock.ts';
import type { AlertKey } from './alerts.ts';
import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import { resolve } from './resolve.ts';
import type { TimelineFact } from './timeline.ts';
import { type Incident, isOver } from './types.ts';

/** When an alert that comes and goes is flapping, and when it no longer is; spans in milliseconds. */
export interface FlappingRule {
  /** It is over so often … */
  times: number;
  /** … within so long. */
  within: number;
  /** It has neither come nor gone for so long. */
  calm: number;
}

/** What a routing rule says of an alert; null for nothing: then its service does. */
export type FlappingChoice = FlappingRule | 'never' | null;

/** Of a flapping alert, whether it is there at the moment. */
export type Flapping = 'firing' | 'over';

/** Where nobody has said otherwise. */
export const DEFAULT_FLAPPING: FlappingRule = { times: 5, within: HOUR, calm: 15 * MINUTE };

/**
 * What made the incident is over, as its monitor says, or its silence. So is the incident, unless its alert is flapping: then it stays
 * open until that is calm, so that nobody is called anew each time that it comes back.
 * @param alert the one that is over last
 */
export function resolveUnlessFlapping(
  incident: Incident,
  alert: AlertKey,
  note: string | null,
  context: DecisionContext,
): Decision {
  const rule = ruleFor(incident, context);
  if (isOver(incident.state) || rule === null || isYetToLast(incident, context)) {
    return resolve(incident, note, context);
  }
  // Whoever says so again and again says nothing new: it has been calm since the first time.
  if (incident.flapping === 'over') return accept(incident, context, {}, [], NO_TIMERS);
  const { times, within, calm } = rule;
  const isKnown = incident.flapping !== null;
  const over = whatFlaps(incident, alert);
  if (isKnown || context.timesOver(over, context.now - within) + 1 >= times) {
    const said: TimelineFact[] = isKnown ? [] : [{ kind: 'flapping', times, within, calm }];
    return accept(incident, context, { flapping: 'over' }, said, calmAfter(rule, context));
  }
  const decision = resolve(incident, note, context);
  return decision.ok ? { ok: true, change: { ...decision.change, over } } : decision;
}

/** Alerts of a group come and go together, whichever of them is over last. */
function whatFlaps({ groupKey, alertServiceId }: Incident, alert: AlertKey): AlertKey {
  return groupKey === null ? alert : { dedupKey: `group:${groupKey}`, serviceId: alertServiceId };
}

/** What becomes of it when one of its alerts comes. */
export function firingAgain(
  incident: Incident,
  context: DecisionContext,
): { changes: Partial<Incident>; timers: TimerChange } {
  if (incident.flapping !== 'over') return { changes: {}, timers: NO_TIMERS };
  const rule = ruleFor(incident, context);
  if (rule === null) return { changes: { flapping: null }, timers: { set: [], cancel: ['calm'] } };
  return { changes: { flapping: 'firing' }, timers: calmAfter(rule, context) };
}

/**
 * It has been calm. What its monitor said while nobody could hear it may have been that the alert is back: it has all the time again.
 * @param heardFor for how many milliseconds it would have been heard
 */
export function endFlapping(incident: Incident, heardFor: number, context: DecisionContext): Decision {
  if (isOver(incident.state) || incident.flapping === null) return reject({ reason: 'nothing_to_ask' });
  if (incident.flapping === 'firing') {
    return accept(incident, context, { flapping: null }, [{ kind: 'flapping_over' }], NO_TIMERS);
  }
  const rule = ruleFor(incident, context);
  if (rule !== null && heardFor < rule.calm) {
    const dueAt = context.now + rule.calm - heardFor;
    return accept(incident, context, {}, [], { set: [{ kind: 'calm', dueAt }], cancel: [] });
  }
  return resolve(incident, 'Its alert was flapping, and has stayed away.', context);
}

function ruleFor({ flappingChoice }: Incident, { flapping }: DecisionContext): FlappingRule | null {
  return flappingChoice === 'never' ? null : (flappingChoice ?? flapping);
}

function calmAfter({ calm }: FlappingRule, { now }: DecisionContext): TimerChange {
  return { set: [{ kind: 'calm', dueAt: now + calm }], cancel: [] };
}

/** Nobody has heard of it, and nobody is to unless it lasts. */
function isYetToLast({ openedBy, openedAt, raisedAt }: Incident, { delay, now }: DecisionContext): boolean {
  return delay !== null && openedBy.kind === 'monitor' && raisedAt === null && now < openedAt + delay;
}
