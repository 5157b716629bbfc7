import type { UtcMs } from '../../../lib/clock.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import { personWord } from '../../cards/names.ts';
import { type Span, shown, whichSchedule } from '../../cards/on-call.ts';
import { notice } from '../../cards/replies.ts';
import { dateAndTime } from '../../cards/time.ts';
import { type Asker, carryOut, tell } from '../answers.ts';
import { readCommandWords, SHORTEST_SPAN, type Subcommand, tooShort, wholeMinutes } from '../command.ts';
import type { Deps } from '../deps.ts';
import type { Interaction } from '../interaction.ts';
import { formRefused, onSubmission, openModal } from '../modal.ts';
import { OVERRIDE_VIEW, overrideModal, PERSON_BLOCK, readOverrideModal } from './modal.ts';

/** Puts somebody on call for a while. */
export const override: Interaction = {
  viewId: OVERRIDE_VIEW,
  listen(app, deps) {
    onSubmission(app, deps, { viewId: OVERRIDE_VIEW, errorBlock: PERSON_BLOCK }, (view) => {
      const form = readOverrideModal(view);
      return 'errors' in form ? form : { kind: 'override', ...form };
    });
  },
};

export const overrideCommand: Subcommand = {
  name: 'override',
  usage: 'override [@user 4h] [schedule]',
  help: 'put somebody on call for a while; a form without the rest',
  changes: true,
  async run(deps, { asker, triggerId, escaped, ack }) {
    const { slackUserId, duration, rest: schedule } = readCommandWords(escaped);
    if (slackUserId === null || duration === null) {
      await ack();
      return askForOverride(deps, asker, { triggerId, slackUserId });
    }
    if (duration < SHORTEST_SPAN) return tell(deps, asker, tooShort());
    const span = wholeMinutes(deps.clock.now(), duration);
    const action = { kind: 'override', slackUserId, schedule, ...span } as const;
    await carryOut(deps, { requestKey: triggerId, asker, action, ack });
  },
};

interface OverrideFormRequest {
  triggerId: string;
  /** Who is chosen at first; null for the asker. */
  slackUserId: string | null;
}

/** Opens the form that asks who is to be on call, where, and for how long. */
export async function askForOverride(
  deps: Deps,
  asker: Asker,
  { triggerId, slackUserId }: OverrideFormRequest,
): Promise<void> {
  const refusal = await formRefused(deps, asker.slackUserId, { kind: 'override' });
  if (refusal) return tell(deps, asker, refusal);
  const { schedules } = await deps.onCall.directory();
  const names = schedules.map(({ name }) => name);
  if (names.length === 0) return tell(deps, asker, whichSchedule(names));
  const modal = overrideModal({
    schedules: names,
    slackUserId: slackUserId ?? asker.slackUserId,
    now: deps.clock.now(),
  });
  await openModal(deps, asker, triggerId, modal);
}

export function overridden(name: string, { schedule, from, to }: Span, now: UtcMs): SlackMessage {
  const begin = from <= now ? 'now' : `from ${dateAndTime(from)}`;
  return notice(`${personWord(name)} is on call in *${shown(schedule)}* ${begin} until ${dateAndTime(to)}.`);
}

/** Tells somebody whom another one has put on call. */
export function putOnCall(by: string, { schedule, from, to }: Span): SlackMessage {
  return notice(
    `📟 ${by} has put you on call in *${shown(schedule)}* from ${dateAndTime(from)} until ${dateAndTime(to)}. \`/opsknight override\` changes it.`,
  );
}
