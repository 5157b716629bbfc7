import { and, asc, eq, gt, gte, isNotNull, isNull, lte, ne, or } from 'drizzle-orm';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { addressNow, type Moment, planDue, planRefused } from '../../notifications/contacts/plan.ts';
import type { ContactStore, DueContact } from '../../notifications/contacts/store.ts';
import { type Contact, isOther } from '../../notifications/contacts/types.ts';
import { contacts, deliveries, incidents } from '../schema/index.ts';
import { cardsOf, stormById } from './cards.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { failDelivery } from './failed-delivery.ts';
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

/** Inside a transaction: somebody can't be reached so, and is by the next way at once. @returns false when that was not owed any more. */
export function noteRefused(
  db: Drizzle,
  { deliveryId, id, code }: { deliveryId: number; id: number; code: string },
  at: UtcMs,
): boolean {
  if (!failDelivery(db, deliveryId, code, at)) return false;
  const contact = db.select().from(contacts).where(eq(contacts.id, id)).get();
  if (contact && isOther(contact)) carryOut(db, planRefused(contact, momentOf(db, contact), at));
  return true;
}

/** Inside a transaction: whom Slack refuses is called by what comes next, at once. */
export function followInContacts(
  db: Drizzle,
  incidentNumber: number,
  events: readonly TimelineEvent[],
  at: UtcMs,
): void {
  for (const { fact } of events) {
    if (fact.kind !== 'page_failed' || fact.target === undefined) continue;
    const isTheirs = and(eq(contacts.incidentNumber, incidentNumber), eq(contacts.target, fact.target));
    const inSlack = and(isTheirs, eq(contacts.method, 'slack'), eq(contacts.state, 'owed'));
    const owed = db.select().from(contacts).where(inSlack).all();
    for (const contact of owed) carryOut(db, planRefused(contact, momentOf(db, contact), at));
  }
}

/**
 * Whether somebody who was called by an event has been reached, or may still be. Of whom it called by Slack as well, Slack says so; that
 * an earlier call did says nothing, since their account may have been deactivated meanwhile.
 */
export function mayBeReached(db: Drizzle, incidentNumber: number, target: string, eventId: number | null): boolean {
  const theirs = and(eq(contacts.incidentNumber, incidentNumber), eq(contacts.target, target));
  const isOfThisCall = eventId === null ? undefined : gte(contacts.eventId, eventId);
  const inSlack = and(eq(contacts.method, 'slack'), ne(contacts.state, 'failed'), isOfThisCall);
  const isUnderWay = or(eq(contacts.state, 'owed'), and(eq(contacts.state, 'waiting'), isNotNull(contacts.dueAt)));
  const isDone = isOfThisCall && and(eq(contacts.state, 'over'), isOfThisCall);
  const past = and(ne(contacts.method, 'slack'), or(isUnderWay, isDone));
  const hope = isOfThisCall ? or(inSlack, past) : past;
  return db.select({ id: contacts.id }).from(contacts).where(and(theirs, hope)).limit(1).get() !== undefined;
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
