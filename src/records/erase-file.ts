import { isDeepStrictEqual } from 'node:util';
import { canonical, type Json } from './canonical.ts';
import { eraser, learn, pseudonymOf, type Subject } from './erasure.ts';
import { linesOf } from './verify.ts';

/** Whom the lines of a whole file mean by an address. */
export async function subjectIn(file: AsyncIterable<Buffer>, email: string): Promise<Subject> {
  let subject: Subject = { email, userId: null, accounts: [], names: [] };
  for await (const { content } of linesOf(file)) subject = learn(read(content)['texts'] ?? null, email, subject);
  return subject;
}

/**
 * The lines of a whole file, without the texts of those that name somebody. The chain holds only hashes of texts, so it is as whole as
 * before.
 */
export async function* withoutTextsAbout(
  file: AsyncIterable<Buffer>,
  subject: Subject,
): AsyncIterable<{ line: string; isErased: boolean }> {
  const erase = eraser(subject, pseudonymOf('x'));
  for await (const { content } of linesOf(file)) {
    const { texts, texts_salt, ...rest } = read(content);
    const isErased = texts !== undefined && !isDeepStrictEqual(erase(texts), texts);
    yield { line: isErased ? `${canonical(rest)}\n` : `${content.toString('utf8')}\n`, isErased };
  }
}

function read(content: Buffer): { [name: string]: Json } {
  return JSON.parse(content.toString('utf8'));
}
