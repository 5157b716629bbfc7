import { StorageFailure, type StorageTrouble } from '../../lib/storage-failure.ts';

/** By the primary result code: https://www.sqlite.org/rescode.html */
const TROUBLES: Record<string, StorageTrouble> = {
  BUSY: 'busy',
  LOCKED: 'busy',
  FULL: 'full',
  READONLY: 'read_only',
  PERM: 'read_only',
  CANTOPEN: 'read_only',
  IOERR: 'broken',
  CORRUPT: 'broken',
  NOTADB: 'broken',
};

/** What SQLite throws when it is not about the statement but about the file, as everybody else knows it; or the error as it is. */
export function translated(error: unknown): unknown {
  // By its code alone: the driver's class of errors is the one of whoever loaded it first.
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return error;
  const [engine, primary = ''] = error.code.split('_');
  const trouble = engine === 'SQLITE' ? TROUBLES[primary] : undefined;
  return trouble ? new StorageFailure(trouble, error.code, { cause: error }) : error;
}
