import type { App, ViewSubmitAction } from '@slack/bolt';
import { VIEW } from '../../ui/ids.ts';
import { readSnoozeModal, UNTIL_BLOCK } from '../../ui/modals/snooze.ts';
import type { Parts } from '../parts.ts';
import { submit } from '../submission.ts';

export function register(app: App, parts: Parts): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: VIEW.snooze }, async ({ ack, body, view }) => {
    const choice = readSnoozeModal(view);
    if ('errors' in choice) return ack({ response_action: 'errors', errors: choice.errors });
    const { number, until } = choice;
    const wish = { kind: 'command', number, command: { type: 'snooze', until } } as const;
    await submit(parts, { body, ack, errorBlock: UNTIL_BLOCK }, wish);
  });
}
