import { systemStatus } from '../../../ui/status.ts';
import { tell } from '../../answers.ts';
import type { Subcommand } from '../subcommand.ts';

export const status: Subcommand = {
  name: 'status',
  usage: 'status',
  help: 'how many incidents there are, and whether OpsKnight itself is well',
  async run(parts, { asker }) {
    const viewer = await parts.membership.viewer(asker.slackUserId);
    const message = systemStatus({
      counts: await parts.incidents.countLive(viewer),
      oldestOpenHigh: await parts.views.oldestOpenHigh(viewer),
      deliveries: await parts.deliveries.load(),
      connectedSince: parts.connectedSince(),
    });
    await tell(parts, asker, message);
  },
};
