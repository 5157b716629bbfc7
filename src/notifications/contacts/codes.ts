import { createHmac } from 'node:crypto';
import { MINUTE, type UtcMs } from '../../lib/clock.ts';
import { isSameSignature } from '../../lib/same-signature.ts';

/** So long a code can be entered, and is tried to be sent. */
export const CODE_LIFETIME = 15 * MINUTE;
/** A code that was guessed at so often is of no use any more. */
export const MAX_TRIES = 5;
/** In a day: of one person, and to one address, whoever asks. */
export const CHECKS_OF_PERSON = 12;
export const CHECKS_TO_ADDRESS = 6;

const DIGITS = 6;

/** The code of a nonce: who reads the database alone does not know it. */
export function codeOf(nonce: string, secret: string): string {
  const bytes = createHmac('sha256', secret).update(nonce).digest();
  return String(bytes.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** What is known of the last code that was sent for an address. */
export interface SentCode {
  nonce: string | null;
  sentAt: UtcMs | null;
  tries: number;
}

export type Entered = { kind: 'right' } | { kind: 'wrong'; left: number } | { kind: 'over' };

/** Whether what was typed is the code; blanks in it mean nothing. */
export function judgeCode(typed: string, { nonce, sentAt, tries }: SentCode, secret: string, now: UtcMs): Entered {
  if (nonce === null || sentAt === null || tries >= MAX_TRIES || now - sentAt >= CODE_LIFETIME) return { kind: 'over' };
  if (isSameSignature(typed.replace(/\D/g, ''), codeOf(nonce, secret))) return { kind: 'right' };
  return { kind: 'wrong', left: MAX_TRIES - tries - 1 };
}
