import type { Child } from 'hono/jsx';
import { incidentKey } from '../../../incidents/types.ts';
import { JOIN_CALL, statusLabel, UNTITLED } from '../../../words/incident.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { duration } from '../../../words/time.ts';
import { colorClass, StatusBadge, UrgencyBadge } from '../badges.tsx';
import { Layout } from '../layout.tsx';
import { Prose } from '../prose.tsx';
import { Ago, Moment } from '../time.tsx';
import { bytesInPage, fitting, keyAndTitle, ROOM } from '../words.ts';
import { Actions } from './actions/actions.tsx';
import { Alerts } from './alerts.tsx';
import type { IncidentContent } from './content.ts';
import { Links } from './links.tsx';
import { Others, Survivor } from './others.tsx';
import { Roles } from './roles.tsx';
import { Runbooks } from './runbooks.tsx';
import { Sla } from './sla.tsx';
import { Tasks } from './tasks.tsx';
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
        <Survivor {...content} />
        <Sla {...content} />
        <div class="columns">
          <div class="main-column">
            <Actions {...content} />
            <Description {...content} />
            <Tasks {...content} />
            <Runbooks {...content} />
            <Timeline {...content} />
          </div>
          <div class="side-column">
            <Roles {...content} />
            <Others {...content} />
            <Links {...content} />
            <Facts {...content} />
            <Alerts {...content} />
            <PostMortemLink {...content} />
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
      <h1>{fitting(title, ROOM.title) || UNTITLED}</h1>
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

/** What is known of an incident, as a list of names and values. */
function Facts({ incident, service, frame }: IncidentContent) {
  const { state, components, openedAt, source, url, dedupKey } = incident;
  const { zone } = frame;
  return (
    <section id="facts" class="card" aria-label="Facts">
      <dl>
        <Fact name="Service">{service?.name}</Fact>
        <Fact name="Components">{fitting(components.join(', '), ROOM.names)}</Fact>
        <Fact name="Triggered">
          <Moment at={openedAt} zone={zone} />
        </Fact>
        {state.status !== 'OPEN' && (
          <Fact name={`${statusLabel(state.status)} by`}>
            {actorName(state.by)}
            <br />
            <Moment at={state.at} zone={zone} />
          </Fact>
        )}
        {state.status === 'SNOOZED' && (
          <Fact name="Snoozed until">
            <Moment at={state.until} zone={zone} />
          </Fact>
        )}
        {state.status === 'RESOLVED' && <Fact name="Duration">{duration(state.at - openedAt)}</Fact>}
        <Fact name="Source">{source && fitting(source, ROOM.names)}</Fact>
        {url !== null && URL.canParse(url) && bytesInPage(url) <= ROOM.names && (
          <Fact name="Monitor">
            <a href={url} rel="noreferrer">
              {new URL(url).host}
            </a>
          </Fact>
        )}
        <Fact name="Dedup key">
          <code>{fitting(dedupKey, ROOM.names)}</code>
        </Fact>
      </dl>
    </section>
  );
}

/** Nothing, when there is nothing to say. */
function Fact({ name, children }: { name: string; children?: Child }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What people write down about it once it is over. */
function PostMortemLink({ incident: { number, state } }: IncidentContent) {
  if (state.status !== 'RESOLVED') return null;
  return (
    <section id="post-mortem" class="card">
      <a href={`/incidents/${number}/postmortem`}>Post-mortem</a>
    </section>
  );
}

/** Where people talk about it. */
function SlackMessages({ messages, callUrl }: IncidentContent) {
  if (messages.length === 0) return null;
  return (
    <section id="slack" class="card" aria-labelledby="slack-title">
      <h2 id="slack-title">In Slack</h2>
      <ul class="plain">
        {callUrl === null ? null : (
          <li>
            <a href={callUrl} rel="noreferrer">
              {JOIN_CALL}
            </a>
          </li>
        )}
        {messages.map(({ channel, url }) => (
          <li>
            <a href={url} rel="noreferrer">
              {channel}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
