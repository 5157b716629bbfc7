/*
 * How much there is to a JSON text, found without reading it into values: an object of hundreds of thousands of names takes JSON.parse
 * seconds, in which nothing else gets its turn, and its length says nothing of it.
 */

/** Names in all objects together: thirty for each of five thousand alerts. */
const MAX_NAMES = 150_000;
/** Of one object. */
const MAX_NAMES_OF_ONE = 20_000;
/** Lists and objects inside each other. */
const MAX_DEPTH = 150_000;
/** A shorter text can't hold enough to matter. */
const SHORT = 64 * 1024;

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Why a text had better not be parsed, in words for its sender; null when it may be. It need not be JSON. */
export function tooMuchToParse(text: string): string | null {
  if (text.length <= SHORT) return null;
  /** By depth: names of the object that is open there. */
  const namesAt = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  let names = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COLON) {
      names += 1;
      if (names > MAX_NAMES) return `has more than ${MAX_NAMES.toLocaleString('en')} names`;
      const ofThisOne = (namesAt[depth] ?? 0) + 1;
      if (ofThisOne > MAX_NAMES_OF_ONE)
        return `has an object of more than ${MAX_NAMES_OF_ONE.toLocaleString('en')} names`;
      namesAt[depth] = ofThisOne;
    } else if (character === OPEN_OBJECT || character === OPEN_LIST) {
      depth += 1;
      if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH.toLocaleString('en')} deep`;
      namesAt[depth] = 0;
    } else if (character === CLOSE_OBJECT || character === CLOSE_LIST) depth = Math.max(0, depth - 1);
  }
  return null;
}

/** Where the string that begins at `start` ends; the end of the text when it doesn't. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
