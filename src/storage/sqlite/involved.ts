import { asc, desc, eq } from 'drizzle-orm';
import type { Surroundings } from '../../incidents/change.ts';
import { MAX_ALERTS } from '../../incidents/merge.ts';
import type { Involved } from '../../incidents/pair.ts';
import type { TimelineEvent } from '../../incidents/timeline.ts';
import type { Incident } from '../../incidents/types.ts';
import type { Follower } from '../../notifications/plan/change-notification.ts';
import { isPersonTarget } from '../../people/page-target.ts';
import { incidentHomes, timelineEvents } from '../schema/index.ts';
import { cardsOf } from './cards.ts';
import type { Drizzle } from './database.ts';
import { alertsOf } from './incident-alerts.ts';
import { connectionsOf } from './incident-connections.ts';
import { privateHomeOf } from './incident-homes.ts';
import { closedProjectOf } from './projects.ts';

/** So much has happened at most since something that may still be undone. */
const MAX_SINCE = 200;

/** An incident as decisions about several of them look at it. */
export function involved(db: Drizzle, incident: Incident, around: Surroundings): Involved {
  const { number } = incident;
  return {
    incident,
    around,
    audience: () => audienceOf(db, number),
    // As many as two have that may just become one, so that all of them are there when that is undone.
    alerts: () => alertsOf(db, number, 2 * MAX_ALERTS),
    newest: () =>
      db
        .select()
        .from(timelineEvents)
        .where(eq(timelineEvents.incidentNumber, number))
        .orderBy(desc(timelineEvents.id))
        .limit(MAX_SINCE)
        .all(),
  };
}

/** The workspaces, the private channels (its own as well) and the closed project that an incident belongs to; of a channel that Slack has not told of yet, its name. */
function audienceOf(db: Drizzle, number: number): string {
  const { connectionId, target, incidentNumber } = incidentHomes;
  const homes = db.select({ connectionId, target }).from(incidentHomes).where(eq(incidentNumber, number));
  const closed = homes
    .orderBy(asc(connectionId))
    .all()
    .flatMap((home) => {
      const privateHome = privateHomeOf(db, number, home.connectionId);
      return privateHome
        ? [[home.connectionId, privateHome.channelId ?? home.target, [...privateHome.rooms].sort()]]
        : [];
    });
  return JSON.stringify([connectionsOf(db, number), closed, closedProjectOf(db, number)?.name ?? null]);
}

/** Who was called to what goes on as another incident: they hear of that one from now on. */
export function followersOf(db: Drizzle, events: readonly TimelineEvent[]): Follower[] {
  return events.flatMap(({ fact }, event) => {
    if (fact.kind !== 'absorbed') return [];
    const pages = cardsOf(db, fact.number).filter(({ target }) => isPersonTarget(target));
    return pages.map(({ connectionId, target }) => ({ connectionId, target, event }));
  });
}
