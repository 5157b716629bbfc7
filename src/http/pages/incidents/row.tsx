import { type Incident, incidentKey } from '../../../incidents/types.ts';
import { statusLabel } from '../../../words/incident.ts';
import { colorClass, StatusBadge, UrgencyBadge } from '../badges.tsx';
import { fitting, ROOM } from '../room.ts';
import { Ago, Moment, type TimeFrame } from '../time.tsx';
import { actorName } from '../words.ts';

interface RowProps {
  incident: Incident;
  serviceName: string | undefined;
  frame: TimeFrame;
}

/** One incident of the list. */
export function Row({ incident, serviceName, frame }: RowProps) {
  const { number, title, urgency, state, alertCount, openedAt } = incident;
  return (
    <li id={`incident-${number}`} class={`row-card ${colorClass(incident)}`}>
      <p class="row-title">
        <a href={`/incidents/${number}`}>
          <span class="key">{incidentKey(number)}</span> {fitting(title, ROOM.title) || 'Untitled'}
        </a>
      </p>
      <p class="row-facts">
        <UrgencyBadge urgency={urgency} />
        <StatusBadge status={state.status} />
        {serviceName !== undefined && <span>{serviceName}</span>}
        {alertCount > 1 && <span>{alertCount} alerts</span>}
        <span>
          triggered <Ago at={openedAt} frame={frame} />
        </span>
        <Holder incident={incident} frame={frame} />
      </p>
    </li>
  );
}

function Holder({ incident: { state }, frame }: Pick<RowProps, 'incident' | 'frame'>) {
  if (state.status === 'OPEN') return null;
  return (
    <span>
      {statusLabel(state.status).toLowerCase()} by {actorName(state.by)}
      {state.status === 'SNOOZED' && (
        <>
          {' until '}
          <Moment at={state.until} zone={frame.zone} />
        </>
      )}
    </span>
  );
}
