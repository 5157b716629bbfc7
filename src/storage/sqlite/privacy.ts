import { and, desc, eq, inArray, ne, or } from 'drizzle-orm';
import type { Privacy } from '../../incidents/privacy.ts';
import type { TimelineKind } from '../../incidents/timeline.ts';
import { incidentOf, type Retraction } from '../../notifications/kinds/retraction.ts';
import type { PersonActor, SlackAccount } from '../../people/actor.ts';
import { isOutOfSight } from '../../slack/directory/channel-privacy.ts';
import type { Channel } from '../../slack/directory/store.ts';
import { channelMembers, incidentChannels, incidentHomes, incidents, timelineEvents } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { channelById, channelMeant, isNamed, privateHomeOf } from './incident-homes.ts';
import { wasPaged } from './incident-queries.ts';
import { isLive } from './incident-row.ts';
import { adminsOf } from './notices.ts';
import { isOutsider } from './projects.ts';

/** Who may see an incident, and where it may be private, as it is known in this transaction. */
export function privacyOf(db: Drizzle, number: number): Privacy {
  const isMember = (connectionId: number, channelId: string, slackUserId: string) =>
    isIn(db, connectionId, channelId, slackUserId);
  const wasCalled = (person: PersonActor) => wasCalledTo(db, number, person);
  return {
    isPrivate: (connectionId) => (privateHomeOf(db, number, connectionId)?.channelId ?? null) !== null,
    place(connectionId, channelId, asker) {
      const channel = channelById(db, connectionId, channelId);
      if (!channel || (asker && asker.connectionId !== connectionId)) return { fit: false, flaw: 'not_both_in' };
      if (!channel.isPrivate) return { fit: false, flaw: 'public' };
      if (asker && !isMember(connectionId, channelId, asker.slackUserId)) return { fit: false, flaw: 'not_both_in' };
      if (channel.isArchived) return { fit: false, flaw: 'archived' };
      if (isOutOfSight(channel)) return { fit: false, flaw: 'not_both_in' };
      return { fit: true, target: targetOf(db, connectionId, channel) };
    },
    room(channelId, { connectionId, slackUserId }) {
      const channel = channelById(db, connectionId, channelId);
      const isTheirs = channel?.isPrivate === false || isMember(connectionId, channelId, slackUserId);
      if (!channel || channel.isGone || !isTheirs) return { fit: false, flaw: 'not_both_in' };
      if (channel.isArchived) return { fit: false, flaw: 'archived' };
      if (channel.isPrivate && !channel.isMember) return { fit: false, flaw: 'not_both_in' };
      if (isOfMany(db, channel)) return { fit: false, flaw: 'of_many' };
      if (channel.isExternal) return { fit: false, flaw: 'external' };
      if (!channel.isPrivate && privateHomeOf(db, number, connectionId) !== null) return { fit: false, flaw: 'public' };
      return isTakenByOther(db, number, channel) ? { fit: false, flaw: 'taken' } : { fit: true, name: channel.name };
    },
    sees(person) {
      return isOutsider(db, number, person) ? wasCalled(person) : isLetIn(db, number, person);
    },
    keepsSeeing(person, connectionId, channelId) {
      if (person.connectionId === connectionId && isMember(connectionId, channelId, person.slackUserId)) return true;
      return wasCalled(person);
    },
  };
}

/** Whether an account is in a private channel that shows the incident, where there is one; or was called to it. */
export function isLetIn(db: Drizzle, number: number, { connectionId, slackUserId }: SlackAccount): boolean {
  const home = privateHomeOf(db, number, connectionId);
  if (!home) return true;
  const places = [...(home.channelId === null ? [] : [home.channelId]), ...home.rooms];
  if (places.some((id) => isIn(db, connectionId, id, slackUserId))) return true;
  return wasCalledTo(db, number, { connectionId, slackUserId });
}

function isIn(db: Drizzle, connectionId: number, channelId: string, slackUserId: string): boolean {
  const theirs = and(
    eq(channelMembers.connectionId, connectionId),
    eq(channelMembers.channelId, channelId),
    eq(channelMembers.slackUserId, slackUserId),
  );
  return db.select({ id: channelMembers.channelId }).from(channelMembers).where(theirs).get() !== undefined;
}

function wasCalledTo(db: Drizzle, number: number, person: SlackAccount): boolean {
  const called = and(eq(incidents.number, number), wasPaged(person));
  return db.select({ number: incidents.number }).from(incidents).where(called).get() !== undefined;
}

/** Incidents belong there, or the settings name it. */
function isOfMany(db: Drizzle, { connectionId, id, name }: Channel): boolean {
  if (isNamed(db, connectionId, `#${name}`) || isNamed(db, connectionId, id)) return true;
  const home = and(eq(incidentHomes.connectionId, connectionId), eq(incidentHomes.channelId, id));
  return db.select({ id: incidentHomes.channelId }).from(incidentHomes).where(home).limit(1).get() !== undefined;
}

/** It was made for another incident, or is that one's while it is not over. */
function isTakenByOther(db: Drizzle, number: number, { connectionId, id }: Channel): boolean {
  const its = and(
    eq(incidentChannels.connectionId, connectionId),
    eq(incidentChannels.channelId, id),
    ne(incidentChannels.incidentNumber, number),
    or(eq(incidentChannels.isConverted, false), isLive),
  );
  const other = db
    .select({ number: incidents.number })
    .from(incidentChannels)
    .innerJoin(incidents, eq(incidents.number, incidentChannels.incidentNumber));
  return other.where(its).limit(1).get() !== undefined;
}

/** As the settings name the channel, if they do: what goes there is one lane then. */
function targetOf(db: Drizzle, connectionId: number, { id, name }: { id: string; name: string }): string {
  const isMeant = isNamed(db, connectionId, `#${name}`) && channelMeant(db, connectionId, name)?.id === id;
  return isMeant ? `#${name}` : id;
}

/** Slack accounts of whom it concerns that something of a private incident stays to be seen: whoever made it private, else the admins. */
export function concernedBy(db: Drizzle, retraction: Retraction): string[] {
  const { connectionId } = retraction;
  const number = incidentOf(retraction);
  const moving: TimelineKind[] = ['marked_private', 'edited'];
  const last = db
    .select({ actor: timelineEvents.actor })
    .from(timelineEvents)
    .where(and(eq(timelineEvents.incidentNumber, number ?? 0), inArray(timelineEvents.kind, moving)))
    .orderBy(desc(eq(timelineEvents.kind, 'marked_private')), desc(timelineEvents.id))
    .limit(1)
    .get()?.actor;
  const isTheirs = last?.kind === 'person' && last.connectionId === connectionId;
  return isTheirs ? [last.slackUserId] : adminsOf(db, connectionId);
}
