import type { DecisionContext } from './change.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { takesMore } from './grouping.ts';
import { groupFor, type Report } from './open.ts';
import type { Incident } from './types.ts';

/** An alert counts on an incident of its group instead of opening one; null where that does not take it. */
export function join(report: Report, incident: Incident, context: DecisionContext): Decision | null {
  const { dedupKey, serviceId, title, urgency, rules = [] } = report;
  const group = groupFor(report, context);
  if (!group || !takesMore(incident, { groupKey: group.key, serviceId }, group.within, context.now)) return null;
  return decide(incident, { type: 'join_alert', alert: { dedupKey, serviceId, title }, urgency, rules }, context);
}
