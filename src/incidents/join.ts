import type { DecisionContext } from './change.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { type GroupIncident, takesMore } from './grouping.ts';
import { groupFor, type Report } from './open.ts';

/**
 * An alert counts on an incident of its group instead of opening one; null where that does not take it.
 * @param context of what would count it
 */
export function join(report: Report, found: GroupIncident, context: DecisionContext): Decision | null {
  const { dedupKey, serviceId, title, urgency, rules = [] } = report;
  const ofService = context.serviceOf(serviceId);
  const group = ofService && groupFor(report, ofService.rules);
  if (!group || !takesMore(found, { groupKey: group.key, serviceId }, group.within, context.now)) return null;
  const alert = { dedupKey, serviceId, title };
  return decide(found.holder, { type: 'join_alert', alert, urgency, rules }, context);
}
