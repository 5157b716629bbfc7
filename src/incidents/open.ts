import type { DecisionContext, Opening } from './change.ts';
import { startEscalation } from './decide.ts';
import type { NewIncident } from './types.ts';

/** What is known of a problem when it is first reported, by a monitor or a person. */
export type Report = Pick<
  NewIncident,
  'title' | 'description' | 'urgency' | 'serviceId' | 'components' | 'source' | 'url' | 'details' | 'dedupKey'
>;

/** Opens an incident: OPEN, counted once, escalation at its first step. Pure, like `decide`. */
export function open(report: Report, context: DecisionContext): Opening {
  const { now, actor } = context;
  const start = startEscalation(context);
  return {
    incident: {
      ...report,
      state: { status: 'OPEN' },
      alertCount: 1,
      openedBy: actor,
      openedAt: now,
      lastAlertAt: now,
      firstAcknowledgedAt: null,
      escalation: start.escalation,
    },
    events: [{ at: now, actor, fact: { kind: 'triggered' } }],
    timers: start.timers,
  };
}
