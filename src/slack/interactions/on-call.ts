import { overview } from '../../oncall/overview.ts';
import { findSchedule } from '../actions/on-call-actions.ts';
import { onCall, onCallIn } from '../cards/on-call.ts';
import { tell } from './answers.ts';
import type { Subcommand } from './command.ts';
import type { Deps } from './deps.ts';

/** Why the schedule's Slack group does not follow it; null when it does, or there is none. */
async function userGroupTrouble({ userGroups, connectionId }: Deps, schedule: string): Promise<string | null> {
  const wanted = await userGroups.wanted();
  const failure = (await userGroups.failures(connectionId)).find(({ userGroup }) =>
    wanted.get(userGroup)?.includes(schedule),
  );
  return failure
    ? `The Slack group ${failure.userGroup} is not kept equal to who is on call: Slack says “${failure.code}”.`
    : null;
}

export const onCallCommand: Subcommand = {
  name: 'oncall',
  usage: 'oncall [schedule]',
  help: 'who is on call, now and next',
  async run(deps, { asker, rest }) {
    const directory = await deps.onCall.directory();
    const now = deps.clock.now();
    if (rest === '') {
      return tell(deps, asker, onCall(directory.schedules.map((schedule) => overview(schedule, directory, now, 2))));
    }
    const found = findSchedule(directory, rest);
    if ('unknown' in found) return tell(deps, asker, found.unknown);
    const { name } = found.schedule;
    await tell(deps, asker, onCallIn(overview(found.schedule, directory, now), await userGroupTrouble(deps, name)));
  },
};
