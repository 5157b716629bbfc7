import { OPEN_LINK } from '../cards/tamed-blocks.ts';
import type { Interaction } from './interaction.ts';

/** A button of a notification only leads somewhere: the browser follows the link, and Slack still wants an answer. */
export const notificationLink: Interaction = {
  listen(app) {
    app.action({ type: 'block_actions', action_id: new RegExp(`^${OPEN_LINK}:`) }, async ({ ack }) => ack());
  },
};
