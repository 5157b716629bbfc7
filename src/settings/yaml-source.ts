import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { formatPath, type Path, type Place, type Problem } from './problems.ts';

/** A YAML text: its value, and where everything in it stands. */
export interface YamlSource {
  value: unknown;
  /** The place of a setting; of the closest thing around it where it is missing. */
  placeOf(path: Path): Place;
}

/** Mistakes after which the text still says what it means, so that whatever else is wrong with it can be told as well. */
const READABLE_WITH: ReadonlySet<YAMLError['code']> = new Set(['DUPLICATE_KEY', 'BAD_DQ_ESCAPE']);

const PLAINER: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'Map keys must be unique: this one stands here a second time',
  TAB_AS_INDENT: 'tabs are not allowed as indentation: use spaces',
  MULTIPLE_DOCS: 'it has several documents: remove the line with ---, and have each section once',
};

/** Reads YAML; what breaks its own rules comes back as problems. The source is null when what it means can't be made out. */
export function readYaml(text: string): ReadYaml {
  const asWritten = parseYaml(text);
  if (!asWritten.hasTabs) return asWritten;
  // What tabs stand for depends on somebody's editor: whichever width makes sense of the file shows what else is wrong.
  const { problems } = asWritten;
  for (const width of TAB_WIDTHS) {
    const spaced = parseYaml(text.replace(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', ' '.repeat(width))));
    if (spaced.source) return { source: spaced.source, problems: [...problems, ...spaced.problems] };
  }
  return asWritten;
}

const TAB_WIDTHS = [2, 4, 8];

export interface ReadYaml {
  source: YamlSource | null;
  problems: Problem[];
}

function parseYaml(text: string): ReadYaml & { hasTabs: boolean } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const invalid = (offset: number | undefined, message: string): Problem => ({
    place: offset === undefined ? null : placeAt(offset),
    path: '',
    message: `is not valid YAML: ${message}`,
  });
  const tabs = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const hasTabs = tabs.length > 0;
  // Whatever else is odd about the structure comes of the tabs.
  const errors = hasTabs ? tabs : document.errors;
  const problems = [
    ...errors.map(({ pos, code, message }) => invalid(pos[0], PLAINER[code] ?? message)),
    ...aliasesOfNothing(document).map(({ offset, name }) =>
      invalid(offset, `Unresolved alias: nothing before it is marked &${name}. In quotes, "*${name}" is text`),
    ),
  ];
  const isReadable = problems.length === errors.length && errors.every(({ code }) => READABLE_WITH.has(code));
  if (!isReadable) return { source: null, problems, hasTabs };

  try {
    const placeOf = (path: Path) => placeAt(offsetOfPath(document, path));
    return { source: { value: document.toJS(), placeOf }, problems, hasTabs };
  } catch (error) {
    // Aliases of aliases that grow without end.
    if (!(error instanceof ReferenceError)) throw error;
    const message = 'its aliases (*name) stand for more than can be read: write out what they stand for';
    return { source: null, problems: [...problems, invalid(undefined, message)], hasTabs };
  }
}

/** A problem at a place in the file. */
export function problemAt(source: YamlSource, path: Path, message: string): Problem {
  return { place: source.placeOf(path), path: formatPath(path), message };
}

/** What is asked for before anything has been given that name. */
function aliasesOfNothing(document: Document): { offset: number | undefined; name: string }[] {
  const anchors = new Set<string>();
  const found: { offset: number | undefined; name: string }[] = [];
  visit(document, {
    Value(_key, node) {
      if (node.anchor) anchors.add(node.anchor);
    },
    Alias(_key, alias) {
      if (!anchors.has(alias.source)) found.push({ offset: offsetOf(alias), name: alias.source });
    },
  });
  return found;
}

function offsetOfPath(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const segment of path) {
    const found = childOf(isAlias(node) ? node.resolve(document) : node, segment);
    if (!found) break;
    offset = offsetOf(found.marker) ?? offset;
    node = found.value;
  }
  return offset;
}

/** What a segment of a path leads to, and the node that marks its place: the key of a map, the item of a list. */
function childOf(node: unknown, segment: string | number): { marker: unknown; value: unknown } | null {
  if (isMap(node)) {
    // Of a key that stands twice the last one counts, as in the value.
    const pair = node.items.findLast(({ key }: Pair) => isScalar(key) && String(key.value) === String(segment));
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
