import { randomUUID } from 'node:crypto';

/** Addresses for sockets: each is good once, and not for long (https://docs.slack.dev/reference/methods/apps.connections.open). */
export class Tickets {
  readonly #issued = new Map<string, number>();

  constructor(private readonly lifetimeMs: number) {}

  /** The path and query below the server's address. */
  issue(appId: string): string {
    const ticket = randomUUID();
    this.#issued.set(ticket, Date.now());
    return `/link/?ticket=${ticket}&app_id=${appId}`;
  }

  /** Whether this address opens a socket; it does so no more. */
  use(address: string): boolean {
    const { pathname, searchParams } = new URL(address, 'ws://slack');
    const ticket = searchParams.get('ticket') ?? '';
    const issuedAt = pathname === '/link/' ? this.#issued.get(ticket) : undefined;
    if (issuedAt === undefined) return false;
    this.#issued.delete(ticket);
    return Date.now() - issuedAt <= this.lifetimeMs;
  }
}
