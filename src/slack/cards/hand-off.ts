import type { SlackMessage } from '../../notifications/message.ts';
import type { OnDuty, TeamNotice } from '../../notifications/team-channels/plan.ts';
import { PART_BEGINS } from '../../notifications/team-channels/topic.ts';
import { bareName } from '../../words/people.ts';
import { cutTo, oneLine } from '../../words/text.ts';
import { section } from './blocks.ts';
import { escaped, inline } from './mrkdwn.ts';
import { personWord } from './names.ts';
import { shown } from './on-call.ts';
import { notice } from './replies.ts';
import { fallbackText } from './rich-text.ts';
import { dateAndTime } from './time.ts';

const MAX_NAME = 60;
const MAX_SCHEDULE = 40;
/** A line takes up to 300 characters of a section's 3,000. */
const MAX_LINES = 9;

/** What a team reads in its channel; it pings nobody: whoever is on call is told in a direct message. */
export function teamNotice(about: TeamNotice): SlackMessage {
  if (about.kind === 'hand_off') {
    const { schedule, name, until } = about;
    const end = until === null ? '' : ` ${dateAndTime(until, 'until')}`;
    const words = name === null ? `⚠️ On call now: nobody` : `📟 On call now: ${who(about)}`;
    return notice(`${words}${end} (${shown(schedule)})`);
  }
  const { schedule, timezone, shifts } = about;
  const title = `🗓️ On call this week in ${shown(schedule)}`;
  const lines = shifts
    .slice(0, MAX_LINES)
    .map(({ name, from }) => `• ${dateAndTime(from)}: ${name === null ? 'nobody' : personWord(name)}`);
  const more = shifts.length - lines.length;
  const rest = more > 0 ? `\nand ${more} more: \`/opsknight oncall ${shown(schedule)}\`` : '';
  return {
    text: fallbackText(title),
    blocks: [
      section(`*${title}*\n${lines.join('\n')}${rest}\nHand-offs by the clock of ${inline(timezone, MAX_NAME)}.`),
    ],
  };
}

function who({ name, isOutsideSlack }: OnDuty): string {
  if (name === null) return 'nobody';
  return isOutsideSlack ? `${inline(bareName(name), MAX_NAME)}, who is not in Slack` : personWord(name);
}

/** `On call now: @bob`; of several schedules, each with its name. Topics know no markup. */
export function topicPart(onDuty: readonly OnDuty[]): string {
  const [only, ...others] = onDuty;
  const words = others.length === 0 && only ? topicName(only) : onDuty.map(inSchedule).join(', ');
  return `${PART_BEGINS} ${words}`;
}

function inSchedule(one: OnDuty): string {
  return `${plain(one.schedule, MAX_SCHEDULE)} ${topicName(one)}`;
}

function topicName({ name, isOutsideSlack }: OnDuty): string {
  if (name === null) return 'nobody';
  return `${isOutsideSlack ? '' : '@'}${plain(bareName(name), MAX_NAME)}`;
}

/** What separates the parts of a topic is left to that. */
function plain(text: string, limit: number): string {
  return escaped(cutTo(limit, oneLine(text.replaceAll('|', ' '))));
}
