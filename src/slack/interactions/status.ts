import type { LiveStatus } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { liveCounts } from '../../words/incident.ts';
import { header, section } from '../cards/blocks.ts';
import { type IncidentRow, linkedTitle } from '../cards/incident.ts';
import { ago, dateAndTime } from '../cards/time.ts';
import { tell } from './answers.ts';
import type { Subcommand } from './command.ts';

export const statusCommand: Subcommand = {
  name: 'status',
  usage: 'status',
  help: 'how many incidents there are, and whether OpsKnight itself works',
  async run(deps, { asker }) {
    const viewer = await deps.membership.viewer(asker.slackUserId);
    const message = systemStatus({
      counts: await deps.incidents.countLive(viewer),
      oldestOpenHigh: await deps.views.oldestOpenHigh(viewer),
      deliveries: await deps.deliveries.load(),
      connectedSince: deps.connectedSince(),
    });
    await tell(deps, asker, message);
  },
};

const MAX_TITLE = 150;

export interface StatusContent {
  counts: Record<LiveStatus, number>;
  /** The HIGH incident that has been open, and nobody's, the longest. */
  oldestOpenHigh: Pick<IncidentRow, 'incident' | 'pageUrl'> | null;
  /** Messages owed to Slack. */
  deliveries: { waiting: number; failed: number };
  /** Since when Slack has been connected without a break; null while it isn't. */
  connectedSince: UtcMs | null;
}

/** The answer to `/opsknight status`: does anything need me, and does OpsKnight itself work? */
export function systemStatus(content: StatusContent): SlackMessage {
  const lines = [liveCounts(content.counts), oldest(content), connection(content), deliveries(content)];
  return {
    text: `OpsKnight status: ${liveCounts(content.counts)}`,
    blocks: [header('OpsKnight status'), section(lines.join('\n'))],
  };
}

function oldest({ oldestOpenHigh }: StatusContent): string {
  if (!oldestOpenHigh) return '✅ No HIGH incident waits for somebody.';
  const { openedAt } = oldestOpenHigh.incident;
  return `🔴 Longest open HIGH: ${linkedTitle(oldestOpenHigh, MAX_TITLE)}, triggered ${ago(openedAt)}`;
}

function connection({ connectedSince }: StatusContent): string {
  if (connectedSince === null) return '⚠️ Slack: reconnecting. Nothing is lost, messages wait.';
  return `✅ Slack: connected ${dateAndTime(connectedSince, 'since')}`;
}

function deliveries({ deliveries: { waiting, failed } }: StatusContent): string {
  const queue = waiting === 0 ? 'all sent' : `${waiting} waiting`;
  if (failed === 0) return `${waiting === 0 ? '✅' : '⏳'} Messages to Slack: ${queue}`;
  return `⚠️ Messages to Slack: ${queue}, ${failed} refused. \`opsknight doctor\` says why.`;
}
