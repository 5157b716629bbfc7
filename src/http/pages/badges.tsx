import type { Incident, Status } from '../../incidents/types.ts';
import type { Urgency } from '../../oncall/urgency.ts';
import { markedStatus, urgencyLabel } from '../../words/incident.ts';

/** "🔴 HIGH": the word says what the colour does. */
export function UrgencyBadge({ urgency }: { urgency: Urgency }) {
  return <span class={`badge urgency-${urgency.toLowerCase()}`}>{urgencyLabel(urgency)}</span>;
}

export function StatusBadge({ status }: { status: Status }) {
  return <span class={`badge status-${status.toLowerCase()}`}>{markedStatus(status)}</span>;
}

/** The class that gives an incident its colour: by urgency, green once it is resolved, grey where it goes on as another one. */
export function colorClass({ state, urgency }: Incident): string {
  if (state.status === 'MERGED') return 'is-merged';
  return state.status === 'RESOLVED' ? 'is-resolved' : `is-${urgency.toLowerCase()}`;
}
