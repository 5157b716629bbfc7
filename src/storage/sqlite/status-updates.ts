import { and, asc, desc, eq, isNotNull, or } from 'drizzle-orm';
import { isShownIn } from '../../incidents/privacy.ts';
import type { StoredTimelineEvent, TimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { tell } from '../../notifications/kinds/notice.ts';
import { owedRetraction } from '../../notifications/kinds/retraction.ts';
import { owedStatusLine } from '../../notifications/kinds/status-line.ts';
import { owedStatusPost, type StatusPost } from '../../notifications/kinds/status-post.ts';
import { statusChannels } from '../../notifications/plan/status-updates.ts';
import { PRIORITY } from '../../notifications/priority.ts';
import type { PostedAt } from '../../notifications/queue/store.ts';
import { isSamePerson, type SlackAccount } from '../../people/actor.ts';
import { settingsFor } from '../../settings/rules.ts';
import { incidentFollowers, incidents, statusPosts, timelineEvents } from '../schema/index.ts';
import { carryOut } from './carry-out.ts';
import type { Drizzle } from './database.ts';
import { privateHomeOf } from './incident-homes.ts';
import { reference } from './reference.ts';

type PostRow = typeof statusPosts.$inferSelect;

/** The last update of an incident; null for none. */
export function latestUpdate(db: Drizzle, number: number): StoredTimelineEvent | null {
  return updatesOf(db, number).orderBy(desc(timelineEvents.id)).limit(1).get() ?? null;
}

function updatesOf(db: Drizzle, number: number) {
  const its = and(eq(timelineEvents.incidentNumber, number), eq(timelineEvents.kind, 'status_updated'));
  return db.select().from(timelineEvents).where(its);
}

export function statusPostOf(db: Drizzle, id: number): StatusPost | null {
  const row = postById(db, id);
  const update = row && latestUpdate(db, row.incidentNumber);
  return row && update ? { ...row, reroutedFrom: null, update } : null;
}

function postById(db: Drizzle, id: number): PostRow | undefined {
  return db.select().from(statusPosts).where(eq(statusPosts.id, id)).get();
}

/** What a message of an update shows of its incident besides. */
const SHOWN: ReadonlySet<TimelineEvent['fact']['kind']> = new Set([
  'resolved',
  'reopened',
  'merged',
  'unmerged',
  'edited',
  'urgency_raised',
  'urgency_changed',
]);

interface Happened {
  events: readonly TimelineEvent[];
  /** By index; undefined for what the timeline doesn't keep. */
  eventIds: readonly (number | undefined)[];
}

/** Inside the transaction of a change: what stakeholders are owed of it, in channels and by direct message. */
export function followInUpdates(db: Drizzle, incident: Incident, { events, eventIds }: Happened, now: UtcMs): void {
  const updates = events.flatMap((event, index) => {
    const id = eventIds[index];
    return event.fact.kind === 'status_updated' && id !== undefined ? [{ id, by: event.actor, fact: event.fact }] : [];
  });
  if (updates.length === 0 && !events.some(({ fact }) => SHOWN.has(fact.kind))) return;
  if (updates.length > 0) addPosts(db, incident);
  for (const post of db.select().from(statusPosts).where(eq(statusPosts.incidentNumber, incident.number)).all()) {
    oweCurrent(db, post, now);
    if (post.ts !== null) for (const { id } of updates) carryOut(db, owedStatusLine(post.id, post, id, now));
  }
  for (const { id, by, fact } of updates) {
    const { kind: _, ...update } = fact;
    for (const follower of followersOf(db, incident.number)) {
      if (isSamePerson(by, { kind: 'person', name: '', userId: null, ...follower })) continue;
      const notice = { kind: 'status_update', number: incident.number, by, update } as const;
      const key = `update:${id}:${follower.connectionId}:${follower.slackUserId}`;
      const lane = { connectionId: follower.connectionId, target: follower.slackUserId };
      carryOut(db, tell(key, lane, notice, now, PRIORITY.human));
    }
  }
}

function addPosts(db: Drizzle, incident: Incident): void {
  const { number } = incident;
  const lanes = statusChannels({
    incident,
    ...settingsFor(incident, reference(db)),
    isPrivateIn: (connectionId) => privateHomeOf(db, number, connectionId) !== null,
  });
  for (const lane of lanes) {
    db.insert(statusPosts)
      .values({ incidentNumber: number, ...lane })
      .onConflictDoNothing()
      .run();
  }
}

function oweCurrent(db: Drizzle, post: PostRow, now: UtcMs): void {
  carryOut(db, owedStatusPost(post.id, post, post.ts !== null, now));
}

/** Inside a transaction: Slack has the message. The first time, its thread begins with all that was said so far. */
export function noteStatusPost(db: Drizzle, id: number, at: PostedAt, now: UtcMs): void {
  const before = postById(db, id);
  const post = db.update(statusPosts).set(at).where(eq(statusPosts.id, id)).returning().get();
  if (!before || !post) return;
  if (takeBack(db, post, now) || before.ts !== null) return;
  const said = updatesOf(db, post.incidentNumber).orderBy(asc(timelineEvents.id)).all();
  for (const event of said) carryOut(db, owedStatusLine(id, post, event.id, now));
}

/** Inside a transaction: somebody has deleted the message, so the next update is posted anew. */
export function noteStatusPostGone(db: Drizzle, id: number): void {
  db.update(statusPosts).set({ channelId: null, ts: null }).where(eq(statusPosts.id, id)).run();
}

/** Inside the transaction of a change: an incident has become private in these connections, and what stakeholders were told goes. */
export function hideStatusPosts(db: Drizzle, number: number, closed: ReadonlySet<number>, now: UtcMs): void {
  if (closed.size === 0) return;
  const its = and(eq(statusPosts.incidentNumber, number), isNotNull(statusPosts.ts));
  for (const post of db.select().from(statusPosts).where(its).all()) {
    if (closed.has(post.connectionId)) takeBack(db, post, now);
  }
}

/** @returns whether it may not be seen there. */
function takeBack(db: Drizzle, post: PostRow, now: UtcMs): boolean {
  const home = privateHomeOf(db, post.incidentNumber, post.connectionId);
  if (!home || post.ts === null || isShownIn(home, post.channelId)) return false;
  carryOut(db, owedRetraction({ kind: 'status_post', place: post }, { about: null, withMessage: true }, now));
  const works = (['status_post', 'status_line'] as const).map((kind) => ({ kind, of: post.id }));
  carryOut(db, [{ do: 'withdraw', works }]);
  noteStatusPostGone(db, post.id);
  return true;
}

/** With those of what goes on as it; each once. */
function followersOf(db: Drizzle, number: number): SlackAccount[] {
  return db
    .selectDistinct({ connectionId: incidentFollowers.connectionId, slackUserId: incidentFollowers.slackUserId })
    .from(incidentFollowers)
    .innerJoin(incidents, eq(incidents.number, incidentFollowers.incidentNumber))
    .where(or(eq(incidents.number, number), eq(incidents.mergedInto, number)))
    .all();
}

/** Inside a transaction. @returns whether it was otherwise before. */
export function setFollowing(
  db: Drizzle,
  incidentNumber: number,
  { connectionId, slackUserId }: SlackAccount,
  follows: boolean,
): boolean {
  const row = { incidentNumber, connectionId, slackUserId };
  if (follows) return db.insert(incidentFollowers).values(row).onConflictDoNothing().run().changes > 0;
  const its = and(
    eq(incidentFollowers.incidentNumber, incidentNumber),
    eq(incidentFollowers.connectionId, connectionId),
    eq(incidentFollowers.slackUserId, slackUserId),
  );
  return db.delete(incidentFollowers).where(its).run().changes > 0;
}
