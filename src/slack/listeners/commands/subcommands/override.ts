import { readCommandWords } from '../../../ui/command-words.ts';
import { overrideModal } from '../../../ui/modals/override.ts';
import { cantBeOnCall, overridden, tooShort, whichSchedule } from '../../../ui/oncall-replies.ts';
import { tooSlow } from '../../../ui/replies.ts';
import { tell } from '../../answers.ts';
import { openModal } from '../../modal.ts';
import { actorFor, userOf } from '../../on-call-person.ts';
import { putOnCallFor, SHORTEST_OVERRIDE, wholeMinutes } from '../../override.ts';
import type { Parts } from '../../parts.ts';
import { chooseSchedule } from '../../schedules.ts';
import type { CommandCall, Subcommand } from '../subcommand.ts';

export const override: Subcommand = {
  name: 'override',
  usage: 'override [@user 4h] [schedule]',
  help: 'put somebody on call for a while; a form without the rest',
  async run(parts, call) {
    const { asker, escaped } = call;
    const { slackUserId, duration, rest } = readCommandWords(escaped);
    if (slackUserId === null || duration === null) return openForm(parts, call, slackUserId);

    if (duration < SHORTEST_OVERRIDE) return tell(parts, asker, tooShort());
    const actor = await actorFor(parts, asker);
    if (!actor) return;
    const { userId, name } = await userOf(parts, slackUserId);
    if (userId === null) return tell(parts, asker, cantBeOnCall(name));
    const now = parts.clock.now();
    const found = chooseSchedule(await parts.onCall.phoneBook(), rest, actor.userId, now);
    if ('unknown' in found) return tell(parts, asker, found.unknown);

    const span = { schedule: found.schedule.name, ...wholeMinutes(now, duration) };
    await putOnCallFor(parts, actor, { userId, slackUserId }, span);
    await tell(parts, asker, overridden(name, span, now));
  },
};

async function openForm(parts: Parts, { asker, triggerId }: CommandCall, slackUserId: string | null): Promise<void> {
  const { schedules } = await parts.onCall.phoneBook();
  const names = schedules.map(({ name }) => name);
  if (names.length === 0) return tell(parts, asker, whichSchedule(names));
  const modal = overrideModal({
    schedules: names,
    slackUserId: slackUserId ?? asker.slackUserId,
    now: parts.clock.now(),
  });
  if (!(await openModal(parts, triggerId, modal))) await tell(parts, asker, tooSlow());
}
