import type { DecisionContext } from './change.ts';
import { accept, type Decision, reject } from './decision.ts';
import { timersAfterTheEnd } from './own-channel-timers.ts';
import type { Incident } from './types.ts';

export function resolve(incident: Incident, note: string | null, context: DecisionContext): Decision {
  const { state } = incident;
  if (state.status === 'RESOLVED') return reject({ reason: 'already_resolved', by: state.by, at: state.at });
  return accept(
    incident,
    context,
    { state: { status: 'RESOLVED', by: context.actor, at: context.now, note }, escalation: null, flapping: null },
    [{ kind: 'resolved', note }],
    timersAfterTheEnd(context),
  );
}
