import type { SlackMessage } from '../../courier/message.ts';
import { notVisible } from '../ui/notices.ts';
import type { Parts } from './parts.ts';

/** What somebody is told who names an incident of a private channel that they aren't in; null for anybody else. */
export async function hidden(parts: Parts, slackUserId: string, number: number): Promise<SlackMessage | null> {
  if ((await parts.incidents.get(number)) === null) return null; // there is nothing to hide
  const viewer = await parts.membership.viewer(slackUserId);
  return (await parts.incidents.isVisible(number, viewer)) ? null : notVisible(number);
}
