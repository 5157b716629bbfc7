import { HIDDEN_CHANNEL, type Hides } from '../../../audit/words.ts';
import { inline } from '../../cards/mrkdwn.ts';

const MAX_NAME = 100;

/** A channel as settings write it, as mrkdwn for somebody who may not know of some. @param none what is said for none */
export function shownChannel(channel: string | null, hides: Hides, none: string): string {
  if (channel === null) return none;
  return hides(channel) ? HIDDEN_CHANNEL : inline(channel, MAX_NAME);
}
