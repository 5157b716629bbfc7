import { and, eq } from 'drizzle-orm';
import type { Clock } from '../../lib/clock.ts';
import { tell } from '../../notifications/kinds/notice.ts';
import { owedTopic } from '../../notifications/kinds/topic.ts';
import type { NotificationPlan } from '../../notifications/plan/operations.ts';
import type { TeamPlan, TeamState, TopicPart } from '../../notifications/team-channels/plan.ts';
import type { TeamChannelStore } from '../../notifications/team-channels/store.ts';
import { channelTopics, documents, teamChannels } from '../schema/index.ts';
import { carryOut } from './carry-out.ts';
import type { Database, Drizzle } from './database.ts';
import { scheduleIdOf } from './documents.ts';
import { primaryId } from './reference.ts';

export function sqliteTeamChannelStore({ db, write }: Database, clock: Clock): TeamChannelStore {
  return {
    async state() {
      return readState(db);
    },
    async follow(plan) {
      await write(() => {
        const connectionId = primaryId(db);
        if (connectionId === null) return;
        const { tell: told, topics } = plan(readState(db));
        for (const one of told) tellTeam(db, connectionId, one, clock.now());
        for (const { channel, onDuty } of topics) {
          db.insert(channelTopics)
            .values({ connectionId, channel, onDuty })
            .onConflictDoUpdate({ target: [channelTopics.connectionId, channelTopics.channel], set: { onDuty } })
            .run();
          carryOut(db, owedTopic(connectionId, channel, clock.now()));
        }
      });
    },
  };
}

function readState(db: Drizzle): TeamState {
  const { channel, userId, turn, rosterAt } = teamChannels;
  const told = db
    .select({ schedule: documents.name, told: { channel, userId, turn, rosterAt } })
    .from(teamChannels)
    .innerJoin(documents, eq(documents.id, teamChannels.scheduleId))
    .all();
  const id = primaryId(db) ?? 0;
  return {
    told: new Map(told.map((one) => [one.schedule, one.told])),
    topics: db.select().from(channelTopics).where(eq(channelTopics.connectionId, id)).all(),
  };
}

function tellTeam(
  db: Drizzle,
  connectionId: number,
  { schedule, told, handOff, roster }: TeamPlan['tell'][number],
  now: number,
): void {
  const scheduleId = scheduleIdOf(db, schedule);
  if (scheduleId === null) return; // it has gone meanwhile
  db.insert(teamChannels)
    .values({ scheduleId, ...told })
    .onConflictDoUpdate({ target: teamChannels.scheduleId, set: told })
    .run();
  const lane = { connectionId, target: told.channel };
  const keyOf = (turn: number) => `hand_off:${scheduleId}:${turn}`;
  const outdated: NotificationPlan = [{ do: 'withdraw', works: [{ kind: 'notice', of: keyOf(told.turn - 1) }] }];
  carryOut(db, [
    ...(handOff ? [...outdated, ...tell(keyOf(told.turn), lane, handOff, now)] : []),
    ...(roster ? tell(`roster:${scheduleId}:${told.rosterAt}`, lane, roster, now) : []),
  ]);
}

export function topicOf(db: Drizzle, connectionId: number, channel: string): TopicPart | null {
  return (
    db
      .select()
      .from(channelTopics)
      .where(isAt([connectionId, channel]))
      .get() ?? null
  );
}

/** Inside a transaction: our part is in the topic as it is to be; or is out of it, and there is nothing to remember. */
export function noteTopic(db: Drizzle, place: [connectionId: number, channel: string], written: string | null): void {
  if (written !== null) db.update(channelTopics).set({ written }).where(isAt(place)).run();
  else db.delete(channelTopics).where(isAt(place)).run();
}

function isAt([connectionId, channel]: [connectionId: number, channel: string]) {
  return and(eq(channelTopics.connectionId, connectionId), eq(channelTopics.channel, channel));
}
