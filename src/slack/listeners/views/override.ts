import type { App, ViewSubmitAction } from '@slack/bolt';
import { VIEW } from '../../ui/ids.ts';
import { PERSON_BLOCK, readOverrideModal } from '../../ui/modals/override.ts';
import { overridden } from '../../ui/oncall-replies.ts';
import { tell } from '../answers.ts';
import { actorFor, userOf } from '../on-call-person.ts';
import { putOnCallFor } from '../override.ts';
import type { Parts } from '../parts.ts';

const NOT_A_USER = 'No active user in opsknight.yml has the e-mail address of that account.';

export function register(app: App, parts: Parts): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: VIEW.override }, async ({ ack, body, view }) => {
    const form = readOverrideModal(view);
    if ('errors' in form) return ack({ response_action: 'errors', errors: form.errors });
    const { slackUserId, ...span } = form;
    const { userId, name } = await userOf(parts, slackUserId);
    if (userId === null) return ack({ response_action: 'errors', errors: { [PERSON_BLOCK]: NOT_A_USER } });

    const asker = { slackUserId: body.user.id, respond: undefined };
    const actor = await actorFor(parts, asker);
    if (actor) await putOnCallFor(parts, actor, { userId, slackUserId }, span);
    await ack();
    if (actor) await tell(parts, asker, overridden(name, span, parts.clock.now()));
  });
}
