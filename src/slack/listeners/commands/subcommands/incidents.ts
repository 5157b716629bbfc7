import { tell } from '../../answers.ts';
import type { Subcommand } from '../subcommand.ts';

export const incidents: Subcommand = {
  name: 'incidents',
  usage: 'incidents',
  help: 'open incidents, most urgent first, with their buttons',
  async run(parts, { asker }) {
    const { slackUserId } = asker;
    const viewer = await parts.membership.viewer(slackUserId);
    await tell(parts, asker, await parts.views.list(viewer, 1));
  },
};
