import type { App, ViewSubmitAction } from '@slack/bolt';
import { VIEW } from '../../ui/ids.ts';
import { readCreateModal, TITLE_BLOCK } from '../../ui/modals/create.ts';
import type { Parts } from '../parts.ts';
import { submit } from '../submission.ts';

export function register(app: App, parts: Parts): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: VIEW.create }, async ({ ack, body, view }) => {
    const form = readCreateModal(view);
    if ('errors' in form) return ack({ response_action: 'errors', errors: form.errors });
    await submit(parts, { body, ack, errorBlock: TITLE_BLOCK }, { kind: 'create', form });
  });
}
