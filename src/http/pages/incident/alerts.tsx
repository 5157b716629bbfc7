import type { AlertRepeats } from '../../../incidents/repeats.ts';
import { outline } from '../../outline.ts';
import { fitting, ROOM } from '../room.ts';
import { Moment } from '../time.tsx';
import { actorName } from '../words.ts';
import type { IncidentContent } from './content.ts';

const DRAWN = { characters: ROOM.details, depth: 20 };

/** How often the alert came, and what the monitor sent with the first one. */
export function Alerts({ incident, repeats, frame: { zone } }: IncidentContent) {
  const { alertCount, openedAt, details } = incident;
  return (
    <section id="alerts" class="card" aria-labelledby="alerts-title">
      <h2 id="alerts-title">Alerts received: {alertCount}</h2>
      <p>
        {alertCount === 1 ? 'At ' : 'First '}
        <Moment at={openedAt} zone={zone} />
        {repeats && (
          <>
            <br />
            Last <Moment at={repeats.lastAt} zone={zone} /> from {fitting(actorName(repeats.actor), ROOM.title)}
            {repeats.title !== incident.title && `: ${fitting(repeats.title, ROOM.title)}`}
          </>
        )}
      </p>
      {repeats && <PerHour repeats={repeats} zone={zone} />}
      {details !== null && (
        <details id="alert-details" class="foldable" hx-morph-skip>
          <summary>Details</summary>
          <pre tabindex={0}>{fitting(outline(details, DRAWN), ROOM.details)}</pre>
        </details>
      )}
    </section>
  );
}

/** The hours in which the alert came again, newest first. */
function PerHour({ repeats, zone }: { repeats: AlertRepeats; zone: string }) {
  return (
    <details id="alerts-per-hour" class="foldable" hx-morph-skip>
      <summary>Repeats per hour</summary>
      <ul class="plain">
        {repeats.hours.toReversed().map(({ hour, count }) => (
          <li>
            <Moment at={hour} zone={zone} />: {count}
          </li>
        ))}
      </ul>
    </details>
  );
}
