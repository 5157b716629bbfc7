import type { UtcMs } from '../../lib/clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';

/** Somebody of a workspace whom opsknight.yml does not know, as the admins are told of them. */
export interface UnknownPerson {
  slackUserId: string;
  name: string;
  email: string;
}

export interface LinkRequestStore {
  /**
   * The admins are owed a message about somebody who wants to be known: once a day for each. @returns what came of it, once that is
   * on disk; `nobody`: there is no admin to be told
   */
  ask(connectionId: number, person: UnknownPerson, at: UtcMs): Promise<'asked' | 'asked_before' | 'nobody'>;
  /** Whoever asked is owed what has become of it. */
  answer(connectionId: number, slackUserId: string, message: SlackMessage, at: UtcMs): Promise<void>;
}
