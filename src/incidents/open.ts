import type { Call } from '../oncall/call.ts';
import type { AlertFields } from '../routing/alert-fields.ts';
import type { AppliedRule } from '../routing/rule.ts';
import type { DecisionContext, Opening } from './change.ts';
import { delayedUntil, startEscalation } from './escalation.ts';
import type { FlappingChoice } from './flapping.ts';
import { type Group, type Grouping, groupOf } from './grouping.ts';
import { silenceTimers } from './silence.ts';
import { pausesWith, slaTimers } from './sla.ts';
import type { AppliedGroup, TimelineFact } from './timeline.ts';
import type { NewIncident } from './types.ts';
import { updateTimers } from './updates.ts';

/** What is known of a problem when it is first reported, by a monitor or a person. */
export interface Report
  extends Pick<
    NewIncident,
    'title' | 'description' | 'urgency' | 'serviceId' | 'components' | 'source' | 'url' | 'details' | 'dedupKey'
  > {
  /** The routing rules that made it what it is. */
  rules?: AppliedRule[];
  /** What is said of its noise, for alerts that monitors send. */
  noise?: Noise;
}

/** How an alert is held together with others, and with itself, as routing rules say; null where they leave it to the service. */
export interface Noise {
  group: Grouping | 'never' | null;
  flapping: FlappingChoice;
  /** The set of routing rules that its key is bound to, where there is no rule in it: none was run. */
  missingRuleSet?: string;
  /** What it is grouped by. */
  fields: AlertFields;
}

/** The group that the alert belongs to; null for none. */
export function groupFor(
  { noise }: Pick<Report, 'noise'>,
  { group: ofService }: Pick<DecisionContext, 'group'>,
): Group | null {
  const grouping = noise?.group ?? ofService;
  return !noise || grouping === null || grouping === 'never' ? null : groupOf(grouping, noise.fields);
}

/**
 * Opens an incident: OPEN, counted once, escalation at its first step. Pure, like `decide`.
 * @param call Whom the reporter calls to it at once, whatever the policy says.
 */
export function open(
  reported: Report,
  context: Pick<
    DecisionContext,
    | 'now'
    | 'actor'
    | 'policy'
    | 'heard'
    | 'sla'
    | 'maintenance'
    | 'delay'
    | 'silence'
    | 'group'
    | 'upstream'
    | 'updateReminder'
  >,
  call: Call | null = null,
): Opening {
  const { now, actor } = context;
  const { rules = [], noise, ...report } = reported;
  const group = groupFor(reported, context);
  const start =
    context.delay !== null && actor.kind === 'monitor'
      ? delayedUntil(context, now + context.delay)
      : startEscalation(context, report.urgency, now);
  const incident: NewIncident = {
    ...report,
    alertServiceId: report.serviceId,
    state: { status: 'OPEN' },
    joinedAlerts: 0,
    groupKey: group?.key ?? null,
    flappingChoice: noise?.flapping ?? null,
    flapping: null,
    alertCount: 1,
    openedBy: actor,
    openedAt: now,
    lastAlertAt: now,
    raisedAt: null,
    firstAcknowledgedAt: null,
    escalation: start.escalation,
    pauses: pausesWith(context.maintenance, [], now, now),
    breached: [],
    roles: [],
    merged: [],
    related: [],
  };
  const deadlines = slaTimers(incident, context);
  const updates = updateTimers(null, incident, [], context);
  const facts: TimelineFact[] = [
    {
      kind: 'triggered',
      ...(rules.length > 0 && { rules }),
      ...(group && { group: applied(group) }),
      ...(noise?.missingRuleSet !== undefined && { missingRuleSet: noise.missingRuleSet }),
    },
    ...start.facts,
    ...(call ? [{ kind: 'paged' as const, ...call }] : []),
  ];
  return {
    incident,
    events: facts.map((fact) => ({ at: now, actor, fact })),
    timers: {
      set: [...start.timers.set, ...deadlines.set, ...silenceTimers(null, incident, context).set, ...updates.set],
      cancel: [],
    },
  };
}

function applied({ by, values, within }: Group): AppliedGroup {
  return { by, values, within };
}
