import type { Status } from '../incidents/types.ts';

/** What reopening is called: it depends on what it ends. */
export const REOPEN_LABELS: Record<Exclude<Status, 'OPEN'>, string> = {
  ACKNOWLEDGED: 'Hand it back',
  SNOOZED: 'Wake it up',
  RESOLVED: 'Reopen',
};
