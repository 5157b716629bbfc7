import { isSameName } from '../../../../../oncall/targets.ts';
import { candidates } from '../../../../actions/on-call-actions.ts';
import { section } from '../../../../cards/blocks.ts';
import { asTyped } from '../../../../cards/mrkdwn.ts';
import { shown } from '../../../../cards/on-call.ts';
import { overrideFields, PERSON_BLOCK, readOverrideFields } from '../../../override/modal.ts';
import type { AdminForm } from '../../page.ts';

/** Puts somebody on call for a while: what `/opsknight override` does, for the schedule that is looked at. */
export const addOverrideForm: AdminForm = {
  async open({ deps, by }, name) {
    const directory = await deps.onCall.directory();
    const schedule = directory.schedules.find((one) => isSameName(one.name, name));
    if (!schedule)
      return { title: 'Add override', submit: null, blocks: [section('This schedule is not there any more.')] };
    const fields = overrideFields({
      people: candidates(directory),
      chosen: { slackUserId: by.slackUserId, userId: by.userId },
      timezone: (await deps.people.known(by.slackUserId))?.identity.timezone ?? null,
      now: deps.clock.now(),
    });
    const words = `Somebody else is on call for *${shown(schedule.name)}* for a while; the rotation goes on behind it.`;
    return { title: 'Add override', submit: 'Put on call', blocks: [section(words), ...fields] };
  },
  async submit({ deps, by: { slackUserId } }, view, { name }) {
    const read = readOverrideFields(view);
    if ('errors' in read) return read;
    const action = { kind: 'override', ...read, schedule: name } as const;
    const answer = await deps.actions.act({ requestKey: view.id, slackUserId, action });
    const words = deps.answerMessage(answer)?.text ?? '';
    const isDone = answer.kind === 'on_call' && answer.done;
    return isDone ? { done: '✅ The override was made.' } : { errors: { [PERSON_BLOCK]: asTyped(words) } };
  },
};
