import type { UtcMs } from '../../clock.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Call } from '../../oncall/call.ts';
import { didYouMean } from '../../settings/did-you-mean.ts';
import { actions, button, section } from './blocks.ts';
import { callWords, personWord } from './call-words.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';
import { ACTION } from './ids.ts';
import { notice } from './notices.ts';
import { dateAndTime } from './time.ts';

/*
 * What people are told of overrides, of covering for each other, and of paging by hand.
 */

const MAX_NAME = 100;
const MAX_NAMES = 10;

/** A time that somebody takes over, or is to take over. */
export interface Span {
  schedule: string;
  from: UtcMs;
  to: UtcMs;
}

export function unknownSchedule(name: string, known: readonly string[]): SlackMessage {
  const hint = didYouMean(name, known) || (known.length > 0 ? ` There is ${listed(known)}.` : ' There is none yet.');
  return notice(`I know no schedule “${shown(name)}”.${mrkdwn(hint)}`);
}

export function whichSchedule(known: readonly string[]): SlackMessage {
  if (known.length === 0) return notice('There is no on-call schedule yet; `/opsknight oncall` shows how to make one.');
  return notice(`Which schedule? Add its name: ${listed(known)}.`);
}

/** How a command is written. `usage` is what follows "/opsknight". */
export function writeItLikeThis(usage: string, example: string): SlackMessage {
  return notice(`Write it like this: \`/opsknight ${mrkdwn(usage)}\`, such as \`/opsknight ${mrkdwn(example)}\``);
}

/** Nothing was changed. */
export function tooShort(): SlackMessage {
  return notice(
    'That is too short; nothing was changed. Somebody is on call for a minute at least, such as `30m` or `4h`.',
  );
}

/** Somebody is named who can't be on call. */
export function cantBeOnCall(name: string): SlackMessage {
  return notice(
    `${personWord(name)} can't be on call: no active user in opsknight.yml has the e-mail address of that account.`,
  );
}

/** The asker is not in opsknight.yml themselves. */
export function youCantBeOnCall(): SlackMessage {
  return notice("You can't be on call: no active user in opsknight.yml has the e-mail address of your Slack account.");
}

export function overridden(name: string, { schedule, from, to }: Span, now: UtcMs): SlackMessage {
  const begin = from <= now ? 'now' : `from ${dateAndTime(from)}`;
  return notice(`${personWord(name)} is on call in *${shown(schedule)}* ${begin} until ${dateAndTime(to)}.`);
}

/** Tells somebody whom another one has put on call. */
export function putOnCall(by: string, { schedule, from, to }: Span): SlackMessage {
  return notice(
    `📟 ${by} has put you on call in *${shown(schedule)}* from ${dateAndTime(from)} until ${dateAndTime(to)}. \`/opsknight override\` changes it.`,
  );
}

/** Asks a colleague to take over. `id` of the request. */
export function coverQuestion(by: string, { schedule, from, to }: Span, id: number): SlackMessage {
  const words = `🙏 ${by} asks you to cover for them: on call in *${shown(schedule)}* from ${dateAndTime(from)} until ${dateAndTime(to)}.`;
  const accept = { ...button(ACTION.acceptCover, 'I cover', String(id)), style: 'primary' as const };
  return { text: words, blocks: [section(words), actions(accept)] };
}

export function coverAsked(names: readonly string[], { schedule, to }: Span): SlackMessage {
  if (names.length === 0) return notice('There is nobody else to ask in this schedule. Name somebody: `@user`.');
  const words = names.slice(0, MAX_NAMES).map(personWord).join(', ');
  return notice(
    `Asked ${words} to cover for you in *${shown(schedule)}* until ${dateAndTime(to)}. You stay on call until one accepts.`,
  );
}

/** Instead of the question, once it is answered. */
export function youCover(name: string, { schedule, from, to }: Span): SlackMessage {
  return notice(
    `✅ You cover for ${personWord(name)}: on call in *${shown(schedule)}* from ${dateAndTime(from)} until ${dateAndTime(to)}.`,
  );
}

/** Tells who asked. */
export function coveredBy(by: string, { schedule, to }: Omit<Span, 'from'>): SlackMessage {
  return notice(`✅ ${by} covers for you in *${shown(schedule)}* until ${dateAndTime(to)}.`);
}

export function alreadyCovered(by: string): SlackMessage {
  return notice(`${by} covers already. Thank you all the same.`);
}

export function coverIsOver(): SlackMessage {
  return notice('That time is over; nothing was changed.');
}

export function coverYourself(): SlackMessage {
  return notice("You can't cover for yourself; nothing was changed. Ask a colleague: `/opsknight cover @user 4h`.");
}

/** The same request again. */
export function changedAlready(): SlackMessage {
  return notice('That is done already. `/opsknight oncall` shows who is on call.');
}

/** Nobody would hear of it, so nothing is done. */
export function reachesNobody(call: Call): SlackMessage {
  return notice(`That would reach nobody, so nothing was done: ${callWords(call)}.`);
}

/** After `/opsknight page … INC-n`. */
export function calledFor(key: string, call: Call): SlackMessage {
  return notice(`${key}: ${callWords(call)}.`);
}

function shown(name: string): string {
  return mrkdwn(cut(oneLine(name), MAX_NAME));
}

function listed(names: readonly string[]): string {
  return names
    .slice(0, MAX_NAMES)
    .map((name) => `\`${shown(name)}\``)
    .join(', ');
}
