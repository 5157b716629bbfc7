import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Stopwatch } from '../lib/clock.ts';
import type { SlackPerson } from './store.ts';

/** Slack opens the browser and tells the app of the press; whichever comes first, the other follows within moments. */
const LATELY = 10 * SECOND;
const PATIENCE = 2 * SECOND;

/** Whoever opens more pages than this within moments is no person with a browser. */
const MOST_REMEMBERED = 1_000;

/** Which pages browsers have opened lately: so it is known whether somebody who has pressed View stands before a closed door. */
export class Arrivals {
  private readonly signedIn: Recent;
  private readonly signedOut: Recent;

  constructor(
    stopwatch: Stopwatch,
    private readonly pause: () => Promise<unknown> = () => sleep(PATIENCE, null, { ref: false }),
  ) {
    this.signedIn = new Recent(stopwatch);
    this.signedOut = new Recent(stopwatch);
  }

  /** A browser has opened a page. @param person Who is signed in there; null for nobody. */
  note(path: string, person: SlackPerson | null): void {
    if (person) this.signedIn.add(entrance(path, person));
    else this.signedOut.add(path);
  }

  /**
   * Whether the browser in which the person opens the page about now isn't signed in. Nobody can tell whose browser it is: it
   * counts as theirs when none opens the page in which they are.
   */
  async isLockedOut(path: string, person: SlackPerson): Promise<boolean> {
    const own = entrance(path, person);
    if (this.signedIn.has(own)) return false;
    await this.pause();
    return !this.signedIn.has(own) && this.signedOut.has(path);
  }
}

function entrance(path: string, { connectionId, slackUserId }: SlackPerson): string {
  return `${connectionId} ${slackUserId} ${path}`;
}

/** What happened within the last moments. */
class Recent {
  /** By when it happened last, the oldest first. */
  private readonly at = new Map<string, number>();

  constructor(private readonly stopwatch: Stopwatch) {}

  add(what: string): void {
    this.at.delete(what);
    this.at.set(what, this.stopwatch.elapsed());
    if (this.at.size <= MOST_REMEMBERED) return;
    const [oldest] = this.at.keys();
    if (oldest !== undefined) this.at.delete(oldest);
  }

  has(what: string): boolean {
    const at = this.at.get(what);
    return at !== undefined && this.stopwatch.elapsed() - at < LATELY;
  }
}
