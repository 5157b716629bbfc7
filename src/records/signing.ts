import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { type Keyring, Undecryptable } from '../lib/keyring.ts';
import type { RecordStore } from './store.ts';

/** An Ed25519 private key in PKCS #8 is these bytes and its seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
/** Nothing else that the key may ever sign begins like this. */
const ABOUT = 'opsknight records 1\n';
/** A sealed seed can't be put in the place of something else. */
const CONTEXT = 'records signing key';

/** Signs exports. `publicKey`: 32 bytes as base64url, by which anybody can check a signature. */
export interface Signer {
  publicKey: string;
  /** @param hash of the last line, which stands for all before it */
  sign(hash: string): string;
}

/** Why there is nothing to sign with. */
export class NoSigningKey extends Error {
  override readonly name = 'NoSigningKey';
}

/**
 * The signer of this database: its key is made when it is first needed, and encrypted as soon as there is something to encrypt it with.
 * @param keyring null where ENCRYPTION_KEY is not set
 * @throws NoSigningKey
 */
export async function signerOf(store: RecordStore, keyring: Keyring | null): Promise<Signer> {
  const kept = await store.signingSeed();
  if (kept === null) {
    const seed = randomBytes(SEED_BYTES).toString('base64url');
    await store.keepSigningSeed(seal(seed, keyring), null);
    return signerOf(store, keyring); // somebody else may have been first
  }
  const seed = open(kept, keyring);
  if (keyring && needsSealing(kept, keyring)) await store.keepSigningSeed(seal(seed, keyring), kept);
  return signerWith(seed);
}

/** Encrypts the key anew, if there is one. @returns whether it was with another key, or in plain. @throws NoSigningKey */
export async function resealSigningKey(store: RecordStore, keyring: Keyring): Promise<boolean> {
  const kept = await store.signingSeed();
  if (kept === null || !needsSealing(kept, keyring)) return false;
  return store.keepSigningSeed(seal(open(kept, keyring), keyring), kept);
}

function signerWith(seed: string): Signer {
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, Buffer.from(seed, 'base64url')]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key without its public half');
  return { publicKey: x, sign: (hash) => sign(null, Buffer.from(ABOUT + hash), key).toString('base64url') };
}

/** Whether the holder of the key has signed the hash; there is one way to write a signature. */
export function isSignedBy(publicKey: string, hash: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  const key = publicKeyOf(publicKey);
  if (!key || bytes.toString('base64url') !== signature) return false;
  return verify(null, Buffer.from(ABOUT + hash), key, bytes);
}

/** Null for a text that is no key. */
function publicKeyOf(text: string): KeyObject | null {
  if (Buffer.from(text, 'base64url').toString('base64url') !== text) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' });
  } catch {
    return null;
  }
}

/** Whether a text is a public key in the form in which exports name theirs. */
export function isPublicKey(text: string): boolean {
  return publicKeyOf(text) !== null;
}

function seal(seed: string, keyring: Keyring | null): string {
  return keyring ? keyring.encrypt(seed, CONTEXT) : seed;
}

function isSealed(kept: string): boolean {
  return kept.includes('.');
}

function needsSealing(kept: string, keyring: Keyring): boolean {
  return !isSealed(kept) || !keyring.isCurrent(kept);
}

function open(kept: string, keyring: Keyring | null): string {
  if (!isSealed(kept)) return kept;
  const remedy = 'Set ENCRYPTION_KEY as it is for the running app.';
  if (!keyring) throw new NoSigningKey(`The key that records are signed with is encrypted. ${remedy}`);
  try {
    return keyring.decrypt(kept, CONTEXT);
  } catch (error) {
    if (!(error instanceof Undecryptable)) throw error;
    throw new NoSigningKey(`The key that records are signed with can't be read: ${error.message}. ${remedy}`);
  }
}
