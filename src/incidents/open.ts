import type { Call } from '../oncall/call.ts';
import type { AppliedRule } from '../routing/rule.ts';
import type { DecisionContext, Opening } from './change.ts';
import { delayedUntil, startEscalation } from './escalation.ts';
import { silenceTimers } from './silence.ts';
import { slaTimers } from './sla.ts';
import type { TimelineFact } from './timeline.ts';
import type { NewIncident } from './types.ts';

/** What is known of a problem when it is first reported, by a monitor or a person. */
export interface Report
  extends Pick<
    NewIncident,
    'title' | 'description' | 'urgency' | 'serviceId' | 'components' | 'source' | 'url' | 'details' | 'dedupKey'
  > {
  /** The routing rules that made it what it is. */
  rules?: AppliedRule[];
}

/**
 * Opens an incident: OPEN, counted once, escalation at its first step. Pure, like `decide`.
 * @param call Whom the reporter calls to it at once, whatever the policy says.
 */
export function open(
  { rules = [], ...report }: Report,
  context: Pick<
    DecisionContext,
    'now' | 'actor' | 'policy' | 'heard' | 'sla' | 'maintenance' | 'delay' | 'silence' | 'upstream'
  >,
  call: Call | null = null,
): Opening {
  const { now, actor } = context;
  const start =
    context.delay !== null && actor.kind === 'monitor'
      ? delayedUntil(context, now + context.delay)
      : startEscalation(context, report.urgency, now);
  const incident: NewIncident = {
    ...report,
    alertServiceId: report.serviceId,
    state: { status: 'OPEN' },
    joinedAlerts: 0,
    alertCount: 1,
    openedBy: actor,
    openedAt: now,
    lastAlertAt: now,
    raisedAt: null,
    firstAcknowledgedAt: null,
    escalation: start.escalation,
    pauses: [],
    breached: [],
    merged: [],
    related: [],
  };
  const deadlines = slaTimers(incident, context);
  const facts: TimelineFact[] = [
    { kind: 'triggered', ...(rules.length > 0 && { rules }) },
    ...start.facts,
    ...(call ? [{ kind: 'paged' as const, ...call }] : []),
  ];
  return {
    incident,
    events: facts.map((fact) => ({ at: now, actor, fact })),
    timers: { set: [...start.timers.set, ...deadlines.set, ...silenceTimers(null, incident, context).set], cancel: [] },
  };
}
