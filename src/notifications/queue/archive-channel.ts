import { HOUR, type UtcMs } from '../../lib/clock.ts';
import type { OwnChannel } from '../incident-channels/store.ts';
import type { AttemptDeps } from './attempt.ts';
import { SlackFailure } from './failure.ts';
import { isFinal, tell } from './own-channel-news.ts';

/**
 * Archives the channel of an incident that is over, when it is to be. What comes of it is on disk together with what ends the wish, so a
 * kill in between only archives again what is archived.
 * @throws SlackFailure when Slack can't be asked now.
 */
export async function archiveWhenAsked(parts: AttemptDeps, channel: OwnChannel, channelId: string): Promise<void> {
  const { connectionId, incidentNumber, archiveIfQuietFor: quiet, overSince } = channel;
  if (quiet === null || overSince === null) return;
  try {
    if (quiet > 0 && (await isInUse(parts, connectionId, channelId, quietSince(quiet, overSince, parts.clock.now())))) {
      return await tell(parts, incidentNumber, { kind: 'channel_in_use', channelId });
    }
    await parts.slack.archive(connectionId, channelId);
  } catch (error) {
    if (!(error instanceof SlackFailure && isFinal(error))) throw error;
    if (!ARCHIVED_ALREADY.has(error.code)) {
      return await tell(parts, incidentNumber, { kind: 'channel_not_archived', code: error.code });
    }
  }
  await tell(parts, incidentNumber, { kind: 'channel_archived' });
}

/** What was written after the end counts, within reason, however late this comes. */
function quietSince(quiet: number, overSince: UtcMs, now: UtcMs): number {
  return Math.max(quiet, Math.min(HOUR, now - overSince));
}

async function isInUse(
  { slack, slackTime }: AttemptDeps,
  connectionId: number,
  channelId: string,
  quiet: number,
): Promise<boolean> {
  return slack.isInUse(connectionId, channelId, (await slackTime.atLeast(connectionId)) - quiet);
}

/** An attempt that was cut short has done it, or somebody has. */
const ARCHIVED_ALREADY: ReadonlySet<string> = new Set(['already_archived', 'is_archived']);
