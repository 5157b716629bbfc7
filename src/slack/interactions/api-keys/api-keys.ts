import type { ViewSubmitAction } from '@slack/bolt';
import { type Issued, issueKey } from '../../../keys/issue.ts';
import { ruleSetsOf } from '../../../routing/route.ts';
import { button } from '../../cards/blocks.ts';
import { asTyped } from '../../cards/mrkdwn.ts';
import { notice } from '../../cards/replies.ts';
import { tell } from '../answers.ts';
import { askerOf, type Interaction, onButton } from '../interaction.ts';
import { openModal } from '../modal.ts';
import { showHome } from '../places.ts';
import { KEY_VIEW, keyModal, keyShownOnce, NAME_BLOCK, readKeyModal } from './modal.ts';

const ACTION = 'create_api_key';
const ONLY_ADMINS = 'Only an admin of OpsKnight can make API keys. None was made.';

/** Makes an API key: the Home tab's button, for admins. The key is shown once, in the modal that asked for it. */
export const apiKeys: Interaction = {
  actionIds: [ACTION],
  viewId: KEY_VIEW,
  listen(app, deps) {
    onButton(app, ACTION, async (request) => {
      await request.ack();
      const asker = askerOf(request);
      if (!(await deps.admin(asker.slackUserId))) return tell(deps, asker, notice(ONLY_ADMINS));
      const view = keyModal(await deps.servicesFor(asker.slackUserId), ruleSetsOf(await deps.settings.routing()));
      await openModal(deps, { asker, triggerId: request.body.trigger_id }, view);
    });
    app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: KEY_VIEW }, async ({ ack, body, view }) => {
      const slackUserId = body.user.id;
      const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors });
      const form = readKeyModal(view);
      if ('errors' in form) return refuse(form.errors);
      const by = await deps.admin(slackUserId);
      if (!by) return refuse({ [NAME_BLOCK]: ONLY_ADMINS });
      const issued = await issueKey(deps.keys, { ...form, reach: 'organisation' }, { at: deps.clock.now(), by });
      if (issued.kind === 'refused') return refuse({ [NAME_BLOCK]: asTyped(refusal(issued)) });
      deps.logger.info({ key: issued.key.name, slackUserId }, 'an API key was made in Slack');
      await ack({ response_action: 'update', view: keyShownOnce(issued.key.name, issued.secret) });
      await showHome(deps, slackUserId);
    });
  },
};

export function createKeyButton() {
  return button(ACTION, 'Create API key', 'home');
}

function refusal(refused: Extract<Issued, { kind: 'refused' }>): string {
  switch (refused.why) {
    case 'no_name':
      return 'A key needs a name, such as the tool that will use it.';
    case 'unreadable_name':
      return 'The name must be one line of readable text.';
    case 'long_name':
      return 'The name has 100 characters at most.';
    case 'taken':
      return `There is a key named "${refused.name}" already. Choose another name.`;
  }
}
