import type { LiveStatus } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { OnCallNotice } from '../../notifications/types.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { notice } from './notices.ts';
import { dateAndTime } from './time.ts';

const MAX_NAME = 100;

/** What somebody is told at a hand-off: until when, and what waits for them. */
export function onCallNotice({ schedule, until }: OnCallNotice, counts: Record<LiveStatus, number>): SlackMessage {
  const open = counts.OPEN + counts.ACKNOWLEDGED + counts.SNOOZED;
  const end = until === null ? '' : ` until ${dateAndTime(until)}`;
  const waiting =
    open === 0
      ? 'No open incidents.'
      : `${open} open ${open === 1 ? 'incident' : 'incidents'}: \`/opsknight incidents\``;
  return notice(`📟 You are on call for *${mrkdwn(cut(oneLine(schedule), MAX_NAME))}*${end}. ${waiting}`);
}
