import { and, asc, count, desc, eq, gte, inArray, isNull, like, lt, or, type SQL, sql } from 'drizzle-orm';
import {
  type Eyes,
  type IncidentFilter,
  type IncidentPage,
  type IncidentQuery,
  type KeyEyes,
  MAX_COUNTED,
  type Viewer,
} from '../../incidents/store.ts';
import { LIVE_STATUSES, type LiveStatus, parseIncidentKey, STATUSES } from '../../incidents/types.ts';
import { personTarget } from '../../people/page-target.ts';
import { cards, incidentHomes, incidents, slackIdentities, users } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { belongsTo, connectionsBeside } from './incident-connections.ts';
import { isHidden, isInRoom } from './incident-homes.ts';
import { toIncident } from './incident-row.ts';
import { isOpenTo } from './projects.ts';
import { primaryId, reference } from './reference.ts';

/** A page of incidents with the number of all that match. */
export function listIncidents(db: Drizzle, query: IncidentQuery): IncidentPage {
  const where = and(
    query.statuses.length < STATUSES.length ? inArray(incidents.status, [...query.statuses]) : undefined,
    matches(db, query),
    query.before === undefined ? undefined : lt(incidents.number, query.before),
  );
  const rows = db
    .select()
    .from(incidents)
    .where(where)
    .orderBy(...(query.order === 'newest' ? [desc(incidents.number)] : mostUrgentFirst()))
    .limit(query.limit)
    .offset(query.offset)
    .all();
  const matching = db
    .select({ number: incidents.number })
    .from(incidents)
    .where(where)
    .limit(MAX_COUNTED)
    .as('matching');
  const total = db.select({ total: count() }).from(matching).get()?.total ?? 0;
  return { incidents: rows.map(toIncident), total };
}

/** What a filter asks for besides the status. */
export function matches(
  db: Drizzle,
  { urgency, serviceId, opened, heldBy, pagedTo, text, viewer }: Omit<IncidentFilter, 'statuses'>,
): SQL | undefined {
  return and(
    urgency && eq(incidents.urgency, urgency),
    serviceId === undefined ? undefined : isOfService(serviceId),
    opened && openedWithin(opened),
    heldBy && isHeldBy(heldBy),
    pagedTo && wasPaged(pagedTo),
    text ? matchesText(text) : undefined,
    viewer && visibleTo(db, viewer),
  );
}

export function countLive(db: Drizzle, viewer?: Eyes): Record<LiveStatus, number> {
  const counts: Record<LiveStatus, number> = { OPEN: 0, ACKNOWLEDGED: 0, SNOOZED: 0 };
  const rows = db
    .select({ status: incidents.status, count: count() })
    .from(incidents)
    .where(and(inArray(incidents.status, [...LIVE_STATUSES]), viewer && visibleTo(db, viewer)))
    .groupBy(incidents.status)
    .all();
  for (const status of LIVE_STATUSES) counts[status] = rows.find((row) => row.status === status)?.count ?? 0;
  return counts;
}

export function isVisible(db: Drizzle, number: number, viewer: Eyes): boolean {
  const row = db
    .select({ number: incidents.number })
    .from(incidents)
    .where(and(eq(incidents.number, number), visibleTo(db, viewer)))
    .get();
  return row !== undefined;
}

export function openedWithin({ from, to }: NonNullable<IncidentFilter['opened']>): SQL | undefined {
  return and(gte(incidents.openedAt, from), lt(incidents.openedAt, to));
}

export function isOfService(serviceId: number | null): SQL {
  return serviceId === null ? isNull(incidents.serviceId) : eq(incidents.serviceId, serviceId);
}

/** Urgency first, then what nobody works on yet, then the oldest. */
function mostUrgentFirst(): SQL[] {
  const unattended = sql`case ${incidents.status} when 'OPEN' then 0 when 'ACKNOWLEDGED' then 1 else 2 end`;
  return [asc(incidents.urgencyRank), asc(unattended), asc(incidents.number)];
}

function isHeldBy({ connectionId, slackUserId }: NonNullable<IncidentQuery['heldBy']>): SQL {
  return sql`${incidents.statusBy} ->> 'slackUserId' = ${slackUserId}
    and ${incidents.statusBy} ->> 'connectionId' = ${connectionId}`;
}

/** More words than anybody types; each costs a look at every title. */
const MAX_WORDS = 10;

function matchesText(text: string): SQL | undefined {
  const number = parseIncidentKey(text);
  const words = text.split(/\s+/).filter((word) => word !== '');
  return or(
    and(...words.slice(0, MAX_WORDS).map(isInTitle)),
    number === null ? undefined : eq(incidents.number, number),
  );
}

function isInTitle(word: string): SQL {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${like(incidents.title, pattern)} escape '\\'`;
}

/**
 * The incident belongs to the viewer's workspace, and to no private channel there that is closed to them, unless they are in a private
 * one of its own; or they were called to it.
 */
export function visibleTo(db: Drizzle, viewer: Eyes): SQL {
  if (viewer === 'anyone') return sql`(${isInNoPrivateChannel()} and ${isOpenTo(db, null) ?? sql`true`})`;
  if ('reach' in viewer) return visibleToKey(db, viewer);
  const { connectionId, slackUserId, privateChannelIds, isAdmin } = viewer;
  const isOpenIn = (id: number) =>
    sql`(not ${isHidden(id, JSON.stringify(privateChannelIds), isAdmin)} or ${isInRoom(id, slackUserId)})`;
  const isSeen = connectionsBeside(db, connectionId).map((id) => sql`(${belongsTo(db, id)} and ${isOpenIn(id)})`);
  const hasOthers = reference(db).connections.length > 1;
  const isShown = and(hasOthers ? or(...isSeen) : isOpenIn(connectionId), isOpenTo(db, viewer));
  return sql`((${isShown}) or ${wasPaged(viewer)})`;
}

/** A key is nobody's membership, so it opens no private channel, whichever workspace that is in. */
function visibleToKey(db: Drizzle, { serviceId, reach }: KeyEyes): SQL {
  const isPublic = isInNoPrivateChannel();
  if (serviceId !== null) return sql`(${isPublic} and ${isOfService(serviceId)})`;
  if (reach === 'everything') return isPublic;
  if (reference(db).connections.length < 2) return visibleTo(db, 'anyone');
  const connectionId = reach === 'organisation' ? (primaryId(db) ?? 0) : reach;
  return sql`(${visibleTo(db, 'anyone')} and ${belongsTo(db, connectionId)})`;
}

/** Whichever workspace the channel is in. */
function isInNoPrivateChannel(): SQL {
  return sql`not ${isHidden(sql`${incidentHomes.connectionId}`, '[]', false)}`;
}

/** A card of the incident is in the person's direct messages. */
export function wasPaged({ connectionId, slackUserId }: Pick<Viewer, 'connectionId' | 'slackUserId'>): SQL {
  // Pages name a user by the address of opsknight.yml, which that of the Slack account need not be.
  const email = sql`select coalesce(
      (select ${users.email} from ${users} where ${users.accountEmail} = ${slackIdentities.email} and ${users.active} = 1),
      ${slackIdentities.email}
    ) from ${slackIdentities}
    where ${slackIdentities.connectionId} = ${connectionId} and ${slackIdentities.slackUserId} = ${slackUserId}`;
  return sql`exists (select 1 from ${cards}
    where ${cards.incidentNumber} = ${incidents.number}
      and ${cards.connectionId} = ${connectionId}
      and ${cards.target} in (${personTarget({ slackUserId })}, '@' || (${email})))`;
}
