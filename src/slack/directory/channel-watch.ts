import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MINUTE } from '../../lib/clock.ts';
import type { ChannelAccess } from './channel-access.ts';
import type { ChannelDirectory } from './channels.ts';
import type { Membership } from './membership.ts';

/** No event says that a public channel was made private, and any event may be missed: so often it is looked. */
const EVERY = 5 * MINUTE;
/** Where the app is to post is looked at every so many times: once an hour. */
const ACCESS_EVERY = 12;

/**
 * Looks again and again what the channels are that incidents belong to, who is in the private ones, and whether the app can post where
 * it is to post.
 */
export class ChannelWatch {
  private readonly stopping = new AbortController();
  private looks = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly channels: ChannelDirectory,
    private readonly membership: Membership,
    private readonly access: ChannelAccess,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await sleep(EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      // Each on its own: a channel that Slack refuses to describe keeps nobody who has left another one looking.
      await this.attempt(() => this.channels.refreshHomes());
      await this.attempt(() => this.membership.refreshStale());
      if (this.looks++ % ACCESS_EVERY === 0) await this.attempt(() => this.access.verify());
    }
  }

  private async attempt(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.logger.warn({ err: error }, 'the channels could not be looked at; it is tried again in a few minutes');
    }
  }
}
