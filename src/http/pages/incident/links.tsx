import { type Link, linksIn } from '../../../incidents/links.ts';
import { oneLine } from '../../../words/text.ts';
import { hiddenHost } from '../../../words/web-addresses.ts';
import { webAddressOf } from '../../ingest/web-address.ts';
import { bytesInPage, fitting, ROOM } from '../words.ts';
import type { IncidentContent } from './content.ts';

/** Bytes of a link's label. */
const MAX_LABEL = 300;
/** What a link takes besides its address and its label. */
const FRAME_BYTES = 60;

/** Where to read on: what came with the alert, pictures too, and what belongs to its service. */
export function Links({ incident, service }: IncidentContent) {
  const { links, images } = linksIn(incident.details);
  const shown = worthShowing([...links, ...(service?.links ?? []), ...images]);
  if (shown.length === 0) return null;
  return (
    <section id="links" class="card" aria-labelledby="links-title">
      <h2 id="links-title">Links</h2>
      <ul class="plain">
        {shown.map(({ label, url, host }) => (
          <li>
            <a href={url} rel="noreferrer">
              {label}
            </a>
            {host !== null && ` (${host})`}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ShownLink {
  label: string;
  url: string;
  /** Where it leads, if its label reads as if it led elsewhere. */
  host: string | null;
}

/** Web addresses, each once, as many as there is room for. */
function worthShowing(links: readonly Link[]): ShownLink[] {
  const shown = new Map<string, ShownLink>();
  let left: number = ROOM.names;
  for (const { text, url: given } of links) {
    const url = webAddressOf(given);
    if (url === null || shown.has(url)) continue;
    const label = fitting(oneLine(text), MAX_LABEL) || new URL(url).host;
    left -= FRAME_BYTES + bytesInPage(url) + bytesInPage(label);
    if (left < 0) break;
    shown.set(url, { label, url, host: hiddenHost(label, url) });
  }
  return [...shown.values()];
}
