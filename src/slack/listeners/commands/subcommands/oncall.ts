import { overview } from '../../../../oncall/overview.ts';
import { findSchedule } from '../../../acting/schedules.ts';
import { onCall, onCallIn } from '../../../ui/oncall.ts';
import { tell } from '../../answers.ts';
import type { Parts } from '../../parts.ts';
import type { Subcommand } from '../subcommand.ts';

/** Why the schedule's Slack group does not follow it; null when it does, or there is none. */
async function userGroupTrouble({ userGroups, connectionId }: Parts, schedule: string): Promise<string | null> {
  const wanted = await userGroups.wanted();
  const failure = (await userGroups.failures(connectionId)).find(({ userGroup }) =>
    wanted.get(userGroup)?.includes(schedule),
  );
  return failure ? `The Slack group ${failure.userGroup} does not follow: Slack says “${failure.code}”.` : null;
}

export const oncall: Subcommand = {
  name: 'oncall',
  usage: 'oncall [schedule]',
  help: 'who is on call, now and next',
  async run(parts, { asker, rest }) {
    const book = await parts.onCall.phoneBook();
    const now = parts.clock.now();
    if (rest === '') {
      return tell(parts, asker, onCall(book.schedules.map((schedule) => overview(schedule, book, now))));
    }
    const found = findSchedule(book, rest);
    if ('unknown' in found) return tell(parts, asker, found.unknown);
    const { name } = found.schedule;
    await tell(parts, asker, onCallIn(overview(found.schedule, book, now), await userGroupTrouble(parts, name)));
  },
};
