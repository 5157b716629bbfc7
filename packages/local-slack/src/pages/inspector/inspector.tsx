import { type JsonObject, parseJson } from '../../json.ts';
import { Icon } from '../frame/icon.tsx';
import { Scroller } from '../frame/scroller.tsx';
import type { Item } from '../live/region.ts';
import { render } from '../live/render.ts';
import type { Page } from '../page.ts';
import type { Place } from '../place.ts';
import { inZone } from '../text/dates.ts';
import type { Viewer } from '../viewer.ts';
import { type Exchange, trafficOf } from './traffic.ts';

export const TRAFFIC_LIST = 'traffic';

/** As many as are shown; older ones have scrolled out. */
const SHOWN = 100;

interface InspectorProps {
  page: Page;
  place: Place;
}

export function trafficItems({ page, place: { viewer } }: InspectorProps): Item[] {
  const traffic = trafficOf(page.slack, viewer.workspace.teamId).slice(-SHOWN);
  return traffic.map((exchange) => ({ id: exchange.id, html: render(<Row viewer={viewer} exchange={exchange} />) }));
}

/** Everything that goes between Slack and the app, as it happens. */
export function Inspector({ page, place }: InspectorProps) {
  const { viewer, where, thread } = place;
  return (
    <aside id="inspector" class="side inspector" aria-label="Inspector">
      <header class="side-header">
        <h2>Inspector</h2>
        <span class="quiet">between Slack and the app</span>
        <a
          class="tool close"
          href={viewer.addressOf(where, { inspect: false, thread: thread?.ts })}
          aria-label="Close inspector"
          title="Close inspector"
        >
          <Icon name="close" />
        </a>
      </header>
      <Scroller label="Traffic" listId={TRAFFIC_LIST} items={trafficItems({ page, place })} />
    </aside>
  );
}

function Row({ viewer, exchange }: { viewer: Viewer; exchange: Exchange }) {
  const { id, at, direction, name, about, outcome, state } = exchange;
  return (
    <details
      id={id}
      class={`exchange ${state}`}
      hx-get={`/client/${viewer.workspace.teamId}/traffic/${id}`}
      hx-trigger="toggle"
      hx-target={`#${id}-detail`}
    >
      <summary>
        <span class={direction === 'to app' ? 'direction to' : 'direction from'} title={direction}>
          <span aria-hidden="true">{direction === 'to app' ? '→' : '←'}</span>
          <span class="unseen">{direction}</span>
        </span>
        <b>{name}</b>
        <span class="about">{about}</span>
        <span class="outcome">{outcome}</span>
        <time>{inZone(at, viewer.member.tz).toFormat('HH:mm:ss.SSS')}</time>
      </summary>
      <div id={`${id}-detail`} class="exchange-detail" hx-morph-skip></div>
    </details>
  );
}

/** Pretty, with what was written as JSON inside of JSON unfolded: `blocks` and its like. */
function readable(content: JsonObject): string {
  const unfold = (_key: string, value: unknown) => {
    const inside = typeof value === 'string' && /^[[{]/.test(value) ? parseJson(value) : undefined;
    return inside ?? value;
  };
  return JSON.stringify(content, unfold, 2);
}

/** What was sent and what came back, once a row is opened. */
export function ExchangeDetail({ exchange }: { exchange: Exchange }) {
  return (
    <>
      <h3>{exchange.direction === 'to app' ? 'Payload' : 'Arguments'}</h3>
      <pre tabindex={0}>{readable(exchange.sent)}</pre>
      <h3>Answer</h3>
      <pre tabindex={0}>{exchange.answer === undefined ? 'none' : readable(exchange.answer)}</pre>
    </>
  );
}
