import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { formatPath, type Path, type Problem } from './problems.ts';

/** A YAML text: its value, and on which line everything in it stands. */
export interface YamlSource {
  value: unknown;
  /** The line of a setting; of the closest thing around it where it is missing. */
  lineOf(path: Path): number;
}

/** Reads YAML; what breaks its own rules comes back as problems. */
export function readYaml(text: string): { source: YamlSource; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const problems = document.errors.map(({ pos, message }) => ({
    line: lineAt(pos[0]),
    path: '',
    message: `is not valid YAML: ${message}`,
  }));

  const lineOf = (path: Path) => {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const segment of path) {
      const found = childOf(isAlias(node) ? node.resolve(document) : node, segment);
      if (!found) break;
      offset = offsetOf(found.marker) ?? offset;
      node = found.value;
    }
    return lineAt(offset);
  };
  if (problems.length > 0) return { source: { value: undefined, lineOf }, problems };
  try {
    return { source: { value: document.toJS(), lineOf }, problems: [] };
  } catch (error) {
    // An alias without an anchor, or aliases of aliases that grow without end.
    if (!(error instanceof ReferenceError)) throw error;
    const message = `is not valid YAML: ${error.message}`;
    return { source: { value: undefined, lineOf }, problems: [{ line: null, path: '', message }] };
  }
}

/** A problem at a place in the file. */
export function problemAt(source: YamlSource, path: Path, message: string): Problem {
  return { line: source.lineOf(path), path: formatPath(path), message };
}

/** What a segment of a path leads to, and the node that marks its place: the key of a map, the item of a list. */
function childOf(node: unknown, segment: string | number): { marker: unknown; value: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }: Pair) => isScalar(key) && String(key.value) === String(segment));
    return pair ? { marker: pair.key, value: pair.value } : null;
  }
  if (isSeq(node) && typeof segment === 'number') {
    const value = node.items[segment];
    return value === undefined ? null : { marker: value, value };
  }
  return null;
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}
