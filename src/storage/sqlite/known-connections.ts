import { asc, sql } from 'drizzle-orm';
import type { Service } from '../../settings/types.ts';
import { connections } from '../schema/index.ts';
import type { Drizzle } from './database.ts';

/**
 * The connections whose people the operator has vouched for: the organisation's, those of the same installation and those of opsknight.yml, and
 * workspaces that it names. Of any other one Slack alone has said who is in it: its people are no users of ours, whatever their addresses.
 */
export function knownConnections(db: Drizzle, services: Iterable<Service>): ReadonlySet<number> {
  const all = db
    .select({
      id: connections.id,
      name: connections.name,
      installationId: connections.installationId,
      isNamed: sql<number>`${connections.settings} is not null`,
    })
    .from(connections)
    .orderBy(asc(connections.id))
    .all();
  const [primary] = all;
  const ofServices = new Set(
    [...services].flatMap(({ connection, sharedWith = [] }) => [
      ...(connection?.isNamed ? [connection.id] : []),
      ...sharedWith,
    ]),
  );
  const known = all.filter(({ id, name, installationId, isNamed }) => {
    const isOfOrganisation = installationId !== null && installationId === primary?.installationId;
    return id === primary?.id || isOfOrganisation || name !== null || isNamed === 1 || ofServices.has(id);
  });
  return new Set(known.map(({ id }) => id));
}
