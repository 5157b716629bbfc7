import { type DecisionContext, NO_TIMERS, type TimerChange } from './change.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, reject } from './decision.ts';
import { startEscalation } from './escalation.ts';
import type { TimelineFact } from './timeline.ts';
import type { Incident } from './types.ts';

type Edit = Extract<Command, { type: 'edit' }>;

/** Title, description and service, as far as they are said; with the service go its policy and its targets. */
export function edit(incident: Incident, asked: Edit, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'not_while', status: 'RESOLVED' });
  const { title = incident.title, description = incident.description, serviceId = incident.serviceId } = asked;
  if (title.trim() === '') return reject({ reason: 'empty_title' });
  const service = context.serviceOf(serviceId);
  if (!service) return reject({ reason: 'unknown_service' });
  const moves = serviceId !== incident.serviceId;
  const edited: TimelineFact = {
    kind: 'edited',
    ...(title !== incident.title && { title: { from: incident.title, to: title } }),
    ...(description !== incident.description && { description: true }),
    ...(moves && { service: { from: context.serviceOf(incident.serviceId)?.name ?? null, to: service.name } }),
  };
  if (!edited.title && !edited.description && !edited.service) return reject({ reason: 'nothing_to_change' });
  const changes = { title, description, serviceId };
  if (!moves) return accept(incident, context, changes, [edited], NO_TIMERS);
  const around = { ...context, ...service.rules };
  if (service.rules.policy?.name === context.policy?.name)
    return accept(incident, around, changes, [edited], NO_TIMERS);
  const { escalation, timers, facts } = startEscalation(around, incident.urgency, context.now);
  // What somebody has, or what sleeps, climbs no further by itself; the new policy is there for when it is open again.
  const isOpen = state.status === 'OPEN';
  const climbing: TimerChange = isOpen ? timers : { set: [], cancel: ['escalate'] };
  return accept(incident, around, { ...changes, escalation }, isOpen ? [edited, ...facts] : [edited], climbing);
}
