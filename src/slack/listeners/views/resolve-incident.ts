import type { App, ViewSubmitAction } from '@slack/bolt';
import { VIEW } from '../../ui/ids.ts';
import { NOTE_BLOCK, readResolveModal } from '../../ui/modals/resolve.ts';
import type { Parts } from '../parts.ts';
import { submit } from '../submission.ts';

export function register(app: App, parts: Parts): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: VIEW.resolve }, async ({ ack, body, view }) => {
    const { number, note } = readResolveModal(view);
    const wish = { kind: 'command', number, command: { type: 'resolve', note } } as const;
    await submit(parts, { body, ack, errorBlock: NOTE_BLOCK }, wish);
  });
}
