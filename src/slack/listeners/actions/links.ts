import type { App } from '@slack/bolt';
import { ACTION } from '../../ui/ids.ts';

/** Buttons that only lead somewhere: the browser follows the link, and Slack still wants an answer. */
export function register(app: App): void {
  app.action({ type: 'block_actions', action_id: ACTION.signIn }, async ({ ack }) => ack());
}
