import type { Logger } from 'pino';
import { type Clock, SECOND } from '../../lib/clock.ts';
import { SlackFailure } from '../../notifications/queue/failure.ts';
import type { TeamChannels } from '../../notifications/team-channels/team-channels.ts';
import type { OnCallDirectory } from '../../oncall/call.ts';
import type { HandOffs } from '../../oncall/hand-offs.ts';
import type { OnCallStore } from '../../oncall/store.ts';
import type { UserGroups } from './user-groups.ts';

/** How often it is looked whether somebody else is on call: people, schedules and overrides change at any time. */
const EVERY = 5 * SECOND;
const SOONEST = 10;

export interface OnCallWatchDeps {
  onCall: Pick<OnCallStore, 'directory'>;
  handOffs: HandOffs;
  teamChannels: TeamChannels;
  userGroups: UserGroups;
  clock: Clock;
  logger: Logger;
  /** Messages are owed to people and channels. */
  onHandedOver(): void;
}

/** Looks who is on call, at every hand-off and every few seconds, and lets Slack and people know. All state is on disk. */
export class OnCallWatch {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  /** Somebody has called for a look since the last one began. */
  private isCalled = false;
  private isStopped = false;

  constructor(private readonly deps: OnCallWatchDeps) {}

  /** Somebody else may be on call. */
  wake(): void {
    this.isCalled = true;
    if (!this.looking) this.sleep(SOONEST);
  }

  start(): void {
    if (this.isStopped || this.looking) return;
    this.isCalled = false;
    this.looking = this.look().then((wait) => {
      this.looking = null;
      this.sleep(this.isCalled ? SOONEST : wait);
    });
  }

  private sleep(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.isStopped) this.timer = setTimeout(() => this.start(), milliseconds);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** Resolves with the milliseconds until the next look. */
  private async look(): Promise<number> {
    const { onCall, handOffs, teamChannels, clock, logger, onHandedOver } = this.deps;
    try {
      const directory = await onCall.directory();
      const isHandedOver = await handOffs.look(directory);
      const isTold = await teamChannels.look(directory);
      if (isHandedOver || isTold) onHandedOver();
      await this.letGroupsFollow(directory);
      const next = Math.min(handOffs.nextAt(directory), teamChannels.nextAt(directory));
      return Math.max(SOONEST, Math.min(EVERY, next - clock.now()));
    } catch (error) {
      logger.warn({ err: error }, 'who is on call could not be looked after; it is tried again in a few seconds');
      return EVERY;
    }
  }

  /** Slack being away is said elsewhere; the next look makes up for it. */
  private async letGroupsFollow(directory: OnCallDirectory): Promise<void> {
    try {
      await this.deps.userGroups.follow(directory);
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
      this.deps.logger.debug({ code: error.code }, 'Slack groups could not be looked after');
    }
  }
}
