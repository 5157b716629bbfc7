import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { User } from '../../../people/types.ts';
import { isPassing, soon } from '../../patience.ts';
import { readLinkValue, type Wanted } from '../../ui/action-values.ts';
import { ACTION } from '../../ui/ids.ts';
import { resolveModal } from '../../ui/modals/resolve.ts';
import { askAgain, linkedAndDone, linkedTo, stillUnknown } from '../../ui/replies.ts';
import { answerMessage, tell } from '../answers.ts';
import { afterwards } from '../carry-out.ts';
import { askForIncident } from '../create-incident.ts';
import { asker, type Press } from '../interaction.ts';
import { openForIncident } from '../modal.ts';
import { askForOverride } from '../override.ts';
import type { Parts } from '../parts.ts';
import { askUntilWhen } from '../snooze.ts';

/** Looks a person up in Slack again, after they or the operator have put the e-mail address right, and does what they wanted. */
export function register(app: App, parts: Parts): void {
  app.action<BlockAction<ButtonAction>>(
    { type: 'block_actions', action_id: ACTION.linkMe },
    async ({ ack, action, body, respond }) => {
      const press: Press = { body, respond, ack };
      const who = asker(press);
      try {
        const { identity, user } = await soon(parts.people.lookUp(body.user.id));
        const wanted = readLinkValue(action.value);
        // A request is on disk when it is done; there is nothing to wait for with anything else.
        if (!user || wanted?.kind !== 'request') await ack();
        if (user) return await continueWith(parts, press, user, wanted);
        await tell(parts, who, stillUnknown(identity.email));
      } catch (error) {
        if (!isPassing(error)) throw error;
        await ack();
        await tell(parts, who, askAgain());
      }
    },
  );
}

async function continueWith(parts: Parts, press: Press, user: User, wanted: Wanted | null): Promise<void> {
  const who = asker(press);
  const triggerId = press.body.trigger_id;
  switch (wanted?.kind) {
    case undefined:
      return tell(parts, who, linkedTo(user.name));
    case 'create':
      return askForIncident(parts, who, { triggerId, title: wanted.title });
    case 'override':
      return askForOverride(parts, who, { triggerId, slackUserId: null });
    case 'resolve':
      return openForIncident(parts, press, 'resolve', wanted.number, resolveModal(wanted.number));
    case 'snooze':
      return askUntilWhen(parts, press, wanted.number);
    case 'request': {
      const answer = await parts.acting.actAgain(wanted.id, who.slackUserId);
      if (!answer) return tell(parts, who, linkedTo(user.name));
      const outcome = answerMessage(answer, parts.clock.now(), (shown) => parts.views.pageUrl(shown));
      return afterwards(answer, async () => {
        await press.ack();
        await tell(parts, who, linkedAndDone(user.name, outcome));
      });
    }
  }
}
