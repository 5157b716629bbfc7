import { and, asc, count, desc, eq, lt, not, sql } from 'drizzle-orm';
import type { AlertKey } from '../../incidents/alerts.ts';
import type {
  AlertDecisions,
  CommitGuards,
  Decide,
  Decided,
  DecideForAlert,
  IncidentStore,
} from '../../incidents/store.ts';
import type { Incident } from '../../incidents/types.ts';
import type { Clock } from '../../lib/clock.ts';
import { changeNotification } from '../../notifications/plan/change-notification.ts';
import { type Belonging, rulesFor, serviceRules, settingsFor } from '../../settings/rules.ts';
import { cards, incidents, seenRequests, timelineEvents } from '../schema/index.ts';
import { repeatsOf } from './alert-repeats.ts';
import { callReasonOf } from './call-reasons.ts';
import { isPage } from './cards.ts';
import type { Database } from './database.ts';
import { upstreamOf } from './dependencies.ts';
import { alertsOf, type Holder, holdersOfKey } from './incident-alerts.ts';
import { incidentChanges, Refused } from './incident-changes.ts';
import { connectionsOf } from './incident-connections.ts';
import { privateHomeOf } from './incident-homes.ts';
import { countMatching, mostUrgentPart, newestPart } from './incident-parts.ts';
import { countLive, isVisible, listIncidents } from './incident-queries.ts';
import { type IncidentRow, toIncident } from './incident-row.ts';
import { later } from './prepared.ts';
import { privacyOf } from './privacy.ts';
import { reference } from './reference.ts';
import { noteEffect } from './seen-requests.ts';

