import { isDeepStrictEqual } from 'node:util';
import { and, asc, count, desc, eq, gt, lt, ne, not, notInArray, type SQL, sql } from 'drizzle-orm';
import type { AlertKey } from '../../incidents/alerts.ts';
import type { Change, Surroundings } from '../../incidents/change.ts';
import type { Involved } from '../../incidents/pair.ts';
import type {
  AlertDecisions,
  CommitGuards,
  Decide,
  Decided,
  DecideForAlert,
  Eyes,
  IncidentStore,
  WouldBe,
} from '../../incidents/store.ts';
import { NAMING_ANOTHER, type TimelineKind } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import type { Clock, UtcMs } from '../../lib/clock.ts';
import {
  type ChangeNotification,
  changeNotification,
  type Follower,
} from '../../notifications/plan/change-notification.ts';
import { homesOf } from '../../notifications/plan/route.ts';
import { directoryIn } from '../../oncall/directory-in.ts';
import { type Belonging, rulesFor, serviceRules, settingsFor } from '../../settings/rules.ts';
import { cards, incidents, seenRequests, timelineEvents } from '../schema/index.ts';
import { forgetOver, timesOver } from './alert-ends.ts';
import { repeatsOf } from './alert-repeats.ts';
import { callReasonOf } from './call-reasons.ts';
import { isPage } from './cards.ts';
import { mayBeReached } from './contacts.ts';
import type { Database, Drizzle } from './database.ts';
import { upstreamOf } from './dependencies.ts';
import { latestOfGroup } from './groups.ts';
import { alertsOf, type Holder, holdersOfKey, missesHeartbeat, tallyOf } from './incident-alerts.ts';
import { incidentChanges, Refused } from './incident-changes.ts';
import { standingOfOwnChannel } from './incident-channels.ts';
import { connectionsOf } from './incident-connections.ts';
import { belongsAlike, privateHomeOf } from './incident-homes.ts';
import { countMatching, mostUrgentPart, newestPart } from './incident-parts.ts';
import { countLive, isVisible, listIncidents, visibleTo } from './incident-queries.ts';
import { type IncidentRow, toIncident } from './incident-row.ts';
import { followersOf, involved } from './involved.ts';
import { later } from './prepared.ts';
import { privacyOf } from './privacy.ts';
import { reference } from './reference.ts';
import { runbooksFor } from './runbook-engine.ts';
import { noteEffect } from './seen-requests.ts';
import { latestUpdate, setFollowing } from './status-updates.ts';
import { ownTasks, tasksOf, tasksWithMerged } from './tasks.ts';
import { messageEntry } from './timeline-messages.ts';

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
      .where(and(eq(timelineEvents.incidentNumber, sql.placeholder('number')), isShown))
      .orderBy(...IN_ORDER.map((key) => asc(key)))
      .prepare(),
  );
  const changes = incidentChanges(db, clock);

  /** The settings that count for an incident. */
  const settingsOf = (incident: Belonging) => {
    const { services, workspaces, incidentChannels } = reference(db);
    return { ...settingsFor(incident, { services, workspaces }), incidentChannels };
  };

  /** The same with who can be called, at the moment of the transaction. @param its what there is of it already */
  const around = (incident: Belonging, its?: Pick<Incident, 'number' | 'joinedAlerts'>): Surroundings => {
    const { services, workspaces, directory } = reference(db);
    const settings = settingsOf(incident);
    return {
      ...rulesFor(settings),
      directory: directoryIn(
        directory,
        settings.workspaces.map(({ connectionId }) => connectionId),
      ),
      serviceOf: (serviceId) => serviceRules({ ...incident, serviceId }, { services, workspaces }),
      upstream: upstreamOf(db, settings.service, services.values(), clock.now(), its?.number),
      privacy: privacyOf(db, its?.number ?? 0),
      missesHeartbeat: its !== undefined && its.joinedAlerts > 0 && missesHeartbeat(db, its.number),
      mayBeReached: (target, eventId) => its !== undefined && mayBeReached(db, its.number, target, eventId),
      tasks: () => (its === undefined ? [] : ownTasks(db, its.number)),
      runbooks: () => runbooksFor(db, its?.number),
      ownChannel: its === undefined ? 'none' : standingOfOwnChannel(db, its.number),
      archiveAfter: settings.incidentChannels.archiveAfter,
      messageEntry: (ref) => (its === undefined ? null : messageEntry(db, its.number, ref)),
      timesOver: (alert: AlertKey, since: UtcMs) => timesOver(db, alert, since),
    };
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
    const decision = decide(incident, around(incident, incident));
    if (!decision.ok) throw new Refused({ ok: false, reason: 'rejected', incident, rejection: decision.rejection });
    return commit(incident, decision.change);
  };

  const commit = (before: Incident, change: Change, followers: Follower[] = []): Incident => {
    const { incident, events } = change;
    const hasCards = () => anyCard().get({ number: before.number }) !== undefined;
    const notification = changeNotification(incident, events, hasCards, settingsOf(incident));
    return changes.commit(before, change, { ...notification, followers });
  };

  /** Reads each incident once, so that what is decided and what is written are of the same moment. */
  const reading = () => {
    const read = new Map<number, Involved | null>();
    return (number: number): Involved | null => {
      const known = read.get(number);
      if (known !== undefined) return known;
      const row = byNumber().get({ number });
      const incident = row && toIncident(row);
      const found = incident ? involved(db, incident, around(incident, incident)) : null;
      read.set(number, found);
      return found;
    };
  };

  const decided = (work: () => Incident): Decided => {
    try {
      return { ok: true, incident: work() };
    } catch (error) {
      // Nothing is written before a decision is made.
      if (error instanceof Refused && error.result.reason === 'rejected') return error.result;
      throw error;
    }
  };

  const decidedOn = ({ row, held }: Holder, decide: DecideForAlert): Decided =>
    decided(() => decideOn(row, (incident, around) => decide(incident, around, held)));

  /** Where the same people would see it. @param place where the incident would belong that the alert would open */
  const ofGroup = (alert: WouldBe, { homes, belongsTo }: Pick<ChangeNotification, 'homes' | 'belongsTo'>) => {
    const latest = latestOfGroup(db, alert);
    if (latest === null) return null;
    const { number } = latest.holder;
    const isOfSame = isDeepStrictEqual(new Set(connectionsOf(db, number)), new Set(belongsTo));
    return isOfSame && belongsAlike(db, number, homes) ? latest : null;
  };

  /** An alert that counts on nothing yet: the latest incident of its group takes it, or it opens one. */
  const takeNew = (
    reported: Belonging,
    { join, open }: Pick<AlertDecisions, 'join' | 'open'>,
  ): { incident: Incident; isNew: boolean } => {
    const opening = open(around(reported));
    const notification = changeNotification(opening.incident, opening.events, () => false, settingsOf(reported));
    const latest = ofGroup(opening.incident, notification);
    if (latest) {
      const decision = join(latest, around(latest.holder, latest.holder));
      if (decision?.ok) return { incident: commit(latest.holder, decision.change), isNew: false };
    }
    return { incident: changes.open(opening, notification), isNew: true };
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
    async findOfGroup(alert) {
      const { service, workspaces } = settingsOf(alert);
      const belongsTo = workspaces.map(({ connectionId }) => connectionId);
      return ofGroup(alert, { homes: homesOf(alert, service, workspaces), belongsTo });
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
        .where(isBefore(db, number, part.before, part.eyes))
        .orderBy(...IN_ORDER.map((key) => desc(key)))
        .limit(part.limit)
        .all();
      return newestFirst.reverse();
    },
    async beginning(number, eyes) {
      const its = isBefore(db, number, undefined, eyes);
      const oldestFirst = db.select().from(timelineEvents).where(its).orderBy(asc(timelineEvents.id));
      return oldestFirst.limit(1).get() ?? null;
    },
    async isReopenedSince(number, eventId) {
      const { id, kind, incidentNumber, fact } = timelineEvents;
      const fromResolved = sql`json_extract(${fact}, '$.from') = 'RESOLVED'`;
      const reopenings = and(eq(incidentNumber, number), gt(id, eventId), eq(kind, 'reopened'), fromResolved);
      return db.select({ id }).from(timelineEvents).where(reopenings).limit(1).get() !== undefined;
    },
    async countTimelineBefore(number, id, eyes) {
      const row = db
        .select({ events: count() })
        .from(timelineEvents)
        .where(isBefore(db, number, id, eyes))
        .get();
      return row?.events ?? 0;
    },
    async callReason(eventId) {
      return callReasonOf(db, eventId);
    },
    async alerts(number, limit) {
      return alertsOf(db, number, limit);
    },
    async tally(number) {
      const tally = tallyOf(db, number);
      return tally.total === 0 ? null : tally;
    },
    async latestUpdate(number) {
      return latestUpdate(db, number);
    },
    async setFollowing(number, account, follows) {
      return write(() => setFollowing(db, number, account, follows));
    },
    async tasks(number, eyes) {
      return tasksWithMerged(db, number, eyes);
    },
    async tasksOf(viewer, limit) {
      return tasksOf(db, viewer, limit);
    },
    async repeats(number) {
      return repeatsOf(db, number);
    },
    async forgetTimesOver(before) {
      await write(() => forgetOver(db, before));
    },
    async forgetRequests(before) {
      await write(() => {
        db.delete(seenRequests).where(lt(seenRequests.at, before)).run();
      });
    },

    async addPast(past) {
      await write(() => {
        for (const { incident, events } of past) {
          const settings = settingsOf(incident);
          changes.addPast(
            { incident, events },
            changeNotification(incident, events, () => false, settings),
          );
        }
      });
    },

    async receive(key, guards, { by, repeat, join, open, follow }) {
      const result = await inTransaction(() => {
        changes.passGuards(guards);
        const [holder] = holdersOf(key, guards);
        const { incident, isNew } = holder
          ? {
              incident: decideOn(holder.row, (incident, around) => repeat(incident, around, holder.held)),
              isNew: false,
            }
          : takeNew({ serviceId: key.serviceId, openedBy: by }, { join, open });
        note(guards, incident.number, isNew);
        const row = isNew && follow ? byNumber().get({ number: incident.number }) : undefined;
        if (!row || !follow) return { ok: true as const, incident, isNew, refused: null };
        const followed = decided(() => decideOn(row, follow));
        const refused = followed.ok ? null : followed.rejection;
        return { ok: true as const, incident: followed.incident, isNew: true, refused };
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

    changeTogether(number, guards, decide) {
      return inTransaction(() => {
        changes.passGuards(guards);
        const look = reading();
        const own = look(number);
        if (!own || !isWithin(own.incident, guards)) throw new Refused({ ok: false, reason: 'not_found' });
        const { incident } = own;
        const decision = decide(own, (one) => {
          const found = look(one);
          // What goes on as this one changes with it, whatever it is of.
          return found && (incident.merged.includes(one) || isWithin(found.incident, guards)) ? found : null;
        });
        if (!decision.ok) throw new Refused({ ok: false, reason: 'rejected', incident, rejection: decision.rejection });
        const planned = decision.changes.map((change) => ({ change, followers: followersOf(db, change.events) }));
        // The one that was named comes last: an alert that it gets back is nobody else's by then.
        const written = planned.toReversed().map(({ change, followers }) => {
          const before = look(change.incident.number);
          if (!before) throw new Error(`a change of INC-${change.incident.number}, which nobody has read`);
          return commit(before.incident, change, followers);
        });
        note(guards, number);
        return { ok: true as const, incident: written.at(-1) ?? incident };
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

/**
 * The events of an incident; with an id, only those before that event. With eyes, also those of incidents that go on as this one, and
 * none that names an incident which the eyes may not see.
 */
function isBefore(db: Drizzle, number: number, id?: number, eyes?: Eyes): SQL | undefined {
  return and(
    eyes === undefined ? eq(timelineEvents.incidentNumber, number) : isSeenIn(db, number, eyes),
    isShown,
    id === undefined ? undefined : stoodBefore(db, id),
  );
}

/** Before the event of an id, or before where one of that id would stand. */
function stoodBefore(db: Drizzle, id: number): SQL {
  const place = db.select({ after: timelineEvents.afterId, at: timelineEvents.at }).from(timelineEvents);
  const its = place.where(eq(timelineEvents.id, id)).get() ?? { after: null, at: 0 };
  const key = [its.after ?? id, its.after === null ? 0 : 1, its.at, id];
  return sql`(${sql.join(IN_ORDER, sql`, `)}) < (${sql.join(
    key.map((part) => sql`${part}`),
    sql`, `,
  )})`;
}

/** What was taken back keeps its place alone, from which a list page may go on. */
const isShown = ne(timelineEvents.kind, 'message_withdrawn');

/** Events stand as they came; what was written before it came stands where it was written. Ids are what no setting of the clock touches. */
const { id: eventId, afterId, at: happenedAt } = timelineEvents;
const IN_ORDER = [
  sql`coalesce(${afterId}, ${eventId})`,
  sql`${afterId} is not null`,
  sql`${happenedAt}`,
  sql`${eventId}`,
];

/** In the facts of those kinds. */
const theOther = sql.join([
  sql`coalesce(`,
  sql.join(
    [...new Set(Object.values(NAMING_ANOTHER))].map((field) => sql`${timelineEvents.fact} ->> ${field}`),
    sql`, `,
  ),
  sql`)`,
]);

function isSeenIn(db: Drizzle, number: number, eyes: Eyes): SQL {
  return sql`${timelineEvents.incidentNumber} in (select ${incidents.number} from ${incidents}
      where ${incidents.number} = ${number} or (${incidents.mergedInto} = ${number} and ${visibleTo(db, eyes)}))
    and (${notInArray(timelineEvents.kind, Object.keys(NAMING_ANOTHER) as TimelineKind[])} or exists (select 1 from ${incidents}
      where ${incidents.number} = ${theOther} and ${visibleTo(db, eyes)}))`;
}
