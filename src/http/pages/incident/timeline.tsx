import { Prose } from '../prose.tsx';
import { fitting, ROOM } from '../room.ts';
import { Moment } from '../time.tsx';
import type { IncidentContent } from './content.ts';
import type { Entry } from './entries.ts';

/** What happened, newest first, with people and times; of a long one a list page, and always the beginning. */
export function Timeline({ incident, timeline, frame: { zone } }: IncidentContent) {
  const { entries, before, hidden, beginning } = timeline;
  const address = `/incidents/${incident.number}`;
  return (
    <section id="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      {before !== undefined && (
        <p class="quiet">
          <a href={`${address}#timeline`}>← Newest entries</a>
        </p>
      )}
      <ol class="timeline">
        {entries.map((entry) => (
          <Line entry={entry} zone={zone} />
        ))}
        {hidden > 0 && (
          <li>
            <span class="mark" aria-hidden="true">
              …
            </span>
            <p>
              <a href={`${address}?before=${entries.at(-1)?.id ?? 0}#timeline`}>
                {hidden === 1 ? 'One older entry' : `${hidden} older entries`}
              </a>
            </p>
          </li>
        )}
        {beginning && <Line entry={beginning} zone={zone} />}
      </ol>
    </section>
  );
}

function Line({ entry: { at, mark, words, time, text }, zone }: { entry: Entry; zone: string }) {
  return (
    <li>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      <div>
        <p>
          {fitting(words, ROOM.names)}
          {time !== undefined && (
            <>
              {' '}
              <Moment at={time} zone={zone} />
            </>
          )}
        </p>
        {text && <Prose text={text} room={ROOM.note} />}
        <p class="quiet">
          <Moment at={at} zone={zone} />
        </p>
      </div>
    </li>
  );
}
