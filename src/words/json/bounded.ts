import { outline } from '../outline.ts';
import { cutTo } from '../text.ts';
import type { IncidentJson } from './incident.ts';

/** Of the JSON of an answer, so that none is larger than 64 kB whatever monitors have sent. */
const MAX_BYTES = 60_000;
/** Of a part that is too large for an answer. */
const MAX_PART = 4_000;
const MAX_COMPONENTS = 10;

type Shortened = (one: IncidentJson) => IncidentJson;

/** What is left out first of an incident that is large; its page has it all. */
const SHORTER: Shortened[] = [
  (one) => (bytesOf(one.details) <= MAX_PART ? one : { ...one, details: beginningOf(one.details) }),
  (one) => ({ ...one, description: one.description && cutTo(MAX_PART, one.description) }),
  (one) => ({ ...one, components: one.components.slice(0, MAX_COMPONENTS) }),
];

/** One incident for an answer that has it `times` times. */
export function boundedIncident(whole: IncidentJson, times = 1): IncidentJson {
  let one = whole;
  for (const shorten of SHORTER) {
    if (bytesOf(one) * times <= MAX_BYTES) return one;
    one = shorten(one);
  }
  return one;
}

/** As many of a list as one answer holds, and at least one. */
export function asManyAsFit<One extends object>(list: readonly One[]): One[] {
  let left = MAX_BYTES;
  const end = list.findIndex((one, index) => {
    left -= bytesOf(one) + 1;
    return left < 0 && index > 0;
  });
  return end === -1 ? [...list] : list.slice(0, end);
}

function beginningOf(details: unknown): Record<string, unknown> {
  const note = `The details are ${Math.ceil(bytesOf(details) / 1024)} KB; the incident's page has all of them.`;
  return { note, beginning: cutTo(MAX_PART, outline(details, { characters: MAX_PART, depth: 8 })) };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
