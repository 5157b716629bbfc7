import { RE2JS, RE2JSException } from 're2js';

/** Of a text, so much is looked at; what tells alerts apart is shorter. */
export const MAX_MATCHED = 1_024;
/** Texts of which it is remembered whether they match: a burst says the same over and over. */
const MAX_REMEMBERED = 1_000;

export interface Pattern {
  /** Whether a text matches as a whole. */
  matches(text: string): boolean;
}

/** Letters, digits and what has no meaning in an expression, with or without "|" between them. */
const LITERALS = /^[^\\.^$*+?()[\]{}]*$/;

/** The expression that matches just this text. */
export function literalPattern(text: string): string {
  return text.replace(/[\\.^$*+?()[\]{}|]/g, '\\$&');
}

/** The inverse: the text that such an expression is of. */
export function literalOf(source: string): string {
  return source.replace(/\\([\\.^$*+?()[\]{}|])/g, '$1');
}

/**
 * A regular expression for whole texts, in RE2's syntax: its time grows with the text alone, whatever the expression and the
 * text are. Throws a RangeError that says what is wrong with it.
 */
export function compilePattern(source: string): Pattern {
  if (LITERALS.test(source)) {
    const texts = new Set(source.split('|'));
    return { matches: (text) => texts.has(text) };
  }
  const expression = compile(source);
  const known = new Map<string, boolean>();
  return {
    matches(whole) {
      const text = whole.slice(0, MAX_MATCHED);
      const before = known.get(text);
      if (before !== undefined) return before;
      if (known.size >= MAX_REMEMBERED) known.clear();
      const is = expression.testExact(text);
      known.set(text, is);
      return is;
    },
  };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.DOTALL);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw new RangeError(`${JSON.stringify(source)} is not a regular expression of RE2's kind: ${reason}`);
  }
}
