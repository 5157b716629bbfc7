import { compileJsonPath, type JsonPath } from './json-path.ts';

/** What a text of a mapping is looked for in: the alert, and the whole body that it came in. */
export interface MappedBody {
  alert: unknown;
  body: unknown;
}

/** A text of a mapping: what a path leads to, or words with paths in them. */
export interface BodyText {
  /** The texts that it stands for; one for words, none for what is not there. */
  texts(of: MappedBody): string[];
}

const WHOLE_BODY = '$body';
const IN_WORDS = /\{(\$[^{}]*)\}/g;
/** Of one path. */
const MAX_VALUES = 100;

/**
 * `$.check.name` (in the alert), `$body.receiver` (in the whole body), or words such as `{$.name} is {$.state}`. Throws a
 * RangeError that says what is wrong with it.
 */
export function compileBodyText(source: string): BodyText {
  if (source.startsWith('$')) {
    const find = compileFinder(source);
    return { texts: (of) => find(of).flatMap(textsOf) };
  }
  const finders = new Map([...source.matchAll(IN_WORDS)].map(([, path = '']) => [path, compileFinder(path)]));
  return {
    texts(of) {
      const found = new Map([...finders].map(([path, find]) => [path, find(of).flatMap(textsOf).join(', ')]));
      // Nothing is made of nothing.
      if (found.size > 0 && [...found.values()].every((text) => text === '')) return [];
      return textsOf(source.replace(IN_WORDS, (_, path: string) => found.get(path) ?? ''));
    },
  };
}

function compileFinder(source: string): (of: MappedBody) => unknown[] {
  const isWhole = source === WHOLE_BODY || /^\$body[.[]/.test(source);
  const path: JsonPath = compileJsonPath(isWhole ? `$${source.slice(WHOLE_BODY.length)}` : source);
  return ({ alert, body }) => path.find(isWhole ? body : alert, MAX_VALUES);
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value))
    return value.slice(0, MAX_VALUES).flatMap((one) => (Array.isArray(one) ? [] : textsOf(one)));
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}
