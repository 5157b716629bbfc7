import { randomBytes, randomInt } from 'node:crypto';

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const KEY_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function randomFrom(letters: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += letters.charAt(randomInt(letters.length));
  return text;
}

/** A Slack id such as `C0A1B2C3D4`: a prefix that says what it is, and ten letters or digits. */
export function slackId(prefix: string): string {
  return `${prefix}0${randomFrom(ID_LETTERS, 9)}`;
}

/** What Slack fills in when an app leaves out `block_id` or `action_id`: five random characters. */
export function generatedKey(): string {
  return randomFrom(KEY_LETTERS, 5);
}

export function randomHex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

export function randomDigits(length: number): string {
  return `${randomInt(1, 10)}${randomFrom('0123456789', length - 1)}`;
}

/**
 * Message timestamps are ids: seconds, a dot, six digits, unique and rising
 * (https://docs.slack.dev/messaging/retrieving-messages).
 */
export class Timestamps {
  #last = 0;

  next(): string {
    return this.at(Date.now());
  }

  /** @param epochMs of something that is told later than it happened; what is told after it happened after it. */
  at(epochMs: number): string {
    this.#last = Math.max(Math.floor(epochMs) * 1000, this.#last + 1);
    const digits = String(this.#last);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }
}

export const isTimestamp = (text: string): boolean => /^\d{1,12}\.\d{6}$/.test(text);
