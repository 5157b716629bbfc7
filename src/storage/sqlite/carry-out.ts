import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNotNull, isNull, max, type SQL, sql } from 'drizzle-orm';
import type { UtcMs } from '../../lib/clock.ts';
import { dueOnceUrgent } from '../../notifications/contacts/plan.ts';
import type { NewContact } from '../../notifications/contacts/types.ts';
import { MOST_SUMMED_UP } from '../../notifications/kinds/summary.ts';
import type { NotificationPlan, Operation, Owed, Work } from '../../notifications/plan/operations.ts';
import { type MessageRef, workKey } from '../../notifications/types.ts';
import { cards, closedChannels, contacts, deliveries, stormLines, storms } from '../schema/index.ts';
import { askForOwnChannel, forgoOwnChannels } from './asked-channels.ts';
import type { Drizzle } from './database.ts';
import { laneKey } from './lanes.ts';
import { later, prepared } from './prepared.ts';
import { reachOf } from './shown.ts';

const statements = prepared((db) => {
  const { placeholder } = sql;
  const lastInDoubt = db
    .select({ id: max(deliveries.id) })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.work, placeholder('work')),
        eq(deliveries.lane, placeholder('lane')),
        isNotNull(deliveries.failedAt),
        isNotNull(deliveries.inDoubtSince),
      ),
    );
  return {
    createCard: later(() =>
      db
        .insert(cards)
        .values({
          connectionId: placeholder('connectionId'),
          incidentNumber: placeholder('incidentNumber'),
          target: placeholder('target'),
          isHome: placeholder('isHome'),
          mentions: placeholder('mentions'),
          reroutedFrom: placeholder('reroutedFrom'),
        })
        .prepare(),
    ),
    owe: later(() =>
      db
        .insert(deliveries)
        .values({
          uuid: placeholder('uuid'),
          connectionId: placeholder('connectionId'),
          lane: placeholder('lane'),
          priority: placeholder('priority'),
          kind: placeholder('kind'),
          work: placeholder('work'),
          thread: placeholder('thread'),
          detail: sql`${placeholder('detail')}`,
          method: placeholder('method'),
          createdAt: placeholder('since'),
        })
        .onConflictDoUpdate({
          target: deliveries.work,
          targetWhere: sql`${deliveries.detail} is null and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
          set: { priority: sql`min(${deliveries.priority}, excluded.priority)` },
        })
        .prepare(),
    ),
    joinSummary: later(() => {
      const { detail } = deliveries;
      const own = sql`json_extract(${detail}, '$.eventIds')`;
      const all = sql`(select json_group_array(value) from
        (select value from json_each(${own}) union all select value from json_each(${placeholder('eventIds')})))`;
      return db
        .update(deliveries)
        .set({ detail: sql`json_set(${detail}, '$.eventIds', json(${all}), '$.last', ${placeholder('at')})` })
        .where(
          sql`${deliveries.work} = ${placeholder('work')} and ${deliveries.isTaken} = 0
          and ${deliveries.failedAt} is null and json_array_length(${own}) < ${MOST_SUMMED_UP}`,
        )
        .prepare();
    }),
    hurry: later(() =>
      db
        .update(deliveries)
        .set({ priority: sql`min(${deliveries.priority}, ${placeholder('priority')})` })
        .where(
          sql`${deliveries.work} = ${placeholder('work')} and ${deliveries.method} = 'chat.postMessage'
          and ${deliveries.isTaken} = 0 and ${deliveries.failedAt} is null`,
        )
        .prepare(),
    ),
    takeUpDoubt: later(() =>
      db.update(deliveries).set({ failedAt: null, error: null }).where(eq(deliveries.id, lastInDoubt)).prepare(),
    ),
    callOffContacts: later(() =>
      db
        .delete(contacts)
        .where(eq(contacts.incidentNumber, placeholder('incidentNumber')))
        .returning({ id: contacts.id })
        .prepare(),
    ),
    addLine: later(() =>
      db
        .insert(stormLines)
        .values({
          stormId: placeholder('stormId'),
          eventId: placeholder('eventId'),
          createdAt: placeholder('at'),
        })
        .prepare(),
    ),
    waitingLine: later(() =>
      db
        .select({ id: stormLines.id })
        .from(stormLines)
        .where(and(eq(stormLines.stormId, placeholder('stormId')), isNull(stormLines.deliveryId)))
        .limit(1)
        .prepare(),
    ),
  };
});

/** Inside a transaction: writes what has been planned. */
export function carryOut(db: Drizzle, plan: NotificationPlan): void {
  if (plan.length === 0) return;
  const step = new Steps(db);
  for (const operation of plan) step.take(operation);
}

class Steps {
  /** The ids of what the plan has created so far, by what it calls them. */
  private readonly created = new Map<number, number>();

  constructor(private readonly db: Drizzle) {}

  take(operation: Operation): void {
    const { db } = this;
    switch (operation.do) {
      case 'create_card': {
        const { connectionId, incidentNumber, target, isHome, mentions, reroutedFrom } = operation;
        const card = { connectionId, incidentNumber, target, isHome, mentions, reroutedFrom };
        this.created.set(operation.as, Number(statements(db).createCard().run(card).lastInsertRowid));
        return;
      }
      case 'create_storm': {
        const { connectionId, target, reroutedFrom, at } = operation;
        const storm = { connectionId, target, reroutedFrom, startedAt: at, lastJoinedAt: at };
        this.created.set(operation.as, Number(db.insert(storms).values(storm).run().lastInsertRowid));
        return;
      }
      case 'change_cards': {
        const { stormId } = operation.set;
        const set = { ...operation.set, ...(typeof stormId === 'number' && { stormId: this.idOf(stormId) }) };
        const ids = operation.ids.map((id) => this.idOf(id));
        db.update(cards).set(set).where(isIn(cards.id, ids)).run();
        return;
      }
      case 'change_storm':
        db.update(storms)
          .set(operation.set)
          .where(eq(storms.id, this.idOf(operation.id)))
          .run();
        return;
      case 'change_rows':
        db.update(cards).set(operation.set).where(eq(cards.stormId, operation.stormId)).run();
        return;
      case 'drop_card': {
        const works = [workKey('card', operation.id), workKey('line', operation.id)];
        db.delete(deliveries).where(inArray(deliveries.work, works)).run();
        db.delete(cards).where(eq(cards.id, operation.id)).run();
        return;
      }
      case 'owe':
        this.owe(operation);
        return;
      case 'sum_up': {
        const { work, detail, since } = operation;
        const joined = statements(db)
          .joinSummary()
          .run({
            work: this.keyOf(work),
            eventIds: JSON.stringify(detail.eventIds),
            at: since,
          });
        if (joined.changes === 0) this.owe(operation);
        return;
      }
      case 'hurry':
        statements(db)
          .hurry()
          .run({ work: this.keyOf(operation.work), priority: operation.priority });
        return;
      case 'take_up_doubt':
        statements(db)
          .takeUpDoubt()
          .run({ work: this.keyOf(operation.work), lane: laneKey(operation.lane) });
        return;
      case 'withdraw':
        db.delete(deliveries).where(this.waiting(operation.works)).run();
        return;
      case 'ask_for_channel':
        askForOwnChannel(db, operation);
        return;
      case 'forgo_channels':
        forgoOwnChannels(db, operation.cardIds);
        return;
      case 'withdraw_deliveries':
        db.delete(deliveries).where(isIn(deliveries.id, operation.ids)).run();
        return;
      case 'give_up_doubts':
        db.update(deliveries)
          .set({ failedAt: operation.at, error: operation.code })
          .where(and(this.waiting(operation.works), isNotNull(deliveries.inDoubtSince)))
          .run();
        return;
      case 'join_thread':
        db.update(deliveries)
          .set({ thread: this.threadOf(operation.thread) })
          .where(this.waiting(operation.works))
          .run();
        return;
      case 'change_lane': {
        const { of, lane } = operation;
        const moved = Array.isArray(of)
          ? this.waiting(of)
          : and(eq(deliveries.thread, this.threadOf(of)), isNull(deliveries.failedAt));
        db.update(deliveries)
          .set({ lane: laneKey(lane), isTaken: false, inDoubtSince: null })
          .where(moved)
          .run();
        return;
      }
      case 'add_line': {
        const { eventId, at } = operation;
        statements(db)
          .addLine()
          .run({ stormId: this.idOf(operation.stormId), eventId, at });
        return;
      }
      case 'continue_thread':
        if (statements(db).waitingLine().get({ stormId: operation.work.of })) this.owe(operation);
        return;
      case 'release_lines': {
        const saying = this.waiting([{ kind: 'storm_lines', of: operation.stormId }]);
        const ids = db.select({ id: deliveries.id }).from(deliveries).where(saying);
        db.update(stormLines).set({ deliveryId: null }).where(inArray(stormLines.deliveryId, ids)).run();
        return;
      }
      case 'forget_lines':
        db.delete(stormLines).where(eq(stormLines.stormId, operation.stormId)).run();
        return;
      case 'plan_contacts':
        for (const contact of operation.contacts) this.planContact(contact);
        return;
      case 'change_contact':
        db.update(contacts).set(operation.set).where(eq(contacts.id, operation.id)).run();
        return;
      case 'end_quiet_hours':
        this.endQuietHours(operation.incidentNumber, operation.at);
        return;
      case 'call_off_contacts': {
        const { incidentNumber } = operation;
        const works = statements(db)
          .callOffContacts()
          .all({ incidentNumber })
          .map(({ id }): Work => ({ kind: 'contact', of: id }));
        if (works.length > 0) db.delete(deliveries).where(this.waiting(works)).run();
        return;
      }
      case 'note_closed_channel': {
        const { lane, code, fallback, at } = operation;
        db.insert(closedChannels)
          .values({ ...lane, code, fallback, closedAt: at })
          .onConflictDoNothing()
          .run();
        return;
      }
    }
  }

  private owe({ work, thread, detail, lane, method, priority, since }: Owed): void {
    statements(this.db)
      .owe()
      .run({
        uuid: randomUUID(),
        connectionId: lane.connectionId,
        lane: laneKey(lane),
        priority,
        kind: work.kind,
        work: this.keyOf(work),
        thread: thread && this.threadOf(thread),
        detail: detail === null ? null : JSON.stringify(detail),
        method,
        since,
      });
  }

  private endQuietHours(incidentNumber: number, at: UtcMs): void {
    const theirs = and(eq(contacts.incidentNumber, incidentNumber), eq(contacts.state, 'waiting'));
    for (const contact of this.db.select().from(contacts).where(theirs).all()) {
      const dueAt = dueOnceUrgent(contact, reachOf(this.db, contact.target), at);
      this.db.update(contacts).set({ dueAt }).where(eq(contacts.id, contact.id)).run();
    }
  }

  /**
   * Somebody who is called again is called by each method once at a time; and Slack is watched for the latest call. What had no time of
   * its own makes way for what has.
   */
  private planContact(contact: NewContact): void {
    const { incidentNumber, target, method, address } = contact;
    const same = and(
      eq(contacts.incidentNumber, incidentNumber),
      eq(contacts.target, target),
      eq(contacts.method, method),
      eq(contacts.address, address),
    );
    const isTimeless = and(eq(contacts.state, 'waiting'), isNull(contacts.dueAt));
    this.db
      .delete(contacts)
      .where(method === 'slack' ? same : and(same, isTimeless))
      .run();
    const waits = this.db
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(same, eq(contacts.state, 'waiting')));
    if (!waits.limit(1).get()) this.db.insert(contacts).values(contact).run();
  }

  private idOf(id: number): number {
    if (id >= 0) return id;
    const created = this.created.get(id);
    if (created === undefined) throw new Error(`a plan speaks of ${id} before it creates it`);
    return created;
  }

  private keyOf({ kind, of }: Work): string {
    return workKey(kind, typeof of === 'number' ? this.idOf(of) : of);
  }

  private threadOf({ kind, id }: MessageRef): string {
    return workKey(kind, this.idOf(id));
  }

  private waiting(works: Work[]): SQL | undefined {
    const keys = works.map((work) => this.keyOf(work));
    return and(isIn(deliveries.work, keys), isNull(deliveries.failedAt));
  }
}

/** However many there are, it is one parameter. */
function isIn(
  column: typeof deliveries.work | typeof deliveries.id | typeof cards.id,
  values: (string | number)[],
): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}
