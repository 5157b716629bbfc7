import { createHash, randomUUID } from 'node:crypto';
import type { Heartbeat } from '../../heartbeats/heartbeat.ts';
import type { Report } from '../../incidents/open.ts';
import { MAX_TITLE } from '../../incidents/types.ts';
import { cutTo, oneLine } from '../../words/text.ts';
import { boundedDetails } from './details.ts';
import { textOrNull } from './text.ts';

/** An alert in the app's own words, whatever format it came in. */
export type Alert =
  | { action: 'trigger'; report: Report }
  | {
      action: 'acknowledge' | 'resolve';
      dedupKey: string;
      serviceId: number | null;
      source: string | null;
      /** A routing rule may have opened it for another service. */
      maybeElsewhere?: boolean;
    }
  /** A routing rule says that it is none. */
  | { action: 'drop'; dedupKey: string }
  | { action: 'beat'; dedupKey: string; heartbeat: Pick<Heartbeat, 'id' | 'name'> };

/** A problem as a monitor words it: of any length, with anything in it. */
export type RawReport = Omit<Report, 'dedupKey'> & { dedupKey: string | null };

/* How much of an alert is kept, in characters. Too long a text is cut, never a reason to lose the alert. */
export const MAX_DESCRIPTION = 16_384;
const MAX_NAME = 255;
const MAX_COMPONENTS = 50;
const MAX_DEDUP_KEY = 512;

/** What is kept of a report. One without a dedup key gets a key of its own, so that it can be acknowledged and resolved. */
export function toReport(raw: RawReport): Report {
  const title = oneLine(raw.title);
  return {
    ...raw,
    title: cutTo(MAX_TITLE, title),
    description: describe(raw.description, title),
    components: componentsOf(raw.components),
    source: sourceOf(raw.source),
    details: raw.details && boundedDetails(raw.details),
    dedupKey: raw.dedupKey === null ? randomUUID() : dedupKeyOf(raw.dedupKey),
  };
}

/** A key too long to keep is kept as its hash: the same key always becomes the same one. */
export function dedupKeyOf(key: string): string {
  return key.length <= MAX_DEDUP_KEY ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

/** A name on one line, of a length to show; null for nothing. */
export function sourceOf(source: string | null | undefined): string | null {
  return textOrNull(cutTo(MAX_NAME, oneLine(source ?? '')));
}

/** A title that had to be cut is whole in the description, unless there is another one. */
function describe(description: string | null, title: string): string | null {
  const own = textOrNull(cutTo(MAX_DESCRIPTION, description ?? ''));
  return own ?? (title.length > MAX_TITLE ? cutTo(MAX_DESCRIPTION, title) : null);
}

function componentsOf(components: string[]): string[] {
  const names = components.map((component) => cutTo(MAX_NAME, oneLine(component))).filter((name) => name !== '');
  return [...new Set(names)].slice(0, MAX_COMPONENTS);
}
