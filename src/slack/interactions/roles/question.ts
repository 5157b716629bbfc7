import { incidentKey } from '../../../incidents/types.ts';
import type { SlackMessage } from '../../../notifications/message.ts';
import type { RoleNotice } from '../../../notifications/types.ts';
import { roleWord } from '../../../words/roles.ts';
import { actions, button, message } from '../../cards/blocks.ts';
import { inline, link, mrkdwn } from '../../cards/mrkdwn.ts';
import { actorName } from '../../cards/names.ts';
import { notice } from '../../cards/replies.ts';
import { afterwards, tell } from '../answers.ts';
import { askerOf, choiceValue, type Interaction, onButton, readChoiceValue } from '../interaction.ts';
import { viewButton } from '../view.ts';

const ACCEPT = 'accept_role';
const DECLINE = 'decline_role';
const MAX_TITLE = 150;

/** The answers to whoever is asked to take a role; what came of them takes the place of the question. */
export const acceptRole = answering(ACCEPT, 'accept_role', (what) => `🎖️ You are ${what} now.`);
export const declineRole = answering(
  DECLINE,
  'decline_role',
  (what) => `You have said that you can't be ${what}. Whoever asked you is told.`,
);

function answering(
  actionId: string,
  type: 'accept_role' | 'decline_role',
  done: (what: string) => string,
): Interaction {
  return {
    actionIds: [actionId],
    canWait: () => true,
    listen(app, deps) {
      onButton(app, actionId, async (request, value) => {
        const read = readChoiceValue(value, (role) => role || undefined);
        if (!read) return request.ack();
        const { number, choice: role } = read;
        const { body, respond, ack } = request;
        const action = { kind: 'command', number, command: { type, role } } as const;
        const answer = await deps.actions.act({ requestKey: body.trigger_id, slackUserId: body.user.id, action });
        await afterwards(answer, async () => {
          await ack();
          const trouble = deps.answerMessage(answer);
          if (trouble) return tell(deps, askerOf(request), trouble);
          const what = `${mrkdwn(roleWord(role))} of ${link(deps.views.pageUrl(number), incidentKey(number))}`;
          const words = notice(done(what));
          if (respond) await respond({ ...words, replace_original: true });
          else await tell(deps, askerOf(request), words);
        });
      });
    },
  };
}

/** A direct message about a role. @param title of the incident; null where it may have become private by now */
export function roleNotice(about: RoleNotice, title: string | null, pageUrl: (number: number) => string): SlackMessage {
  const { number, role, by } = about;
  const url = pageUrl(number);
  const named = title === null ? '' : `: ${inline(title, MAX_TITLE)}`;
  const what = `${mrkdwn(roleWord(role))} of ${link(url, incidentKey(number))}`;
  switch (about.kind) {
    case 'role_asked': {
      const until = about.from ? ` Until you accept, ${actorName(about.from)} is.` : '';
      const value = choiceValue(number, role);
      return message(
        `🎖️ ${actorName(by)} asks you to be ${what}${named}.${until}`,
        actions(
          { ...button(ACCEPT, 'Accept', value), style: 'primary' },
          button(DECLINE, "I can't", value),
          viewButton(number, url),
        ),
      );
    }
    case 'role_declined':
      return notice(`🎖️ ${actorName(by)} can't be ${what}. Please ask somebody else.`);
    case 'role_lost': {
      if (about.to) return notice(`🎖️ ${actorName(about.to)} is ${what} now, and you are no longer.`);
      return notice(`🎖️ You are no longer ${what}, says ${actorName(by)}.`);
    }
  }
}
