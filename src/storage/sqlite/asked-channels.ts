import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { settledCall } from '../../notifications/incident-channels/call.ts';
import type { Operation } from '../../notifications/plan/operations.ts';
import { cards, incidentChannels } from '../schema/index.ts';
import type { Drizzle } from './database.ts';
import { reference } from './reference.ts';

/** Who asked for a channel that the settings give to its incident. */
export const BY_RULE = '';

/** Once for an incident: one that somebody has asked for, or that Slack has refused, is left alone. */
export function askForOwnChannel(
  db: Drizzle,
  { incidentNumber, connectionId, nameTemplate }: Extract<Operation, { do: 'ask_for_channel' }>,
): void {
  const call = settledCall(reference(db).incidentChannels.call, incidentNumber);
  const asked = { incidentNumber, connectionId, nameTemplate, call, requestedBy: BY_RULE };
  db.insert(incidentChannels).values(asked).onConflictDoNothing().run();
}

/** What the settings have asked for, and waits for these cards, is asked for no more; however many there are. */
export function forgoOwnChannels(db: Drizzle, cardIds: number[]): void {
  const theirs = db
    .select({ number: cards.incidentNumber })
    .from(cards)
    .where(and(sql`${cards.id} in (select value from json_each(${JSON.stringify(cardIds)}))`, eq(cards.isHome, true)));
  db.delete(incidentChannels)
    .where(
      and(
        inArray(incidentChannels.incidentNumber, theirs),
        eq(incidentChannels.requestedBy, BY_RULE),
        isNull(incidentChannels.channelId),
      ),
    )
    .run();
}
