import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../../lib/clock.ts';
import { Undecryptable } from '../../lib/keyring.ts';
import type { BotToken } from '../api/bot-token.ts';
import type { OAuthApp } from './installer.ts';
import type { Installation, InstallationStore } from './store.ts';
import { TokenKeeper } from './token-keeper.ts';
import type { TokenVault } from './token-vault.ts';

interface Deps {
  store: InstallationStore;
  /** Null where nothing that is encrypted can be read. */
  vault: TokenVault | null;
  /** Null where there is no way to install the app in more workspaces. */
  oauth: Pick<OAuthApp, 'clientId' | 'clientSecret'> | null;
  /** Where people install the app. */
  installUrl: string;
  /** A client without a token. */
  client: () => WebClient;
  clock: Clock;
  logger: Logger;
  /** The admins are to be told of a token that can't be replaced. */
  onOwed(): void;
}

/** The tokens of all installations, each kept fresh for as long as it is in use. */
export class TokenKeepers {
  private readonly keepers = new Map<number, TokenKeeper>();

  constructor(private readonly deps: Deps) {}

  /** Whether any workspace has come by an installation. */
  get isEmpty(): boolean {
    return this.keepers.size === 0;
  }

  start(): void {
    for (const keeper of this.keepers.values()) keeper.start();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.keepers.values()].map((keeper) => keeper.stop()));
  }

  /** Starts to keep what has been installed while the app runs. */
  startOne(installationId: number): void {
    this.keepers.get(installationId)?.start();
  }

  /** An installation has other tokens than before. */
  async forget(installationId: number): Promise<void> {
    await this.keepers.get(installationId)?.stop();
    this.keepers.delete(installationId);
  }

  /** The token that an installation has now; null where it is not in use. */
  valueOf(installationId: number): string | null {
    return this.keepers.get(installationId)?.value ?? null;
  }

  /** Whether an installation has still the token that is in use; it has another once it is installed once more. */
  holds(installation: Installation): boolean {
    return this.keepers.get(installation.id)?.holds(installation) ?? false;
  }

  /** @throws Undecryptable */
  tokenOf(installation: Installation): BotToken {
    const { id, name, isOrgWide } = installation;
    const keeper = this.keepers.get(id) ?? this.keeperOf(installation);
    this.keepers.set(id, keeper);
    return {
      value: () => keeper.value,
      isOrgWide,
      name: `the token of ${name}`,
      remedy: `Install the app there again: ${this.deps.installUrl}`,
      hasExpired: () => keeper.hasExpired(),
    };
  }

  private keeperOf(installation: Installation): TokenKeeper {
    const { store, vault, oauth, client, clock, logger, onOwed } = this.deps;
    if (!vault) throw new Undecryptable('it is not set');
    return TokenKeeper.of(installation, {
      store,
      vault,
      oauth: oauth && { client: client(), app: oauth },
      clock,
      logger,
      onOwed,
    });
  }
}
