import type { App, ViewSubmitAction } from '@slack/bolt';
import { asTyped } from '../../ui/escape.ts';
import { VIEW } from '../../ui/ids.ts';
import { readCreateModal, TITLE_BLOCK } from '../../ui/modals/create.ts';
import { answerMessage, tell } from '../answers.ts';
import type { Parts } from '../parts.ts';

export function register(app: App, parts: Parts): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: VIEW.create }, async ({ ack, body, view }) => {
    const form = readCreateModal(view);
    if ('errors' in form) return ack({ response_action: 'errors', errors: form.errors });

    const slackUserId = body.user.id;
    const requestKey = view.id;
    const answer = await parts.acting.act({
      requestKey,
      slackUserId,
      wish: { kind: 'create', form },
      responseUrl: null,
    });
    const message = answerMessage(answer, parts.clock.now(), (number) => parts.views.pageUrl(number));
    if (answer.kind === 'refused' && message) {
      return ack({ response_action: 'errors', errors: { [TITLE_BLOCK]: asTyped(message.text) } });
    }
    await ack();
    if (message) await tell(parts, { slackUserId, respond: undefined }, message);
  });
}
