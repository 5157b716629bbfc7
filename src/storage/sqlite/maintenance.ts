import { and, asc, count, eq, gt, inArray, lt, lte } from 'drizzle-orm';
import type { MaintenanceSpan } from '../../incidents/maintenance.ts';
import { type Clock, DAY, type UtcMs } from '../../lib/clock.ts';
import {
  MAX_WINDOWS,
  type MaintenanceStarted,
  type MaintenanceStore,
  type MaintenanceWindow,
} from '../../maintenance/store.ts';
import { type MaintenanceEntry, spanOf } from '../../settings/schema/maintenance.ts';
import { iso } from '../../words/json/incident.ts';
import { incidents, maintenanceWindows, services, timers } from '../schema/index.ts';
import { noteInAudit } from './audit.ts';
import type { Database, Drizzle } from './database.ts';
import { readDocuments } from './documents.ts';
import { isFirst } from './seen-requests.ts';

/** What is over; should the clock be set back, it may not be. */
const KEPT = 30 * DAY;

export function sqliteMaintenanceStore({ db, write }: Database, clock: Clock): MaintenanceStore {
  return {
    async list() {
      const now = clock.now();
      return [...settled(db), ...begun(db)].filter(({ to }) => to > now).sort((a, b) => a.from - b.from);
    },
    async start({ by, ...maintenance }, requestKey) {
      const begin = () => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return 'repeated';
        if (isFull(db, maintenance.serviceId, now)) throw new Full();
        forgetOver(db, now - KEPT);
        db.insert(maintenanceWindows)
          .values({ ...maintenance, madeBy: by, madeAt: now })
          .run();
        const { serviceId, reason, from, to } = maintenance;
        const after = { from: iso(from), to: iso(to), ...(reason !== null && { reason }) };
        noteInAudit(db, { by, at: now }, { ...audited(db, serviceId), before: null, after });
        return 'begun';
      };
      try {
        return await write<MaintenanceStarted>(begin);
      } catch (error) {
        if (error instanceof Full) return 'full';
        throw error;
      }
    },
    async end(serviceId, by, requestKey) {
      return await write(() => {
        const now = clock.now();
        if (!isFirst(db, requestKey, now)) return null;
        const { serviceId: ofService, from, to } = maintenanceWindows;
        const ended = db
          .update(maintenanceWindows)
          .set({ to: now })
          .where(and(eq(ofService, serviceId), lte(from, now), gt(to, now)))
          .run();
        lookAgainAtMaintenance(db, now, serviceId);
        if (ended.changes > 0) {
          const after = { ended: iso(now) };
          noteInAudit(db, { by, at: now }, { ...audited(db, serviceId), before: null, after });
        }
        return ended.changes;
      });
    },
  };
}

/** Undoes all that was written for it: asked again when there is room, it begins. */
class Full extends Error {}

function isFull(db: Drizzle, serviceId: number, now: UtcMs): boolean {
  const isOpen = and(eq(maintenanceWindows.serviceId, serviceId), gt(maintenanceWindows.to, now));
  return (db.select({ open: count() }).from(maintenanceWindows).where(isOpen).get()?.open ?? 0) >= MAX_WINDOWS;
}

/** The audit log remembers them. */
function forgetOver(db: Drizzle, before: UtcMs): void {
  db.delete(maintenanceWindows).where(lt(maintenanceWindows.to, before)).run();
}

function audited(db: Drizzle, serviceId: number) {
  const service = db.select({ name: services.name }).from(services).where(eq(services.id, serviceId)).get();
  return { section: 'maintenance_windows', name: service?.name ?? '', takesBack: null } as const;
}

/** Inside a transaction: whatever waits for the end of a maintenance is to find out when that is now. */
export function lookAgainAtMaintenance(db: Drizzle, now: UtcMs, serviceId?: number): void {
  const ofService = db
    .select({ number: incidents.number })
    .from(incidents)
    .where(eq(incidents.serviceId, serviceId ?? 0));
  db.update(timers)
    .set({ dueAt: now })
    .where(
      and(
        eq(timers.kind, 'maintenance_over'),
        serviceId === undefined ? undefined : inArray(timers.incidentNumber, ofService),
      ),
    )
    .run();
}

/** When work is done on each service, by its id; what is over as well. */
export function readMaintenance(db: Drizzle): Map<number, MaintenanceSpan[]> {
  const spans = new Map<number, MaintenanceSpan[]>();
  for (const { serviceId, from, to } of [...settled(db), ...begun(db)]) {
    spans.set(serviceId, [...(spans.get(serviceId) ?? []), { from, to }]);
  }
  return spans;
}

/** What opsknight.yml says. */
function settled(db: Drizzle): MaintenanceWindow[] {
  const entries = readDocuments<MaintenanceEntry>(db, 'maintenance');
  if (entries.length === 0) return [];
  const known = db.select({ id: services.id, name: services.name }).from(services).all();
  const ids = new Map(known.map((service) => [service.name.toLowerCase(), service]));
  return entries.flatMap((entry) =>
    entry.services.flatMap((name) => {
      const service = ids.get(name.toLowerCase());
      const reason = entry.reason ?? entry.name;
      return service
        ? [{ ...spanOf(entry), id: null, serviceId: service.id, service: service.name, reason, by: null }]
        : [];
    }),
  );
}

function begun(db: Drizzle): MaintenanceWindow[] {
  const { id, serviceId, from, to, reason, madeBy: by } = maintenanceWindows;
  return db
    .select({ id, serviceId, service: services.name, from, to, reason, by })
    .from(maintenanceWindows)
    .innerJoin(services, eq(services.id, serviceId))
    .orderBy(asc(id))
    .all();
}
