import type { StoredTimelineEvent } from '../../../incidents/timeline.ts';
import { incidentKey } from '../../../incidents/types.ts';
import type { UtcMs } from '../../../lib/clock.ts';
import { PLAIN_WRITER } from '../../../words/plain-writer.ts';
import { type FactWords, factWords } from '../../../words/timeline.ts';
import { Prose, proseBytes } from '../prose.tsx';
import { Moment } from '../time.tsx';
import { bytesInPage, fitting, ROOM } from '../words.ts';
import type { IncidentContent } from './content.ts';

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

/** One line of the timeline as people read it. */
export interface Entry extends FactWords {
  /** Of its event. */
  id: number;
  at: UtcMs;
}

/** What an entry takes besides its words and its text. */
const FRAME_BYTES = 500;

/** @param number the incident whose page it is on: what has happened to another one that was merged into it says so */
export function toEntry({ id, incidentNumber, at, actor, fact }: StoredTimelineEvent, number: number): Entry {
  const { words, ...rest } = factWords(actor, fact, PLAIN_WRITER);
  return { id, at, words: incidentNumber === number ? words : `${incidentKey(incidentNumber)}: ${words}`, ...rest };
}

/** As many of the newest entries as a page has room for, but one at least. */
export function newestThatFit(newestFirst: Entry[]): Entry[] {
  let left: number = ROOM.timeline;
  const kept = newestFirst.findIndex(({ words, text }) => {
    left -= FRAME_BYTES + bytesInPage(words) + (text ? proseBytes(text, ROOM.note) : 0);
    return left < 0;
  });
  return kept < 0 ? newestFirst : newestFirst.slice(0, Math.max(1, kept));
}
