import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { ClosedChannelAudience } from '../../notifications/plan/closed-channel.ts';
import type { Lane } from '../../notifications/plan/operations.ts';
import { namedChannels } from '../../settings/named-channels.ts';
import { closedChannels, incidentRooms } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { adminsOf } from './notices.ts';
import { reference, schedulesOf } from './reference.ts';
import { readSubscriptions } from './subscription-rows.ts';

/** Inside a transaction: who is to hear that a channel is closed to the app. */
export function audienceOf(db: Drizzle, lane: Lane): ClosedChannelAudience {
  const { connectionId, target } = lane;
  const isKnown = db.select().from(closedChannels).where(isAbout(lane)).get() !== undefined;
  const made = readSubscriptions(db, connectionId).filter(({ channel }) => channel === target);
  const uses = usesOf(db, lane);
  // What people subscribed to themselves is theirs alone.
  const isTheirsAlone = made.length > 0 && uses.length === made.length;
  return {
    isKnown,
    admins: isTheirsAlone || isRoom(db, lane) ? [] : adminsOf(db, connectionId),
    subscribers: [...new Set(made.map(({ by }) => by.slackUserId))],
    listens: uses.length > 0 && uses.every(({ listens }) => listens),
    newKey: randomUUID,
  };
}

/** What becomes of an incident's own channel is a matter of the incident. */
function isRoom(db: Drizzle, { connectionId, target }: Lane): boolean {
  const its = and(eq(incidentRooms.connectionId, connectionId), eq(incidentRooms.channelId, target));
  return db.select({ id: incidentRooms.id }).from(incidentRooms).where(its).limit(1).get() !== undefined;
}

function usesOf(db: Drizzle, { connectionId, target }: Lane) {
  const { workspaces, services } = reference(db);
  const workspace = workspaces.find((one) => one.connectionId === connectionId)?.settings;
  if (!workspace) return [];
  const naming = { workspace, services: [...services.values()], schedules: schedulesOf(db, connectionId) };
  return namedChannels(connectionId, naming).get(target) ?? [];
}

/** Inside a transaction: the app has posted there, so the next time that it is closed is worth telling again. */
export function channelIsOpen(db: Drizzle, lane: Lane): void {
  db.delete(closedChannels).where(isAbout(lane)).run();
}

function isAbout({ connectionId, target }: Lane) {
  return and(eq(closedChannels.connectionId, connectionId), eq(closedChannels.target, target));
}
