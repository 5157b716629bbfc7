import { canonical, type Json } from './canonical.ts';
import { END, FORMAT, HEAD, hashOf, hashOfTexts, NOTHING_BEFORE } from './chain.ts';
import { isSignedBy } from './signing.ts';

/** What a whole file says of itself. */
export interface Verified {
  ok: true;
  lines: number;
  incidents: number;
  exportedAt: string;
  /** The public key that it is signed with. */
  key: string;
  /** Lines whose texts were taken out later, as erasure does it. */
  withoutTexts: number;
}

/** The first line that is not as it was written, and why. */
export interface Broken {
  ok: false;
  line: number;
  reason: string;
}

/** No line that we write is longer; a file that is no export must not fill the memory. */
const MAX_LINE = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Reads a file once, from its beginning, and keeps one line of it at a time.
 * @param key the public key that it has to be signed with; without it, the one that it names
 */
export async function verifyRecords(file: AsyncIterable<Buffer>, key?: string): Promise<Verified | Broken> {
  const reader = new ChainReader(key);
  for await (const line of linesOf(file)) {
    const broken = reader.read(line);
    if (broken !== null) return { ok: false, line: reader.line, reason: broken };
  }
  return reader.result();
}

class ChainReader {
  line = 0;
  private last = NOTHING_BEFORE;
  private head: { key: string; exportedAt: string } | null = null;
  private isOver = false;
  private incidents = 0;
  private incident: unknown = null;
  private withoutTexts = 0;

  constructor(private readonly expectedKey: string | undefined) {}

  /** @returns what is wrong with the line; null for nothing. */
  read(bytes: Line): string | null {
    this.line += 1;
    if (this.isOver) return 'it stands after the end of the export';
    if (!bytes.isEnded) return 'it was cut off';
    const one = parsed(bytes.content);
    if (one === null) return 'it was changed';
    const { hash, texts, texts_salt: salt, signature, ...linked } = one;
    if (hashOf(linked) !== hash) return 'it was changed';
    if (linked['line'] !== this.line || linked['previous'] !== this.last) {
      return 'it does not follow the line before: a line was removed, added or moved here';
    }
    this.last = hash;
    return this.about(linked, { texts, salt, signature });
  }

  result(): Verified | Broken {
    if (!this.head) return { ok: false, line: 1, reason: 'there is none: it is no export of records' };
    if (!this.isOver) return { ok: false, line: this.line + 1, reason: 'it is missing: the end was cut off' };
    const { line: lines, incidents, withoutTexts } = this;
    return { ok: true, lines, incidents, withoutTexts, ...this.head };
  }

  private about(linked: JsonObject, own: { texts?: Json; salt?: Json; signature?: Json }): string | null {
    const { type } = linked;
    if (this.head === null) return this.begin(linked, own);
    if (type === END) return this.end(linked, own);
    if (own.signature !== undefined || type === HEAD) return 'it was changed';
    if (linked['incident'] !== this.incident) this.incidents += 1;
    this.incident = linked['incident'];
    if (own.texts === undefined && own.salt === undefined) {
      this.withoutTexts += 1;
      return null;
    }
    if (own.texts === undefined || typeof own.salt !== 'string') return 'its texts were changed';
    return hashOfTexts(own.salt, own.texts) === linked['texts_hash'] ? null : 'its texts were changed';
  }

  private begin({ type, version, key, exported_at }: JsonObject, own: object): string | null {
    if (type !== HEAD || typeof key !== 'string' || typeof exported_at !== 'string' || hasAny(own)) {
      return 'it is not the first line of an export of records';
    }
    if (version !== FORMAT) return `it is of version ${canonical(version ?? null)}, which this OpsKnight does not know`;
    if (this.expectedKey !== undefined && key !== this.expectedKey) return 'it is signed with another key';
    this.head = { key, exportedAt: exported_at };
    return null;
  }

  private end({ incidents }: JsonObject, { texts, salt, signature }: { texts?: Json; salt?: Json; signature?: Json }) {
    const key = this.head?.key ?? '';
    if (texts !== undefined || salt !== undefined || incidents !== this.incidents) return 'it was changed';
    if (typeof signature !== 'string' || !isSignedBy(key, this.last, signature)) {
      return 'its signature is not by the key that the first line names';
    }
    this.isOver = true;
    return null;
  }
}

type JsonObject = { readonly [name: string]: Json | undefined };

function hasAny(own: object): boolean {
  return Object.values(own).some((value) => value !== undefined);
}

/** A line as it may be written; null for what can't be one, such as the same in other bytes. */
function parsed(content: Buffer): (JsonObject & { hash: string }) | null {
  try {
    const one: Json = JSON.parse(content.toString('utf8'));
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return null;
    const named = one as JsonObject;
    if (typeof named['hash'] !== 'string' || !content.equals(Buffer.from(canonical(one)))) return null;
    return { ...named, hash: named['hash'] };
  } catch {
    return null; // no JSON, or nested deeper than anything we write
  }
}

export interface Line {
  content: Buffer;
  /** By a line break; the last one of a whole file is, too. */
  isEnded: boolean;
}

export async function* linesOf(file: AsyncIterable<Buffer>): AsyncIterable<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of file) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      yield { content: Buffer.concat([...parts, chunk.subarray(from, at)]), isEnded: true };
      parts = [];
      length = 0;
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    if (rest.length > 0) parts.push(rest);
    if (length > MAX_LINE) break;
  }
  if (parts.length > 0) yield { content: Buffer.concat(parts), isEnded: false };
}
