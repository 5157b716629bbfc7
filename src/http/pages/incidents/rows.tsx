import { type Incident, incidentKey } from '../../../incidents/types.ts';
import { statusLabel, UNTITLED } from '../../../words/incident.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { colorClass, StatusBadge, UrgencyBadge } from '../badges.tsx';
import { Ago, Moment, type TimeFrame } from '../time.tsx';
import { fitting, keyAndTitle, ROOM } from '../words.ts';
import { BULK_FORM, NUMBER_FIELD } from './bulk-form.tsx';

interface RowProps {
  incident: Incident;
  serviceName: string | undefined;
  frame: TimeFrame;
  /** Whether it can be chosen, to be worked on together with others. */
  isChoosable: boolean;
}

/** One incident of the list. */
export function Row({ incident, serviceName, frame, isChoosable }: RowProps) {
  const { number, title, urgency, state, alertCount, openedAt } = incident;
  return (
    <li id={`incident-${number}`} class={`row-card ${colorClass(incident)}${isChoosable ? ' choosable' : ''}`}>
      {isChoosable && (
        <label class="choice">
          <input
            type="checkbox"
            id={`choose-${number}`}
            form={BULK_FORM}
            name={NUMBER_FIELD}
            value={String(number)}
            aria-label={`Select ${keyAndTitle(incident)}`}
          />
        </label>
      )}
      <div>
        <p class="row-title">
          <a href={`/incidents/${number}`}>
            <span class="key">{incidentKey(number)}</span> {fitting(title, ROOM.title) || UNTITLED}
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
      </div>
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
