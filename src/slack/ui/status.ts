import type { UtcMs } from '../../clock.ts';
import type { LiveStatus } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import { header, section } from './blocks.ts';
import { type IncidentRow, linkedTitle } from './incident-words.ts';
import { ago } from './time.ts';

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
  const lines = [counts(content), oldest(content), connection(content), deliveries(content)];
  return {
    text: `OpsKnight status: ${counts(content)}`,
    blocks: [header('OpsKnight status'), section(lines.join('\n'))],
  };
}

function counts({ counts }: StatusContent): string {
  const { OPEN, ACKNOWLEDGED, SNOOZED } = counts;
  return `${OPEN} open · ${ACKNOWLEDGED} acknowledged · ${SNOOZED} snoozed`;
}

function oldest({ oldestOpenHigh }: StatusContent): string {
  if (!oldestOpenHigh) return '✅ No HIGH incident waits for somebody.';
  const { openedAt } = oldestOpenHigh.incident;
  return `🔴 Longest open HIGH: ${linkedTitle(oldestOpenHigh, MAX_TITLE)}, triggered ${ago(openedAt)}`;
}

function connection({ connectedSince }: StatusContent): string {
  if (connectedSince === null) return '⚠️ Slack: reconnecting. Nothing is lost, messages wait.';
  return `✅ Slack: connected since ${ago(connectedSince)}`;
}

function deliveries({ deliveries: { waiting, failed } }: StatusContent): string {
  const queue = waiting === 0 ? 'all sent' : `${waiting} waiting`;
  if (failed === 0) return `${waiting === 0 ? '✅' : '⏳'} Messages to Slack: ${queue}`;
  return `⚠️ Messages to Slack: ${queue}, ${failed} refused. \`opsknight doctor\` says why.`;
}
