import type { Viewer } from '../../incidents/store.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { TimerStore } from '../../timers/store.ts';
import type { Contact } from './types.ts';

/** A contact whose time it is. */
export interface DueContact {
  id: number;
  dueAt: UtcMs;
}

export interface ContactStore extends TimerStore<DueContact> {
  get(id: number): Promise<Contact | null>;
  /** Does what the contact's moment means (`planDue`), once. @returns false when there was nothing left to do. */
  fire(due: DueContact, now: UtcMs): Promise<boolean>;
  /** The secret that links to acknowledge with are signed with; the same for good. */
  linkSecret(): Promise<string>;
}

/** Whether somebody who is called may know what it is about; nobody's eyes for whoever has no Slack account. */
export type MayKnow = (incidentNumber: number, viewer: Viewer | null) => Promise<boolean>;
