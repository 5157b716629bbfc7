import { incidentKey } from '../../incidents/types.ts';
import type { UtcMs } from '../../lib/clock.ts';
import { tell } from '../kinds/notice.ts';
import { incidentOf, owedRetraction, type Retraction } from '../kinds/retraction.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import type { Message } from '../types.ts';
import { bringUpToDate, messagePlace } from './messages.ts';
import type { NotificationPlan } from './operations.ts';
import { startOver } from './start-over.ts';

/**
 * An incident has become private elsewhere: the message says no more than that, and what the app has said of it in the thread goes. A
 * message that can't be changed goes, too, and is posted anew.
 */
export function takeOutOfSight(
  message: Message,
  incidentNumber: number,
  priority: Priority,
  now: UtcMs,
): NotificationPlan {
  const { kind, place } = message;
  if (place.ts !== null && place.editing === 'closed') {
    return [...owedRetraction(message, { about: null, withMessage: true }, now), ...startOver(message, place, now)];
  }
  const about = kind === 'storm' ? incidentKey(incidentNumber) : null;
  return [
    ...bringUpToDate(messagePlace(message), priority, now),
    ...owedRetraction(message, { about, withMessage: false }, now),
  ];
}

/**
 * What was said in a thread stays there for good, though the incident is private now: whoever made it so is told, or else the admins.
 * @param to Slack accounts of the retraction's workspace
 */
export function tellOfRemains(
  retraction: Retraction,
  to: readonly string[],
  code: string,
  at: UtcMs,
): NotificationPlan {
  const { connectionId, channelId, ts } = retraction;
  const number = incidentOf(retraction);
  const notice = { kind: 'remains', number, channelId, code } as const;
  return to.flatMap((slackUserId) => {
    const key = `remains:${channelId}:${ts}:${number ?? 'all'}:${slackUserId}`;
    return tell(key, { connectionId, target: slackUserId }, notice, at, PRIORITY.human);
  });
}
