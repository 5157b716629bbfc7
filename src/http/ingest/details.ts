import { cutTo } from './text.ts';

/** Of the JSON, in UTF-8 bytes. */
const MAX_BYTES = 64 * 1024;
/** In characters; enough to recognise what was sent. */
const BEGINNING = 4_096;

/** The details of an alert if they are small enough to keep, else a note with their beginning. */
export function boundedDetails(details: Record<string, unknown>): Record<string, unknown> {
  const json = serialise(details);
  if (json === null) return { note: 'The details were nested too deeply to be kept.' };
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_BYTES) return details;
  const kilobytes = Math.ceil(bytes / 1024);
  return { note: `The details were ${kilobytes} KB; only 64 KB are kept whole.`, beginning: cutTo(BEGINNING, json) };
}

/** Null for what is nested so deeply that it can't be written; the parser reads more than the writer writes. */
function serialise(details: Record<string, unknown>): string | null {
  try {
    return JSON.stringify(details);
  } catch {
    return null;
  }
}
