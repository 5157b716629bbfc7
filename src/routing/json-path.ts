import { JSONPathEnvironment, JSONPathError, type JSONPathQuery, type JSONValue } from 'json-p3';

/** Finds values in a body by a path of RFC 9535, such as `$.alerts[*].labels.severity`. Nothing in it is ever run as code. */
export interface JsonPath {
  /** The values that it leads to, in order, and no more of them than asked for. */
  find(body: unknown, atMost: number): unknown[];
}

const MAX_LENGTH = 300;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

const environment = new JSONPathEnvironment();
// They are for the regular expressions of JavaScript, whose time has no bound.
environment.functionRegister.delete('match');
environment.functionRegister.delete('search');

/** Throws a RangeError that says what is wrong with it. */
export function compileJsonPath(source: string): JsonPath {
  const refuse = (reason: string) => new RangeError(`${JSON.stringify(source.slice(0, MAX_LENGTH))} ${reason}`);
  if (source.length > MAX_LENGTH) throw refuse(`is longer than ${MAX_LENGTH} characters`);
  const bare = source.replace(QUOTED, '');
  // With any more, what it looks at would grow faster than the body.
  if (bare.split('..').length > 2) throw refuse('has more than one ".."');
  if (bare.split('?').length > 2) throw refuse('has more than one filter');
  if (bare.lastIndexOf('$') > 0) throw refuse('has a "$" that is not its beginning');
  const query = compile(source, refuse);
  return {
    find(body, atMost) {
      const found: unknown[] = [];
      try {
        for (const { value } of query.lazyQuery(body as JSONValue)) {
          if (found.length >= atMost) break;
          found.push(value);
        }
      } catch (error) {
        if (!(error instanceof JSONPathError)) throw error; // nested too deeply to look any further
      }
      return found;
    },
  };
}

function compile(source: string, refuse: (reason: string) => RangeError): JSONPathQuery {
  try {
    return environment.compile(source);
  } catch (error) {
    if (error instanceof JSONPathError) throw refuse(`is not a path of RFC 9535: ${error.message}`);
    throw error;
  }
}
