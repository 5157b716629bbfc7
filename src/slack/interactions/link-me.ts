import type { SlackMessage } from '../../notifications/message.ts';
import type { User } from '../../people/types.ts';
import { isPassing, soon } from '../api/patience.ts';
import { message } from '../cards/blocks.ts';
import { mrkdwn } from '../cards/mrkdwn.ts';
import { askAgain, notice } from '../cards/replies.ts';
import { afterwards, tell } from './answers.ts';
import { askAdminButton } from './ask-admin.ts';
import { askForIncident } from './create/create.ts';
import type { Deps } from './deps.ts';
import { FORMS } from './forms.ts';
import { askerOf, type ControlRequest, type Interaction, onButton } from './interaction.ts';
import { formRequestOf } from './modal.ts';
import { askForOverride } from './override/override.ts';
import { LINK_ME, readLinkValue, type Wanted } from './refusal.ts';

/** Looks a person up in Slack again, after they or the operator have put the e-mail address right, and does what they wanted. */
export const linkMe: Interaction = {
  actionIds: [LINK_ME],
  listen(app, deps) {
    onButton(app, LINK_ME, async (request, value) => {
      const asker = askerOf(request);
      try {
        const { identity, user } = await soon(deps.people.lookUp(asker.slackUserId));
        const wanted = readLinkValue(value);
        // A request is on disk when it is done; there is nothing to wait for with anything else.
        if (!user || wanted?.kind !== 'request') await request.ack();
        if (user) return await continueWith(deps, request, user, wanted);
        await tell(deps, asker, stillUnknown(deps, identity.email));
      } catch (error) {
        if (!isPassing(error)) throw error;
        await request.ack();
        await tell(deps, asker, askAgain());
      }
    });
  },
};

async function continueWith(deps: Deps, request: ControlRequest, user: User, wanted: Wanted | null): Promise<void> {
  const asker = askerOf(request);
  const triggerId = request.body.trigger_id;
  if (!wanted) return tell(deps, asker, linkedTo(user.name));
  switch (wanted.kind) {
    case 'create':
      return askForIncident(deps, asker, { triggerId, title: wanted.title });
    case 'override':
      return askForOverride(deps, asker, { triggerId, slackUserId: null });
    case 'request': {
      const answer = await deps.actions.actAgain(wanted.id, asker.slackUserId);
      if (!answer) return tell(deps, asker, linkedTo(user.name));
      const outcome = deps.answerMessage(answer);
      return afterwards(answer, async () => {
        await request.ack();
        await tell(deps, asker, linkedAndDone(user.name, outcome));
      });
    }
    default:
      return FORMS[wanted.kind](deps, formRequestOf(request), wanted.number);
  }
}

/** When nothing waits for it any more. */
function linkedTo(userName: string): SlackMessage {
  return notice(
    `You are ${mrkdwn(userName)} in OpsKnight now. What you wanted was done before, or asked too long ago: please look, and try again if need be.`,
  );
}

/** Together with what the person wanted. `outcome`: what came of it; null when it is done. */
function linkedAndDone(userName: string, outcome: SlackMessage | null): SlackMessage {
  const words = `You are ${mrkdwn(userName)} in OpsKnight now${outcome ? '.' : ', and what you wanted is done.'}`;
  if (!outcome) return notice(words);
  const { text, blocks } = message(words, ...(outcome.blocks ?? []));
  return { text: `${text} ${outcome.text}`, blocks };
}

/** When there is still nobody. */
function stillUnknown(deps: Deps, email: string | null): SlackMessage {
  if (email === null) {
    return notice("Slack doesn't show me your e-mail address. Ask an admin of this workspace to let apps see it.");
  }
  return message(
    `No active user in opsknight.yml has the address ${mrkdwn(email)}. Ask your OpsKnight admin to add it.`,
    ...askAdminButton(deps),
  );
}
