import { randomDigits, slackId } from '../ids.ts';

/** Where a response to an interaction goes. */
export interface ResponseTarget {
  channelId: string;
  userId: string;
  threadTs: string | undefined;
  /** The message that was acted on; absent for slash commands. */
  messageTs: string | undefined;
}

interface Issued {
  target: ResponseTarget;
  issuedAt: number;
  uses: number;
}

const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** Response URLs: five responses within thirty minutes (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
export class ResponseUrls {
  readonly #issued = new Map<string, Issued>();

  constructor(private readonly teamId: string) {}

  /** The path below the server's address. */
  issue(kind: 'actions' | 'commands' | 'app', target: ResponseTarget): string {
    const path = `/${kind}/${this.teamId}/${randomDigits(13)}/${slackId('')}`;
    this.#issued.set(path, { target, issuedAt: Date.now(), uses: 0 });
    return path;
  }

  /**
   * `undefined`: not a URL of this workspace. A response that comes to nothing leaves the URL as it was: `count` is to be
   * called for one that was carried out.
   */
  use(path: string): { target: ResponseTarget; count(): void } | { error: 'used_url' | 'expired_url' } | undefined {
    const issued = this.#issued.get(path);
    if (!issued) return undefined;
    if (Date.now() - issued.issuedAt > LIFETIME_MS) return { error: 'expired_url' };
    if (issued.uses >= MAX_USES) return { error: 'used_url' };
    return { target: issued.target, count: () => issued.uses++ };
  }
}
