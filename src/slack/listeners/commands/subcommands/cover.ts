import type { PhoneBook } from '../../../../oncall/call.ts';
import type { Schedule } from '../../../../oncall/types.ts';
import { actorName } from '../../../ui/actor.ts';
import { readCommandWords } from '../../../ui/command-words.ts';
import {
  cantBeOnCall,
  coverAsked,
  coverQuestion,
  tooShort,
  writeItLikeThis,
  youCantBeOnCall,
} from '../../../ui/oncall-replies.ts';
import { tell } from '../../answers.ts';
import { actorFor, userOf } from '../../on-call-person.ts';
import { SHORTEST_OVERRIDE, wholeMinutes } from '../../override.ts';
import type { Parts } from '../../parts.ts';
import { chooseSchedule } from '../../schedules.ts';
import type { Subcommand } from '../subcommand.ts';

/** "Cover me": asks a colleague, or all who share the schedule; the first to accept takes over. */
export const cover: Subcommand = {
  name: 'cover',
  usage: 'cover [@user] 4h [schedule]',
  help: 'ask a colleague, or everybody in the schedule, to take over from you for a while',
  async run(parts, { asker, escaped }) {
    const { slackUserId, duration, rest } = readCommandWords(escaped);
    if (duration === null) return tell(parts, asker, writeItLikeThis(cover.usage, 'cover @bob 4h'));
    if (duration < SHORTEST_OVERRIDE) return tell(parts, asker, tooShort());
    const actor = await actorFor(parts, asker);
    if (!actor) return;
    const { userId } = actor;
    if (userId === null) return tell(parts, asker, youCantBeOnCall());

    const now = parts.clock.now();
    const book = await parts.onCall.phoneBook();
    const found = chooseSchedule(book, rest, userId, now);
    if ('unknown' in found) return tell(parts, asker, found.unknown);
    const colleagues =
      slackUserId === null ? await everybodyIn(parts, found.schedule, book, userId) : [await named(parts, slackUserId)];
    const outsider = colleagues.find((colleague) => colleague.userId === null);
    if (outsider) return tell(parts, asker, cantBeOnCall(outsider.name));

    const span = { schedule: found.schedule.name, ...wholeMinutes(now, duration) };
    if (colleagues.length > 0) {
      const id = await parts.onCall.addCoverRequest({ ...span, userId, askedBy: actor });
      for (const { slackUserId } of colleagues) {
        await tell(parts, { slackUserId, respond: undefined }, coverQuestion(actorName(actor), span, id));
      }
    }
    await tell(
      parts,
      asker,
      coverAsked(
        colleagues.map(({ name }) => name),
        span,
      ),
    );
  },
};

interface Colleague {
  slackUserId: string;
  userId: number | null;
  name: string;
}

async function named(parts: Parts, slackUserId: string): Promise<Colleague> {
  return { slackUserId, ...(await userOf(parts, slackUserId)) };
}

/** Everybody else who takes turns in the schedule and has a Slack account. */
async function everybodyIn(parts: Parts, { layers }: Schedule, book: PhoneBook, asker: number): Promise<Colleague[]> {
  const ids = new Set(layers.flatMap(({ users }) => users).filter((id) => id !== asker));
  const others = book.users.filter((user) => user.active && ids.has(user.id));
  const colleagues = await Promise.all(
    others.map(async ({ id, name, email }) => {
      const slackUserId = await parts.people.idByEmail(email);
      return slackUserId === null ? [] : [{ slackUserId, userId: id, name }];
    }),
  );
  return colleagues.flat();
}
