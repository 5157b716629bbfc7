import type { AlertRepeats } from '../../../incidents/repeats.ts';
import { UNTITLED } from '../../../words/incident.ts';
import { tallyWords } from '../../../words/noise.ts';
import { outline } from '../../../words/outline.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { capital, oneLine } from '../../../words/text.ts';
import { Ago, Moment, type TimeFrame } from '../time.tsx';
import { fitting, ROOM } from '../words.ts';
import type { CountedAlerts, IncidentContent } from './content.ts';

/** How much is drawn of what a monitor sent. */
const DRAWN = { characters: ROOM.details, depth: 20 };

/** Bytes of an alert's title, and of its dedup key. */
const MAX_TITLE = 300;
const MAX_KEY = 300;

/** How often alerts came, how it stands with each of several, and what the monitor sent with the first one. */
export function Alerts({ incident, repeats, alerts, frame }: IncidentContent) {
  const { zone } = frame;
  const { alertCount, openedAt, details } = incident;
  return (
    <section id="alerts" class="card" aria-labelledby="alerts-title">
      <h2 id="alerts-title">Alerts received: {alertCount}</h2>
      <p>
        {alertCount === 1 ? 'Received ' : 'First '}
        <Moment at={openedAt} zone={zone} />
        {repeats && (
          <>
            <br />
            Last <Moment at={repeats.lastAt} zone={zone} /> from {fitting(actorName(repeats.actor), ROOM.title)}
            {repeats.title !== incident.title && `: ${fitting(repeats.title, ROOM.title)}`}
          </>
        )}
      </p>
      {alerts && <Each alerts={alerts} frame={frame} />}
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

/** Those that it counts: what fires first, and of each kind the latest. */
function Each({ alerts: { tally, shown }, frame }: { alerts: CountedAlerts; frame: TimeFrame }) {
  const more = tally.total - shown.length;
  return (
    <>
      <h3 id="each-alert-title">{capital(tallyWords(tally))}</h3>
      <ul class="plain" aria-labelledby="each-alert-title">
        {shown.map(({ dedupKey, title, at, resolvedAt }) => (
          <li>
            {fitting(oneLine(title), MAX_TITLE) || UNTITLED} <code>{fitting(dedupKey, MAX_KEY)}</code>
            <br />
            {resolvedAt === null ? '🔴 Firing, since ' : '✅ Resolved '}
            <Ago at={resolvedAt ?? at} frame={frame} />
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">and {more} more</p>}
    </>
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
