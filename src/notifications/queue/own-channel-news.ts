import type { ChannelFact } from '../../incidents/timeline.ts';
import type { AttemptDeps } from './attempt.ts';
import type { SlackFailure } from './failure.ts';

/** Slack says no, and will say so again until somebody has changed something. */
export function isFinal({ kind, code }: SlackFailure): boolean {
  return kind === 'refused' || code === 'missing_scope';
}

/** What has become of the channel of an incident's own, in its timeline. */
export async function tell(
  { ownChannels }: AttemptDeps,
  incidentNumber: number,
  fact: Exclude<ChannelFact, { kind: 'channel_requested' }>,
): Promise<void> {
  await ownChannels.incidents.execute(incidentNumber, { type: 'note_channel', fact }, { kind: 'clock' });
}
