import type { SlackMessage } from '../../notifications/message.ts';
import type { Answer } from '../acting/acting.ts';
import type { Wish } from '../acting/request.ts';
import { Untold } from '../acting/unsettled.ts';
import { type Asker, answerMessage, tell } from './answers.ts';
import type { Parts } from './parts.ts';

/** Something that a person asks for, and the way to answer. */
export interface Asked {
  requestKey: string;
  asker: Asker;
  wish: Wish;
  ack(): Promise<void>;
}

/**
 * Does what somebody asks for, answers Slack when it is on disk, and tells them what came of it.
 * @param success What is said where nothing else is to be said.
 */
export async function carryOut(parts: Parts, asked: Asked, success: SlackMessage | null = null): Promise<Answer> {
  const { requestKey, asker, wish, ack } = asked;
  const answer = await parts.acting.act({ requestKey, slackUserId: asker.slackUserId, wish });
  const message = answerMessage(answer, parts.clock.now(), (shown) => parts.views.pageUrl(shown)) ?? success;
  await afterwards(answer, async () => {
    await ack();
    if (message) await tell(parts, asker, message);
  });
  return answer;
}

/** What follows when something may have been done: if it fails, that is all that has failed. @throws Untold */
export async function afterwards(answer: Answer, follow: () => Promise<void>): Promise<void> {
  try {
    await follow();
  } catch (error) {
    throw answer.kind === 'refused' ? error : new Untold(error);
  }
}
