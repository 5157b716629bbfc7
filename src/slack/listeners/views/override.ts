import type { App, ViewSubmitAction } from '@slack/bolt';
import { VIEW } from '../../ui/ids.ts';
import { PERSON_BLOCK, readOverrideModal } from '../../ui/modals/override.ts';
import type { Parts } from '../parts.ts';
import { submit } from '../submission.ts';

export function register(app: App, parts: Parts): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: VIEW.override }, async ({ ack, body, view }) => {
    const form = readOverrideModal(view);
    if ('errors' in form) return ack({ response_action: 'errors', errors: form.errors });
    await submit(parts, { body, ack, errorBlock: PERSON_BLOCK }, { kind: 'override', ...form });
  });
}
