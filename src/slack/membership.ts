import type { WebClient } from '@slack/web-api';
import { type Clock, MINUTE, type UtcMs } from '../clock.ts';
import type { Viewer } from '../incidents/store.ts';
import type { ConnectionStore } from './store.ts';
import { toSlackFailure } from './web-api/failures.ts';

const PAGE = 1000;
/** Events tell of changes; this catches those that were missed. */
const FRESH_FOR = 5 * MINUTE;

interface Members {
  ids: Set<string>;
  readAt: UtcMs;
}

/** Who is in which private channel: its incidents are shown to nobody else. */
export class Membership {
  private readonly byChannel = new Map<string, Members>();

  constructor(
    private readonly connectionId: number,
    private readonly client: WebClient,
    private readonly store: ConnectionStore,
    private readonly clock: Clock,
  ) {}

  /** What a person may see. A private channel whose members can't be read is shown to nobody. */
  async viewer(slackUserId: string): Promise<Viewer> {
    const channels = await this.store.privateChannels(this.connectionId);
    const memberOf = await Promise.all(
      channels.map(async ({ id }) => ((await this.members(id)).has(slackUserId) ? [id] : [])),
    );
    return { connectionId: this.connectionId, slackUserId, privateChannelIds: memberOf.flat() };
  }

  /** Somebody has joined or left. */
  forget(channelId: string): void {
    this.byChannel.delete(channelId);
  }

  private async members(channelId: string): Promise<Set<string>> {
    const known = this.byChannel.get(channelId);
    if (known && this.clock.now() - known.readAt < FRESH_FOR) return known.ids;
    try {
      const ids = await this.read(channelId);
      this.byChannel.set(channelId, { ids, readAt: this.clock.now() });
      return ids;
    } catch (error) {
      // Slack can't be asked now: what was true a while ago still helps those who have to work.
      const passing = toSlackFailure(error).kind !== 'refused';
      return (passing ? known?.ids : undefined) ?? new Set();
    }
  }

  private async read(channelId: string): Promise<Set<string>> {
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await this.client.conversations.members({ channel: channelId, limit: PAGE, cursor });
      for (const id of page.members ?? []) ids.add(id);
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor);
    return ids;
  }
}
