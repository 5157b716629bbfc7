import { Moment } from '../time.tsx';
import type { IncidentContent } from './content.ts';

/** How often the alert came, and what the monitor sent with the first one. */
export function Alerts({ incident, frame: { zone } }: IncidentContent) {
  const { alertCount, openedAt, lastAlertAt, details } = incident;
  return (
    <section id="alerts" class="card" aria-labelledby="alerts-title">
      <h2 id="alerts-title">Alerts received: {alertCount}</h2>
      <p>
        {alertCount === 1 ? 'At ' : 'First '}
        <Moment at={openedAt} zone={zone} />
        {alertCount > 1 && (
          <>
            <br />
            Last <Moment at={lastAlertAt} zone={zone} />
          </>
        )}
      </p>
      {details !== null && (
        <details id="alert-details" class="foldable" hx-morph-skip>
          <summary>Details</summary>
          <pre tabindex={0}>{JSON.stringify(details, null, 2)}</pre>
        </details>
      )}
    </section>
  );
}
