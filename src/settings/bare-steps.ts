import type { Path, Place } from './problems.ts';
import type { ReadYaml, YamlSource } from './yaml-source.ts';
import { readYaml } from './yaml-source.ts';

/*
 * A list of steps alone, as documentation shows them, is a runbook that is called like its file.
 */

/** Reads a file of settings; of one that is a list of steps, what it says as a runbook of that name. */
export function readSettingsFile(text: string, file: string): ReadYaml {
  const read = readYaml(text);
  if (Array.isArray(read.source?.value)) return { ...read, source: asRunbook(read.source, file) };
  if (read.source || !HAS_LOST_INDENTATION.test(text)) return read;
  const indented = withIndentation(text);
  const again = readYaml(indented.text);
  if (!again.source) return read;
  const placeOf = (path: Path) => inText(again.source?.placeOf(path) ?? { line: 1, column: 1 }, indented.added);
  return { problems: again.problems, source: asRunbook({ value: again.source.value, placeOf }, file) };
}

function asRunbook({ value, placeOf }: YamlSource, file: string): YamlSource {
  const name = file.replace(/\.[^.]*$/, '');
  return {
    value: { runbooks: [{ name, steps: value }] },
    placeOf: ([, , part, ...rest]) => placeOf(part === 'steps' ? rest : []),
  };
}

/** A step whose keys stand under its dash: what is copied from a web page has lost its indentation. */
const HAS_LOST_INDENTATION = /^- Action Type:.*\r?\n[A-Za-z][A-Za-z ]*:/m;
/** What a block of a message has; all other keys are the step's. */
const OF_BLOCK = /^(Type|Text)\s*:/;

/** The same steps with the indentation that they must have had; and how much each line has been given. */
function withIndentation(text: string): { text: string; added: number[] } {
  let isInBlock = false;
  const lines = text.split('\n').map((line) => {
    if (/^- Action Type:/.test(line)) isInBlock = false;
    else if (/^- /.test(line)) isInBlock = true;
    else if (/^\S/.test(line) && !OF_BLOCK.test(line)) isInBlock = false;
    const isStep = /^(- Action Type:|\s|#|$)/.test(line);
    const isItem = /^- /.test(line);
    const width = isStep ? 0 : isInBlock ? (isItem ? 4 : 6) : 2;
    return { text: ' '.repeat(width) + line, width };
  });
  return { text: lines.map((line) => line.text).join('\n'), added: lines.map(({ width }) => width) };
}

function inText({ line, column }: Place, added: readonly number[]): Place {
  return { line, column: Math.max(1, column - (added[line - 1] ?? 0)) };
}
