import { incidentKey } from '../../../incidents/types.ts';
import type { ListedPostMortem } from '../../../post-mortems/store.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { Layout } from '../layout.tsx';
import { Moment } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { fitting } from '../words.ts';
import { pathOf, stateWord } from './page.tsx';

const MAX_TITLE = 500;

interface ListPageProps {
  /** One more than fit where there are more. */
  found: readonly ListedPostMortem[];
  size: number;
  /** What was searched for. */
  text: string;
  visitor: Visitor;
}

/** All post-mortems of incidents that the visitor sees; searched, also by what is written in them. */
export function ListPage({ found, size, text, visitor }: ListPageProps) {
  const shown = found.slice(0, size);
  const last = found.length > size ? shown.at(-1) : undefined;
  return (
    <Layout title="Post-mortems" visitor={visitor} section="post-mortems">
      <h1>Post-mortems</h1>
      <form method="get" action="/post-mortems" class="filters">
        <label for="q">Search lessons, causes, action items…</label>
        <div class="row">
          <input id="q" name="q" type="search" value={text} maxlength={200} />
          <button type="submit">Search</button>
        </div>
      </form>
      {shown.length === 0 && (
        <p>{text === '' ? 'There are none yet. An incident’s page begins its own.' : 'None has all of these words.'}</p>
      )}
      <ul class="rows">
        {shown.map(({ incidentNumber: number, title, state, edited }) => (
          <li class="row-card">
            <a href={pathOf({ number })}>
              {incidentKey(number)}: {fitting(title, MAX_TITLE)}
            </a>
            <p class="quiet">
              {stateWord(state)} · edited by {actorName(edited.by)}, <Moment at={edited.at} zone={visitor.zone} />
            </p>
          </li>
        ))}
      </ul>
      {last && (
        <p>
          <a href={`/post-mortems?${new URLSearchParams({ q: text, before: String(last.incidentNumber) })}`}>
            Older ones
          </a>
        </p>
      )}
    </Layout>
  );
}
