import { type Incident, incidentKey } from '../../../incidents/types.ts';
import { UNTITLED } from '../../../words/incident.ts';
import { StatusBadge } from '../badges.tsx';
import { fitting } from '../words.ts';
import type { IncidentContent } from './content.ts';

/** Bytes of a title. */
const MAX_TITLE = 300;

/** Where work on what was merged goes on. */
export function Survivor({ incident: { state }, survivor }: IncidentContent) {
  if (state.status !== 'MERGED') return null;
  return (
    <p id="survivor" class="trouble" role="note">
      {survivor === null ? (
        'This incident was merged into one that you may not see.'
      ) : (
        <>
          This incident was merged: it goes on as{' '}
          <a href={`/incidents/${survivor.number}`}>
            {incidentKey(survivor.number)}: {fitting(survivor.title, MAX_TITLE) || UNTITLED}
          </a>
          .
        </>
      )}
    </p>
  );
}

/** What goes on as it, and what people have linked with it, as far as the visitor may see that. */
export function Others({ incident, merged, related }: IncidentContent) {
  const more = incident.state.status === 'MERGED' ? 0 : incident.merged.length - merged.length;
  return (
    <>
      {merged.length > 0 && (
        <section id="merged" class="card" aria-labelledby="merged-title">
          <h2 id="merged-title">Merged into it</h2>
          <List incidents={merged} />
          {more > 0 && <p class="quiet">and {more} more</p>}
        </section>
      )}
      {related.length > 0 && (
        <section id="related" class="card" aria-labelledby="related-title">
          <h2 id="related-title">Related</h2>
          <List incidents={related} />
        </section>
      )}
    </>
  );
}

function List({ incidents }: { incidents: readonly Incident[] }) {
  return (
    <ul class="plain">
      {incidents.map(({ number, title, state }) => (
        <li>
          <a href={`/incidents/${number}`}>
            <span class="key">{incidentKey(number)}</span> {fitting(title, MAX_TITLE) || UNTITLED}
          </a>{' '}
          <StatusBadge status={state.status} />
        </li>
      ))}
    </ul>
  );
}