export function sqliteIncidentStore({ db, write }: Database, clock: Clock): IncidentStore {
  const byNumber = later(() =>
    db
      .select()
      .from(incidents)
      .where(eq(incidents.number, sql.placeholder('number')))
      .prepare(),
  );
  const anyCard = later(() =>
    db
      .select({ id: cards.id })
      .from(cards)
      .where(and(eq(cards.incidentNumber, sql.placeholder('number')), not(isPage)))
      .limit(1)
      .prepare(),
  );
  const wholeTimeline = later(() =>
    db
      .select()
      .from(timelineEvents)
      .where(eq(timelineEvents.incidentNumber, sql.placeholder('number')))
      .orderBy(asc(timelineEvents.id))
      .prepare(),
  );
  const changes = incidentChanges(db, clock);

  /** The settings that count for an incident, and who can be called, at the moment of the transaction. */
  const around = (incident: Belonging, number?: number) => {
    const { services, workspaces, directory } = reference(db);
    const settings = settingsFor(incident, { services, workspaces });
    const serviceOf = (serviceId: number | null) => serviceRules({ ...incident, serviceId }, { services, workspaces });
    const upstream = upstreamOf(db, settings.service, services.values(), clock.now(), number);
    const privacy = privacyOf(db, number ?? 0);
    return { settings, surroundings: { ...rulesFor(settings), directory, serviceOf, upstream, privacy } };
  };

  /** The latest first. */
  const holdersOf = ({ dedupKey, serviceId }: AlertKey, guards: CommitGuards) => {
    const holders = holdersOfKey(db, dedupKey).filter(({ scope }) => {
      return guards.onlyServiceId === undefined || scope === guards.onlyServiceId;
    });
    if (serviceId === null) return holders;
    const own = holders.filter(({ scope }) => scope === serviceId);
    return own.length > 0 ? own : holders.filter(({ scope }) => scope === 0);
  };

  /** @throws Refused, with the rejection. */
  const decideOn = (row: IncidentRow, decide: Decide): Incident => {
    const incident = toIncident(row);
    const { settings, surroundings } = around(incident, incident.number);
    const decision = decide(incident, surroundings);
    if (!decision.ok) throw new Refused({ ok: false, reason: 'rejected', incident, rejection: decision.rejection });
    const { change } = decision;
    const hasCards = () => anyCard().get({ number: incident.number }) !== undefined;
    const now = change.incident.serviceId === incident.serviceId ? settings : around(change.incident).settings;
    return changes.commit(incident, change, changeNotification(change.incident, change.events, hasCards, now));
  };

  const decidedOn = ({ row, held }: Holder, decide: DecideForAlert): Decided => {
    try {
      return { ok: true, incident: decideOn(row, (incident, around) => decide(incident, around, held)) };
    } catch (error) {
      // Nothing is written before a decision is made.
      if (error instanceof Refused && error.result.reason === 'rejected') return error.result;
      throw error;
    }
  };

  const openNew = (reported: Belonging, open: AlertDecisions['open']): Incident => {
    const { settings, surroundings } = around(reported);
    const opening = open(surroundings);
    return changes.open(
      opening,
      changeNotification(opening.incident, opening.events, () => false, settings),
    );
  };

  const note = ({ requestKey }: CommitGuards, incident: number, isNew = false) => {
    if (requestKey !== undefined) noteEffect(db, requestKey, { incident, isNew });
  };

  /** In one transaction; a refusal leaves nothing behind. */
  const inTransaction = <Result>(operation: () => Result): Promise<Result | Refused['result']> =>
    write(operation).catch((error: unknown) => {
      if (error instanceof Refused) return error.result;
      throw error;
    });

  return {
    async get(number) {
      const row = byNumber().get({ number });
      return row ? toIncident(row) : null;
    },
    async findByDedupKey(dedupKey, serviceId, guards = {}) {
      const [holder] = holdersOf({ dedupKey, serviceId }, guards);
      return holder ? toIncident(holder.row) : null;
    },
    async list(query) {
      return listIncidents(db, query);
    },
    async mostUrgent(filter, limit, cursor) {
      return mostUrgentPart(db, filter, limit, cursor);
    },
    async newest(filter, limit, cursor) {
      return newestPart(db, filter, limit, cursor);
    },
    async countMatching(filter) {
      return countMatching(db, filter);
    },
    async countLive(viewer) {
      return countLive(db, viewer);
    },
    async isVisible(number, viewer) {
      return isVisible(db, number, viewer);
    },
    async connectionsOf(number) {
      return connectionsOf(db, number);
    },
    async privateHome(number, connectionId) {
      return privateHomeOf(db, number, connectionId);
    },
    async timeline(number, part) {
      if (!part) return wholeTimeline().all({ number });
      const newestFirst = db
        .select()
        .from(timelineEvents)
        .where(isBefore(number, part.before))
        .orderBy(desc(timelineEvents.id))
        .limit(part.limit)
        .all();
      return newestFirst.reverse();
    },
    async beginning(number) {
      const oldestFirst = db.select().from(timelineEvents).where(isBefore(number)).orderBy(asc(timelineEvents.id));
      return oldestFirst.limit(1).get() ?? null;
    },
    async countTimelineBefore(number, id) {
      const row = db.select({ events: count() }).from(timelineEvents).where(isBefore(number, id)).get();
      return row?.events ?? 0;
    },
    async callReason(eventId) {
      return callReasonOf(db, eventId);
    },
    async alerts(number, limit) {
      return alertsOf(db, number, limit);
    },
    async repeats(number) {
      return repeatsOf(db, number);
    },
    async forgetRequests(before) {
      await write(() => {
        db.delete(seenRequests).where(lt(seenRequests.at, before)).run();
      });
    },

    async addPast(past) {
      await write(() => {
        for (const { incident, events } of past) {
          const { settings } = around(incident);
          changes.addPast(
            { incident, events },
            changeNotification(incident, events, () => false, settings),
          );
        }
      });
    },

    async receive(key, guards, { by, repeat, open }) {
      const result = await inTransaction(() => {
        changes.passGuards(guards);
        const [holder] = holdersOf(key, guards);
        const incident = holder
          ? decideOn(holder.row, (incident, around) => repeat(incident, around, holder.held))
          : openNew({ serviceId: key.serviceId, openedBy: by }, open);
        note(guards, incident.number, !holder);
        return { ok: true as const, incident, isNew: !holder };
      });
      if (result.ok || result.reason === 'request_repeated' || result.reason === 'heartbeat_gone') return result;
      throw new Error(`an alert was refused: ${result.reason}`);
    },

    change(number, guards, decide) {
      return inTransaction(() => {
        changes.passGuards(guards);
        const row = byNumber().get({ number });
        if (!row || !isWithin(row, guards)) throw new Refused({ ok: false, reason: 'not_found' });
        const incident = decideOn(row, decide);
        note(guards, number);
        return { ok: true as const, incident };
      });
    },

    async changeHolders(key, guards, decide) {
      const result = await inTransaction(() => {
        changes.passGuards(guards);
        const decided = holdersOf(key, guards).flatMap((holder, index, all) => {
          // An incident that counts the alert more than once has changed by then.
          const isAgain = all.slice(0, index).some(({ row }) => row.number === holder.row.number);
          const current = isAgain ? holdersOf(key, guards).find((one) => isSameHolder(one, holder)) : holder;
          return current ? [decidedOn(current, decide)] : [];
        });
        const changed = decided.find(({ ok }) => ok);
        if (changed) note(guards, changed.incident.number);
        return { ok: true as const, decided };
      });
      if (result.ok || result.reason === 'request_repeated') return result;
      throw new Error(`a command for an alert was refused: ${result.reason}`);
    },
  };
}

function isSameHolder(one: Holder, other: Holder): boolean {
  return one.row.number === other.row.number && one.scope === other.scope;
}

/** For whoever may touch incidents of one service only, there are no others. */
function isWithin({ serviceId }: Pick<Incident, 'serviceId'>, { onlyServiceId }: CommitGuards): boolean {
  return onlyServiceId === undefined || serviceId === onlyServiceId;
}

/** The events of an incident; with an id, only those before that event. */
function isBefore(number: number, id?: number) {
  return and(eq(timelineEvents.incidentNumber, number), id === undefined ? undefined : lt(timelineEvents.id, id));
}
