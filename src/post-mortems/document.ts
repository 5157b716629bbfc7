import { MAX_DOCUMENT, MAX_HEADING, MAX_SECTION, MAX_SECTIONS, type PostMortem, type Section } from './types.ts';

/** A heading of the second level begins a part. */
const HEADING = /^##[ \t](.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

type Part = Omit<Section, 'id'>;

/** The parts of Markdown; what looks like a heading in a block of code is none. */
export function partsOf(markdown: string): Part[] {
  const parts: { heading: string; lines: string[] }[] = [{ heading: '', lines: [] }];
  let fence: string | null = null;
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const mark = FENCE.exec(line)?.[1] ?? null;
    if (mark !== null && (fence === null || mark.startsWith(fence))) fence = fence === null ? mark : null;
    const heading = fence === null ? withoutEnd(HEADING.exec(line)?.[1] ?? '') : '';
    if (heading) parts.push({ heading: heading.slice(0, MAX_HEADING), lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts
    .map(({ heading, lines }) => ({ heading, text: lines.join('\n').trim() }))
    .filter(({ heading, text }) => heading !== '' || text !== '');
}

/** Markdown lets a heading end as it begins: "## Impact ##". */
function withoutEnd(heading: string): string {
  let end = heading.trimEnd().length;
  while (heading[end - 1] === '#') end -= 1;
  return heading.slice(0, end).trim();
}

/** The parts of a new document, each with an id. */
export function numbered(parts: readonly Part[]): Section[] {
  return parts.map((part, index) => ({ id: index + 1, ...part }));
}

/** The whole of it. */
export function markdownOf({ sections }: Pick<PostMortem, 'sections'>): string {
  return `${sections.map(partMarkdown).join('\n\n')}\n`;
}

function partMarkdown({ heading, text }: Part): string {
  return [...(heading ? [`## ${heading}`] : []), ...(text ? [text] : [])].join('\n\n');
}

/** A part as somebody has written it anew: headings in it begin parts of their own, which stand behind it. */
export function rewritten(sections: readonly Section[], id: number, text: string): Section[] {
  const last = Math.max(0, ...sections.map((section) => section.id));
  const [first, ...more] = partsOf(text);
  // Without a heading it is the part's own text; with one, that begins the next part.
  const [own, added] = first === undefined || first.heading === '' ? [first?.text ?? '', more] : ['', [first, ...more]];
  return sections.flatMap((section) =>
    section.id === id
      ? [{ ...section, text: own }, ...added.map((part, index) => ({ id: last + 1 + index, ...part }))]
      : [section],
  );
}

/** What of it is more than fits, in a sentence; null when all of it does. */
export function excess(sections: readonly Section[]): string | null {
  const long = sections.find(({ text }) => text.length > MAX_SECTION);
  if (long) {
    return `“${long.heading || 'The beginning'}” has ${long.text.length} characters, and ${MAX_SECTION} fit into one part.`;
  }
  if (sections.length > MAX_SECTIONS) return `There are ${sections.length} parts, and ${MAX_SECTIONS} fit.`;
  const all = markdownOf({ sections: [...sections] }).length;
  return all > MAX_DOCUMENT ? `It has ${all} characters, and ${MAX_DOCUMENT} fit.` : null;
}
