import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { type Clock, MINUTE, SECOND, systemStopwatch } from '../../lib/clock.ts';
import { toSlackFailure } from '../api/failures.ts';
import type { Connection } from '../directory/store.ts';
import { grantedTeams } from './installer.ts';
import type { Installation, InstallationStore } from './store.ts';

const EVERY = 5 * MINUTE;
const AGAIN = 20 * SECOND;

interface Deps {
  installations: InstallationStore;
  connections(): Promise<Connection[]>;
  /** A client with the token of an installation; null where that is not in use. */
  client(installationId: number): WebClient | null;
  isOpen(connectionId: number): boolean;
  open(connection: Connection, installation: Installation): Promise<void>;
  close(connectionId: number): Promise<void>;
  /** Workspaces come and go one after the other. */
  inTurn(change: () => Promise<void>): Promise<void>;
  clock: Clock;
  logger: Logger;
}

/** Into which of its workspaces an organisation lets the app: asked for now and then, and when one speaks that isn't known. */
export class OrganisationGrants {
  /** When an organisation was last asked for its workspaces, on the stopwatch of the process. */
  private readonly askedAt = new Map<number, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: Deps) {}

  /** Asks at once, and then again and again. */
  watch(): void {
    clearInterval(this.timer);
    const look = async () => {
      try {
        for (const one of await this.deps.installations.all())
          if (one.isOrgWide) await this.deps.inTurn(() => this.look(one, 0));
      } catch (error) {
        this.deps.logger.warn({ err: error }, 'the workspaces of an organisation could not be looked at');
      }
    };
    this.timer = setInterval(() => void look(), EVERY);
    this.timer.unref();
    void look();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Somebody speaks from an organisation's workspace that isn't known: the app may have been let into it just now. */
  async lookNow(enterpriseId: string): Promise<void> {
    const installations = await this.deps.installations.all();
    const installation = installations.find(({ isOrgWide, ownerId }) => isOrgWide && ownerId === enterpriseId);
    if (installation) await this.deps.inTurn(() => this.look(installation, AGAIN));
  }

  /** @param notSooner than so many milliseconds after the last time */
  private async look(installation: Installation, notSooner: number): Promise<void> {
    const { deps } = this;
    const { id, name } = installation;
    const client = deps.client(id);
    const now = systemStopwatch.elapsed();
    if (!client || now - (this.askedAt.get(id) ?? Number.NEGATIVE_INFINITY) < notSooner) return;
    this.askedAt.set(id, now);
    try {
      const teams = await grantedTeams(client);
      const before = await deps.connections();
      const granted = await deps.installations.grant(id, teams, deps.clock.now());
      const lost = before.filter(
        (one) => one.installationId === id && one.endedAt === null && !granted.some((kept) => kept.id === one.id),
      );
      for (const one of lost) await deps.close(one.id);
      const fresh = granted.filter((one) => !deps.isOpen(one.id));
      for (const one of fresh) await deps.open(one, installation);
      if (lost.length + fresh.length === 0) return;
      const named = (list: readonly Connection[]) => list.map(({ teamName }) => teamName);
      deps.logger.info(
        { organisation: name, added: named(fresh), removed: named(lost) },
        'an organisation lets the app into other workspaces than before',
      );
    } catch (error) {
      const { code } = toSlackFailure(error);
      deps.logger.warn({ organisation: name, code }, 'the workspaces of an organisation could not be listed');
    }
  }
}
