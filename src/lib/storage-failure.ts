/** What keeps the database from doing its work. */
export type StorageTrouble =
  /** Another program holds it, and did not let go in time. */
  | 'busy'
  /** The disk is full. */
  | 'full'
  /** The file or its folder may not be written. */
  | 'read_only'
  /** The disk or the file is faulty. */
  | 'broken'
  /** Another OpsKnight has taken this database over. */
  | 'taken_over';

/** The database could not do what was asked of it, and has done none of it. Whatever engine it is, this is its error. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure';

  constructor(
    readonly trouble: StorageTrouble,
    /** The engine's own word for it. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`${STORAGE_TROUBLES[trouble].what} (${code})`, options);
  }
}

/** What each trouble is, and what the operator does about it; both are sentences without a full stop. */
export const STORAGE_TROUBLES: Record<StorageTrouble, { what: string; remedy: string }> = {
  busy: {
    what: 'the database is locked by another program',
    remedy: 'end whatever else has the file open: a copy in progress, a database browser',
  },
  full: { what: 'the disk that the database is on is full', remedy: 'make room on it' },
  read_only: {
    what: 'the database may not be written',
    remedy: 'give the account that runs OpsKnight the right to write the file and its folder',
  },
  broken: {
    what: 'the disk or the file of the database is faulty',
    remedy: 'look at the disk, run `opsknight doctor`, and restore the latest backup if the file is damaged',
  },
  taken_over: {
    what: 'another OpsKnight has taken this database over',
    remedy: 'run only one on a database',
  },
};

/** The failure of the database behind an error; null when it is none. */
export function storageFailureOf(error: unknown): StorageFailure | null {
  if (error instanceof StorageFailure) return error;
  return error instanceof Error ? storageFailureOf(error.cause) : null;
}
