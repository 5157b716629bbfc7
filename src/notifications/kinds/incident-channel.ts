import type { UtcMs } from '../../lib/clock.ts';
import type { OwnChannel } from '../incident-channels/store.ts';
import type { NotificationPlan } from '../plan/operations.ts';
import type { Priority } from '../priority.ts';
import { idIn, type Job } from '../types.ts';
import type { Kind } from './kind.ts';

interface OwnChannelJob extends Job {
  channel: OwnChannel;
}

/** The channel that a job makes, or keeps up to date, when it does. */
export function ownChannelOf(job: Job): OwnChannel | null {
  return 'channel' in job ? (job as OwnChannelJob).channel : null;
}

/** Makes the channel of an incident's own, and keeps it as it is to be when its turn has come. */
export const incidentChannel: Kind<OwnChannelJob> = {
  isMessage: true,
  followers: [],
  async load({ work }, disk) {
    const channel = await disk.ownChannel(idIn(work));
    if (!channel) return null;
    const { connectionId, incidentNumber, channelId } = channel;
    const { target } = laneOf(connectionId, incidentNumber);
    const place = { connectionId, target, channelId, ts: null, reroutedFrom: null };
    return { kind: 'incident_channel', place, about: null, message: null, channel };
  },
  draw: async () => null,
  incidents: ({ channel }) => [channel.incidentNumber],
  callsTo: () => null,
};

/** A lane of its own: no card waits for it. */
function laneOf(connectionId: number, incidentNumber: number) {
  return { connectionId, target: `channel-of:${incidentNumber}` };
}

export function owedOwnChannel(
  { connectionId, incidentNumber }: Pick<OwnChannel, 'connectionId' | 'incidentNumber'>,
  priority: Priority,
  since: UtcMs,
): NotificationPlan {
  const work = { kind: 'incident_channel', of: incidentNumber } as const;
  const lane = laneOf(connectionId, incidentNumber);
  const method = 'conversations.create';
  return [{ do: 'owe', work, thread: null, detail: null, lane, method, priority, since }];
}
