import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { SECOND } from '../lib/clock.ts';
import { storageFailureOf } from '../lib/storage-failure.ts';
import { thisProcess } from './process-identity.ts';
import { showsLife, type Watch, watchHolder } from './sign-of-life.ts';
import type { HeldLease, LeaseStore } from './store.ts';

/** How often its holder shows that it lives. */
const BEAT = 3 * SECOND;

/** Another OpsKnight works on this database. */
export class LeaseHeldError extends Error {
  override readonly name = 'LeaseHeldError';

  constructor({ process: { host, pid } }: HeldLease) {
    super(
      `Another OpsKnight (process ${pid} on ${host}) works on this database; two would post everything twice. ` +
        'Nothing was changed. Stop the other one first, or point DATABASE_URL at another file.',
    );
  }
}

export interface LeaseDeps extends Omit<Watch, 'onWait'> {
  store: LeaseStore;
  logger: Logger;
}

/**
 * The right to work on the database, held by one app at a time. A holder that has certainly ended is followed at once;
 * of one that can't be seen it is waited for a sign of life.
 */
export class Lease {
  /** Resolves when another app has taken over: this one was stopped for so long that it counted as dead. */
  readonly lost: Promise<void>;
  private tellLost: () => void = () => {};
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private isOver = false;
  private isLost = false;

  private constructor(
    private readonly holder: string,
    private readonly store: LeaseStore,
    private readonly logger: Logger,
  ) {
    this.lost = new Promise((resolve) => (this.tellLost = resolve));
  }

  /** @throws LeaseHeldError when another app shows that it lives. */
  static async take({ store, logger, process = thisProcess(), ...watch }: LeaseDeps): Promise<Lease> {
    const holder = randomUUID();
    const onWait = ({ process: { host, pid } }: HeldLease) =>
      logger.info({ host, pid }, 'another OpsKnight may work on this database; waiting for a sign of life');
    for (let isTaken = false; !isTaken; ) {
      const { isAlive, lease } = await watchHolder(() => store.current(), { ...watch, process, onWait });
      if (isAlive) throw new LeaseHeldError(lease);
      isTaken = await store.take(holder, process, lease);
      const other = isTaken ? null : await store.current();
      if (other && showsLife(lease, other)) throw new LeaseHeldError(other);
    }
    store.guard(holder);
    const lease = new Lease(holder, store, logger);
    lease.beatLater();
    return lease;
  }

  /** Whoever comes next need not wait. */
  async release(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.beating;
    if (this.isLost) return;
    await this.store.release(this.holder).catch((error: unknown) => {
      this.logger.warn(
        { err: error },
        'the lease on the database stays behind; the next start may have to wait for it',
      );
    });
  }

  private beatLater(): void {
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.beating = this.beat().then(() => this.beatLater());
    }, BEAT);
  }

  private async beat(): Promise<void> {
    try {
      await this.store.beat(this.holder);
    } catch (error) {
      if (storageFailureOf(error)?.trouble !== 'taken_over') {
        this.logger.warn({ err: error }, 'the lease on the database could not be renewed; it is tried again');
        return;
      }
      this.isOver = true;
      this.isLost = true;
      this.tellLost();
    }
  }
}
