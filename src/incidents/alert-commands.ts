import { isMoreUrgent, type Urgency } from '../oncall/urgency.ts';
import { firstAlert, type HeldAlert, type IncidentAlert, othersFire } from './alerts.ts';
import type { DecisionContext } from './change.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, reject, withTimers } from './decision.ts';
import { firingAgain, resolveUnlessFlapping } from './flapping.ts';
import { resolve } from './resolve.ts';
import type { Fact } from './timeline.ts';
import type { Incident } from './types.ts';
import { withUrgency } from './urgency.ts';

/** Counts the alert, which fires again if it was over. */
export function repeatAlert(
  incident: Incident,
  { held, ...command }: Extract<Command, { type: 'repeat_alert' }>,
  context: DecisionContext,
): Decision {
  const again = held && held.alert.resolvedAt !== null ? [{ ...held.alert, at: context.now, resolvedAt: null }] : [];
  const fact: Fact = { kind: 'alert_repeated', title: command.title };
  return withAlerts(countAlert(incident, command.urgency, [fact], {}, context), again);
}

/** Another alert, with a key of its own, counts on the incident. */
export function joinAlert(
  incident: Incident,
  { alert, urgency, rules }: Extract<Command, { type: 'join_alert' }>,
  context: DecisionContext,
): Decision {
  const { joinedAlerts } = incident;
  const joined: IncidentAlert = { ...alert, at: context.now, resolvedAt: null };
  const first = joinedAlerts === 0 ? [firstAlert(incident, context.now)] : [];
  const fact: Fact = { kind: 'alert_joined', title: alert.title, ...(rules.length > 0 && { rules }) };
  const decision = countAlert(incident, urgency, [fact], { joinedAlerts: joinedAlerts + 1 }, context);
  return withAlerts(decision, [...first, joined]);
}

/** The incident is over with the last of its alerts. */
export function resolveAlert(incident: Incident, held: HeldAlert | null, context: DecisionContext): Decision {
  if (incident.state.status === 'RESOLVED') return resolve(incident, null, context);
  if (!held) {
    const { dedupKey, alertServiceId } = incident;
    return resolveUnlessFlapping(incident, { dedupKey, serviceId: alertServiceId }, null, context);
  }
  const { alert } = held;
  const alerts = alert.resolvedAt === null ? [{ ...alert, resolvedAt: context.now }] : [];
  const facts = alerts.map(({ title }): Fact => ({ kind: 'alert_resolved', title }));
  const decision = othersFire(held)
    ? accept(incident, context, {}, facts, { set: [], cancel: [] })
    : resolveUnlessFlapping(incident, alert, null, context);
  return withAlerts(decision, alerts);
}

/** One more alert; urgency may only rise, and a snoozed incident stays silent unless it rises to HIGH. */
function countAlert(
  incident: Incident,
  urgency: Urgency,
  facts: Fact[],
  changes: Partial<Incident>,
  context: DecisionContext,
): Decision {
  const { status } = incident.state;
  if (status === 'RESOLVED') return reject({ reason: 'not_while', status });

  const firing = firingAgain(incident, context);
  const counted = {
    ...changes,
    ...firing.changes,
    alertCount: incident.alertCount + 1,
    lastAlertAt: context.now,
  };
  if (!isMoreUrgent(urgency, incident.urgency)) return accept(incident, context, counted, facts, firing.timers);
  const told: Fact[] = [...facts, { kind: 'urgency_raised', from: incident.urgency, to: urgency }];
  return withTimers(withUrgency(incident, urgency, counted, told, context), firing.timers);
}

function withAlerts(decision: Decision, alerts: IncidentAlert[]): Decision {
  if (!decision.ok || alerts.length === 0) return decision;
  return { ok: true, change: { ...decision.change, alerts } };
}
