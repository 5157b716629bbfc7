import type { ProcessIdentity } from './process-identity.ts';

export interface HeldLease {
  holder: string;
  process: ProcessIdentity;
  /** Grows while its holder lives. */
  beat: number;
}

/** Who works on the database, on disk. */
export interface LeaseStore {
  current(): Promise<HeldLease | null>;
  /** Takes it, unless it is no longer as it was last seen. @returns whether it was taken. */
  take(holder: string, process: ProcessIdentity, seen: HeldLease | null): Promise<boolean>;
  /** From now on nothing is written unless this holder still has it. */
  guard(holder: string): void;
  beat(holder: string): Promise<void>;
  release(holder: string): Promise<void>;
}
