import type { Child } from 'hono/jsx';
import { statusLabel } from '../../../words/incident.ts';
import { duration } from '../../../words/time.ts';
import { bytesInPage, fitting, ROOM } from '../room.ts';
import { Moment } from '../time.tsx';
import { actorName } from '../words.ts';
import type { IncidentContent } from './content.ts';

/** What is known of an incident, as a list of names and values. */
export function Facts({ incident, service, frame }: IncidentContent) {
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
