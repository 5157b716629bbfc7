import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Shorter ones could be guessed. */
export const MIN_KEY_LENGTH = 32;

const VERSION = 'v1';
const IV_BYTES = 12;

interface Key {
  /** Says which key a text was encrypted with, and nothing about it. */
  id: string;
  secret: Buffer;
}

/** None of the keys has encrypted the text, or somebody has changed it. Says nothing of what is in it. */
export class Undecryptable extends Error {
  override readonly name = 'Undecryptable';
}

/**
 * AES-256-GCM under the first of some keys; what any of them has encrypted can be read, so that a key can be exchanged while the
 * app runs. Each text belongs to a `context`, such as the row that it is in: put elsewhere, it can't be read.
 */
export class Keyring {
  private readonly keys: Key[];

  /** @param secrets the current one first; any text that is long enough */
  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => {
      const derived = Buffer.from(hkdfSync('sha256', secret, '', 'opsknight tokens', 32));
      return { id: createHash('sha256').update(derived).digest('hex').slice(0, 8), secret: derived };
    });
  }

  encrypt(text: string, context: string): string {
    const [key] = this.keys;
    if (!key) throw new Error('there is no key to encrypt with');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.secret, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [VERSION, key.id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws Undecryptable */
  decrypt(encrypted: string, context: string): string {
    const [version, id, iv, tag, sealed] = encrypted.split('.');
    const key = this.keys.find((one) => one.id === id);
    if (version !== VERSION || !key || !iv || !tag || sealed === undefined) {
      throw new Undecryptable('it was encrypted with another key');
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.secret, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(context)).setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(Buffer.from(sealed, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new Undecryptable('it was changed, or belongs elsewhere');
    }
  }

  /** Whether the current key has encrypted it. */
  isCurrent(encrypted: string): boolean {
    return encrypted.split('.')[1] === this.keys[0]?.id;
  }
}
