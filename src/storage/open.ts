import { type OpenOptions, type Storage, type StorageEngine, StorageUnavailable } from './storage.ts';

/** By the scheme of DATABASE_URL; loaded when it is the one. */
const ENGINES: Record<string, () => Promise<StorageEngine>> = {
  file: async () => (await import('./sqlite/storage.ts')).openSqlite,
};

/**
 * Opens what DATABASE_URL names, makes it when it isn't there, and brings its schema up to date.
 * @throws StorageUnavailable
 */
export async function openStorage(url: string, options: OpenOptions): Promise<Storage> {
  const scheme = url.slice(0, Math.max(0, url.indexOf(':')));
  const engine = ENGINES[scheme];
  if (!engine) {
    throw new StorageUnavailable(`DATABASE_URL must start with "file:" (a SQLite file), not ${JSON.stringify(url)}`);
  }
  return (await engine())(url, options);
}
