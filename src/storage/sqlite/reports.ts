import { and, count, eq, isNotNull, isNull, lte, min, or } from 'drizzle-orm';
import type { Incident } from '../../incidents/types.ts';
import { DAY, type UtcMs } from '../../lib/clock.ts';
import { hookTarget } from '../../notifications/kinds/webhook.ts';
import { planReports, type Reported } from '../../notifications/plan/reports.ts';
import type { WebhookStore } from '../../notifications/webhooks/store.ts';
import { isSameName } from '../../oncall/targets.ts';
import type { OutgoingWebhookEntry } from '../../settings/schema/outgoing-webhooks.ts';
import { deliveries, outgoingWebhookNotices } from '../schema/index.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { privateHomeOf } from './incident-homes.ts';
import { laneKey } from './lanes.ts';
import { adminsOf, queueNotice } from './notices.ts';
import { primaryId, reference } from './reference.ts';
import { secretFor } from './secrets.ts';

/** Between two times that the admins are told of one webhook that something is given up. */
const TELL_AGAIN_AFTER = DAY;

const INSTANCE = 'instance';

const waiting = isNull(deliveries.failedAt);

export function sqliteWebhookStore({ db, write }: Database): WebhookStore {
  return {
    async isPrivate(incidentNumber) {
      return isPrivate(db, incidentNumber);
    },
    async giveUp({ id, lane, connectionId }, { name, code, before, at }) {
      await write(() => {
        const old = and(eq(deliveries.lane, lane), lte(deliveries.createdAt, before));
        const given = db
          .update(deliveries)
          .set({ failedAt: at, error: code })
          .where(and(waiting, or(eq(deliveries.id, id), old)))
          .run().changes;
        if (given > 0) tellAdmins(db, connectionId, { name, code, count: given }, at);
      });
    },
    async instance() {
      return secretFor({ db, write }, INSTANCE);
    },
    async backlog(name) {
      const ofHook = eq(deliveries.lane, laneOf(db, name));
      const [left] = db
        .select({ waiting: count(), oldestAt: min(deliveries.createdAt) })
        .from(deliveries)
        .where(and(ofHook, waiting))
        .all();
      const [failed] = db
        .select({ count: count() })
        .from(deliveries)
        .where(and(ofHook, isNotNull(deliveries.failedAt)))
        .all();
      return { waiting: left?.waiting ?? 0, oldestAt: left?.oldestAt ?? null, failed: failed?.count ?? 0 };
    },
  };
}

/** Inside a transaction: what a change owes to the operator's other systems. */
export function reportChange(
  db: Drizzle,
  incident: Incident,
  { events, eventIds }: Pick<Reported, 'events' | 'eventIds'>,
  now: UtcMs,
): void {
  const { outgoingWebhooks, services } = reference(db);
  // What goes past Slack counts for the organisation's own connection.
  const connectionId = primaryId(db);
  if (outgoingWebhooks.length === 0 || connectionId === null) return;
  const service = incident.serviceId === null ? null : (services.get(incident.serviceId)?.name ?? null);
  const reported = { incident, service, isPrivate: isPrivate(db, incident.number), events, eventIds };
  carryOut(db, planReports(outgoingWebhooks, reported, connectionId, now));
}

export function outgoingWebhook(db: Drizzle, name: string): OutgoingWebhookEntry | null {
  return reference(db).outgoingWebhooks.find((one) => isSameName(one.name, name)) ?? null;
}

/** Inside a transaction: a webhook is gone, and with it what it was to hear, also what was given up: nobody can do anything about it. */
export function forgetReports(db: Drizzle, name: string): void {
  db.delete(deliveries)
    .where(eq(deliveries.lane, laneOf(db, name)))
    .run();
}

function isPrivate(db: Drizzle, incidentNumber: number): boolean {
  return reference(db).workspaces.some(({ connectionId }) => privateHomeOf(db, incidentNumber, connectionId) !== null);
}

function laneOf(db: Drizzle, name: string): string {
  return laneKey({ connectionId: primaryId(db) ?? 0, target: hookTarget(name) });
}

function tellAdmins(
  db: Drizzle,
  connectionId: number,
  { name, code, count }: { name: string; code: string; count: number },
  at: UtcMs,
): void {
  const key = name.toLowerCase();
  const told = db.select().from(outgoingWebhookNotices).where(eq(outgoingWebhookNotices.name, key)).get();
  if (told && at - told.toldAt < TELL_AGAIN_AFTER) return;
  const row = { name: key, toldAt: at };
  db.insert(outgoingWebhookNotices)
    .values(row)
    .onConflictDoUpdate({ target: outgoingWebhookNotices.name, set: row })
    .run();
  for (const admin of adminsOf(db, connectionId)) {
    queueNotice(db, connectionId, admin, { kind: 'webhook_given_up', name, code, count }, at);
  }
}
