import { createHash, randomBytes } from 'node:crypto';
import { canonical, type Json } from './canonical.ts';
import type { Signer } from './signing.ts';

/** What the first line of a file says. */
export const HEAD = 'opsknight-records';
export const END = 'end';
export const FORMAT = 1;
/** What the first line has for the hash of the line before. */
export const NOTHING_BEFORE = '0'.repeat(64);

/**
 * Something to be kept for good. `facts`: times, counts, states; `texts`: what people and monitors wrote, and who they are. The chain holds
 * of the texts a salted hash alone, so that they can be taken out of a file later without breaking it.
 */
export interface KeptRecord {
  type: string;
  /** "INC-42" */
  incident: string;
  facts: { readonly [name: string]: Json | undefined };
  texts: { readonly [name: string]: Json | undefined };
}

/** What the file is about. */
export interface ChainHead {
  /** ISO 8601. */
  exported_at: string;
  incident?: string | undefined;
  since?: string | undefined;
}

const SALT_BYTES = 16;

/**
 * Lines of JSON, each of which holds its own hash and that of the line before; the last is signed. So whoever changes, removes, adds or
 * swaps a line, or cuts off the end, would have to have the key.
 */
export class Chain {
  private last = NOTHING_BEFORE;
  private lines = 0;
  private incidents = 0;
  private incident = '';

  constructor(private readonly signer: Signer) {}

  begin(head: ChainHead): string {
    return this.next({ type: HEAD, version: FORMAT, key: this.signer.publicKey, ...head });
  }

  add({ type, incident, facts, texts }: KeptRecord): string {
    if (incident !== this.incident) this.incidents += 1;
    this.incident = incident;
    const salt = randomBytes(SALT_BYTES).toString('base64url');
    return this.next({ type, incident, facts, texts_hash: hashOfTexts(salt, texts) }, { texts, texts_salt: salt });
  }

  end(): string {
    const content = { type: END, incidents: this.incidents };
    return this.next(content, {}, (hash) => ({ signature: this.signer.sign(hash) }));
  }

  private next(
    content: { readonly [name: string]: Json | undefined },
    open: { readonly [name: string]: Json } = {},
    seal: (hash: string) => { readonly [name: string]: Json } = () => ({}),
  ): string {
    this.lines += 1;
    const linked = { ...content, line: this.lines, previous: this.last };
    this.last = hashOf(linked);
    return `${canonical({ ...linked, hash: this.last, ...open, ...seal(this.last) })}\n`;
  }
}

/** Of a line without what isn't part of the chain. */
export function hashOf(linked: Json): string {
  return createHash('sha256').update(canonical(linked)).digest('hex');
}

export function hashOfTexts(salt: string, texts: Json): string {
  return createHash('sha256')
    .update(`${salt}\n${canonical(texts)}`)
    .digest('hex');
}
