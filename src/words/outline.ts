/** How much of a value is written. */
export interface Room {
  characters: number;
  /** Lists and objects inside each other; deeper ones are only hinted at. */
  depth: number;
}

const ELLIPSIS = '…';

/** A value as indented JSON that fits into `room`, however much of it there is; "…" stands for what is left out. */
export function outline(value: unknown, room: Room): string {
  const lines = new Lines(room.characters);
  write(value, '', room.depth, lines);
  return lines.text();
}

/** Text that stops growing once it is long enough. */
class Lines {
  private readonly parts: string[] = [];

  /** In characters; negative when something did not fit. */
  left: number;

  constructor(room: number) {
    this.left = room;
  }

  get isFull(): boolean {
    return this.left < 0;
  }

  add(part: string): void {
    if (this.isFull) return;
    this.parts.push(part.length <= this.left ? part : part.slice(0, this.left));
    this.left -= part.length;
  }

  text(): string {
    const text = this.parts.join('').toWellFormed();
    return this.left < 0 ? text + ELLIPSIS : text;
  }
}

function write(value: unknown, indent: string, depth: number, lines: Lines): void {
  if (typeof value !== 'object' || value === null) {
    // One character more than fits, so that it is seen not to.
    lines.add(JSON.stringify(typeof value === 'string' ? value.slice(0, lines.left + 1) : value));
    return;
  }
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  lines.add(open);
  if (entries.length > 0 && depth === 0) lines.add(ELLIPSIS);
  else if (entries.length > 0) {
    const inner = `${indent}  `;
    for (const [index, [key, one]] of entries.entries()) {
      if (lines.isFull) return;
      lines.add(`${index === 0 ? '' : ','}\n${inner}`);
      if (!Array.isArray(value)) lines.add(`${JSON.stringify(key.slice(0, lines.left + 1))}: `);
      write(one, inner, depth - 1, lines);
    }
    lines.add(`\n${indent}`);
  }
  lines.add(close);
}
