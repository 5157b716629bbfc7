import { Prose } from '../prose.tsx';
import { Moment } from '../time.tsx';
import type { IncidentContent } from './content.ts';

/** What happened, newest first, with people and times. */
export function Timeline({ entries, hiddenEntries, frame: { zone } }: IncidentContent) {
  return (
    <section id="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <ol class="timeline">
        {entries.map(({ at, mark, words, time, text }) => (
          <li>
            <span class="mark" aria-hidden="true">
              {mark}
            </span>
            <div>
              <p>
                {words}
                {time !== undefined && (
                  <>
                    {' '}
                    <Moment at={time} zone={zone} />
                  </>
                )}
              </p>
              {text && <Prose text={text} />}
              <p class="quiet">
                <Moment at={at} zone={zone} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {hiddenEntries > 0 && <p class="quiet">{hiddenEntries} older entries are not shown.</p>}
    </section>
  );
}
