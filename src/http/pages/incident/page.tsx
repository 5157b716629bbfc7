import { incidentKey } from '../../../incidents/types.ts';
import { statusLabel } from '../../../words/incident.ts';
import { colorClass, StatusBadge, UrgencyBadge } from '../badges.tsx';
import { Layout } from '../layout.tsx';
import { Prose } from '../prose.tsx';
import { fitting, ROOM } from '../room.ts';
import { Ago } from '../time.tsx';
import { actorName, keyAndTitle } from '../words.ts';
import { Actions } from './actions.tsx';
import { Alerts } from './alerts.tsx';
import type { IncidentContent } from './content.ts';
import { Facts } from './facts.tsx';
import { SlackMessages } from './slack-messages.tsx';
import { Timeline } from './timeline.tsx';

/** How often the page looks for news. */
const POLL = 'every 3s';

interface IncidentPageProps extends IncidentContent {
  /** Why what was just asked for was not done. */
  trouble?: string;
}

/** The page of one incident. What changes is kept up to date in place; a form that somebody is filling in is left alone. */
export function IncidentPage({ trouble, ...content }: IncidentPageProps) {
  const { incident, visitor } = content;
  return (
    <Layout
      title={`${statusLabel(incident.state.status)} · ${keyAndTitle(incident)}`}
      visitor={visitor}
      section="incidents"
    >
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <article
        id="incident"
        class={`incident ${colorClass(incident)}`}
        hx-get={addressOf(content)}
        hx-trigger={POLL}
        hx-select="#incident"
        hx-swap="outerMorph"
      >
        <Heading {...content} />
        <div class="columns">
          <div class="main-column">
            <Actions {...content} />
            <Description {...content} />
            <Timeline {...content} />
          </div>
          <div class="side-column">
            <Facts {...content} />
            <Alerts {...content} />
            <SlackMessages {...content} />
          </div>
        </div>
      </article>
    </Layout>
  );
}

/** The address of what is shown, with the list page of the timeline. */
function addressOf({ incident, timeline: { before } }: IncidentContent): string {
  return `/incidents/${incident.number}${before === undefined ? '' : `?before=${before}`}`;
}

function Heading({ incident, frame }: IncidentContent) {
  const { state, urgency, number, title, openedAt, openedBy } = incident;
  return (
    <header class="incident-heading">
      <p class="eyebrow">
        <span class="key">{incidentKey(number)}</span> <UrgencyBadge urgency={urgency} />{' '}
        <span role="status">
          <StatusBadge status={state.status} />
        </span>
      </p>
      <h1>{fitting(title, ROOM.title) || 'Untitled'}</h1>
      <p class="quiet">
        Triggered <Ago at={openedAt} frame={frame} /> by {actorName(openedBy)}
      </p>
    </header>
  );
}

function Description({ incident: { state, description } }: IncidentContent) {
  const note = state.status === 'RESOLVED' ? state.note : null;
  return (
    <>
      {note !== null && (
        <section id="resolution" aria-labelledby="resolution-title">
          <h2 id="resolution-title">Resolution</h2>
          <Prose text={note} room={ROOM.note} />
        </section>
      )}
      {description !== null && (
        <section id="description" aria-labelledby="description-title">
          <h2 id="description-title">Description</h2>
          <Prose text={description} room={ROOM.description} />
        </section>
      )}
    </>
  );
}
