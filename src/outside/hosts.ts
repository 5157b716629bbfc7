import { NotTaken } from '../notifications/queue/outside.ts';

/**
 * The servers that the operator lets the app send to (`OUTGOING_HOSTS`): webhooks and ntfy. Addresses inside the network are as good as
 * any other, since that is where the app runs; what counts is that the operator has named them. Each is `host`, `host:port` or
 * `*.domain`.
 */
export class OutgoingHosts {
  constructor(private readonly patterns: readonly string[]) {}

  /** Null where the operator has named none: then those that opsknight.yml names are as good. */
  static of(patterns: readonly string[] | null): OutgoingHosts | null {
    return patterns && new OutgoingHosts(patterns);
  }

  allows(url: string): boolean {
    const { hostname, host } = new URL(url);
    return this.patterns.some((pattern) => {
      if (pattern.startsWith('*.')) return hostname.endsWith(pattern.slice(1));
      return pattern === hostname || pattern === host || pattern === withPort(url);
    });
  }

  /** @throws NotTaken */
  require(url: string): void {
    if (!this.allows(url)) throw new NotTaken('host_not_allowed', 'refused');
  }
}

/** The host with its port, also where that is the usual one. */
function withPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
