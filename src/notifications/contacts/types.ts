import type { UtcMs } from '../../lib/clock.ts';
import type { ContactKind } from '../../people/contact.ts';

/** How long a page may be without a word that it has arrived, before it goes out by the next method. */
export const UNCONFIRMED_AFTER = 30_000;

/**
 * `waiting` for its time, or for one before it that came to nothing; then `owed` until it is known to have arrived; `over` when nothing
 * more is to come of it; `failed` when it can not arrive.
 */
export type ContactState = 'waiting' | 'owed' | 'over' | 'failed';

/** A page to somebody by one method: by Slack, where the page itself is a card, or by one besides. */
export interface Contact {
  id: number;
  incidentNumber: number;
  /** The event that called them. */
  eventId: number;
  connectionId: number;
  /** Whom, as a card's target has it. */
  target: string;
  /** As people know them, without "@". */
  name: string;
  method: 'slack' | ContactKind;
  /** Empty for Slack. */
  address: string;
  /** Of the methods of one page, in the order in which they come. */
  position: number;
  state: ContactState;
  /** When it is used; once it is owed, when it is looked at whether it has arrived. Null: never again. */
  dueAt: UtcMs | null;
  createdAt: UtcMs;
}

export type NewContact = Omit<Contact, 'id'>;

/** A way besides Slack, which has to be gone. */
export type OtherContact = Contact & { method: ContactKind };

export function isOther(contact: Contact): contact is OtherContact {
  return contact.method !== 'slack';
}
