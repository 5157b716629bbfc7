import { and, asc, eq, gt, isNotNull, isNull, lte, ne } from 'drizzle-orm';
import { addressNow, type Moment, planDue } from '../../notifications/contacts/plan.ts';
import type { ContactStore, DueContact } from '../../notifications/contacts/store.ts';
import { type Contact, isOther } from '../../notifications/contacts/types.ts';
import { contacts, deliveries, incidents } from '../schema/index.ts';
import { cardsOf, stormById } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { secretFor } from './secrets.ts';
import { pageState, reachOf } from './shown.ts';

const LINKS = 'links';

export function sqliteContactStore({ db, write }: Database): ContactStore {
  const as = ({ id, dueAt }: DueContact) => and(eq(contacts.id, id), eq(contacts.dueAt, dueAt));
  return {
    async due(now, limit) {
      const rows = db
        .select({ id: contacts.id, dueAt: contacts.dueAt })
        .from(contacts)
        .where(and(isNotNull(contacts.dueAt), lte(contacts.dueAt, now)))
        .orderBy(asc(contacts.dueAt), asc(contacts.id))
        .limit(limit)
        .all();
      return rows.map(({ id, dueAt }) => ({ id, dueAt: dueAt ?? now }));
    },
    async nextDueAt(after) {
      const next = db.select({ dueAt: contacts.dueAt }).from(contacts).where(gt(contacts.dueAt, after));
      return next.orderBy(asc(contacts.dueAt)).limit(1).get()?.dueAt ?? null;
    },
    async discard(due) {
      await write(() => {
        db.update(contacts).set({ dueAt: null }).where(as(due)).run();
      });
    },
    async get(id) {
      return contactById(db, id);
    },
    async fire(due, now) {
      return await write(() => {
        const contact = db.select().from(contacts).where(as(due)).get();
        if (!contact) return false;
        carryOut(db, planDue(contact, momentOf(db, contact), now));
        return true;
      });
    },
    async linkSecret() {
      return secretFor({ db, write }, LINKS);
    },
  };
}

/** As its person is reached now; null once they are not reached so any more. */
export function contactById(db: Drizzle, id: number): Contact | null {
  const contact = db.select().from(contacts).where(eq(contacts.id, id)).get();
  if (!contact || !isOther(contact)) return contact ?? null;
  const address = addressNow(contact, reachOf(db, contact.target));
  return address === null ? null : { ...contact, address };
}

function momentOf(db: Drizzle, contact: Contact): Moment {
  const { incidentNumber, target } = contact;
  const number = eq(incidents.number, incidentNumber);
  return {
    hasArrived: hasArrived(db, contact),
    waiting: waitingBesides(db, contact),
    urgency: db.select({ urgency: incidents.urgency }).from(incidents).where(number).get()?.urgency ?? 'HIGH',
    reach: reachOf(db, target),
  };
}

/** Inside a transaction: somebody has been reached. @returns false when that was not owed any more. */
export function noteReached(db: Drizzle, { deliveryId, id }: { deliveryId: number; id: number }): boolean {
  const owed = and(eq(deliveries.id, deliveryId), isNull(deliveries.failedAt));
  if (db.delete(deliveries).where(owed).run().changes === 0) return false;
  db.update(contacts).set({ state: 'over', dueAt: null }).where(eq(contacts.id, id)).run();
  return true;
}

/** Whether Slack has taken the page: its card, and the line that calls again. What goes past Slack is over when it has arrived. */
function hasArrived(db: Drizzle, { method, state, incidentNumber, connectionId, target }: Contact): boolean {
  if (method !== 'slack') return state === 'over';
  return cardsOf(db, incidentNumber).some((card) => {
    if (card.connectionId !== connectionId || card.target !== target) return false;
    const ts = card.stormId === null ? card.ts : (stormById(db, card.stormId)?.ts ?? null);
    return ts !== null && !pageState(db, card).isCalling;
  });
}

function waitingBesides(db: Drizzle, { id, incidentNumber, target }: Contact): Contact[] {
  const theirs = and(eq(contacts.incidentNumber, incidentNumber), eq(contacts.target, target));
  return db
    .select()
    .from(contacts)
    .where(and(theirs, ne(contacts.id, id), eq(contacts.state, 'waiting')))
    .all();
}
