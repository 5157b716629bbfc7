import type { SlackMessage } from '../../courier/message.ts';
import { explain } from '../../courier/slack-errors.ts';
import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { oneLine } from '../../words/text.ts';
import { type FactWriter, factWords } from '../../words/timeline.ts';
import { actorName, personWord } from './actor.ts';
import { callWords } from './call-words.ts';
import { cut, mrkdwn } from './escape.ts';
import { delay } from './lateness.ts';
import { MAX_TEXT } from './limits.ts';
import { prose } from './prose.ts';
import { dateAndTime } from './time.ts';

/** What the rest of a line takes at most: names, dates, the delay. */
const ROOM_FOR_WORDS = 500;
const MAX_NOTE = MAX_TEXT - ROOM_FOR_WORDS;
const MAX_MEANING = 300;

export interface LineContent {
  event: StoredTimelineEvent;
  /** How late the line comes, in milliseconds, when that is worth saying. */
  lateBy?: number | null;
}

/**
 * The line in the card's thread about one timeline event, made of the event alone: however late it is sent, it says
 * what happened then.
 */
export function threadLine({ event, lateBy }: LineContent): SlackMessage {
  const [first, ...rest] = lines(event);
  const late = delay(lateBy ?? null);
  return { text: [late ? `${first} ${late}` : first, ...rest].join('\n') };
}

const WRITER: FactWriter = {
  actor: actorName,
  person: personWord,
  called: (call) => `: ${callWords(call)}`,
  unpaged: (name, code) =>
    `${personWord(name)} could not be paged. ${mrkdwn(cut(oneLine(explain(code).meaning), MAX_MEANING))}`,
};

/** The first line, and what follows it. */
function lines({ actor, fact }: StoredTimelineEvent): [first: string, ...rest: string[]] {
  const { mark, words, time, text, textLabel } = factWords(actor, fact, WRITER);
  const first = `${mark} ${words}${time === undefined ? '' : ` ${dateAndTime(time)}`}`;
  const written = prose(text ?? '', MAX_NOTE);
  if (textLabel !== undefined) return written ? [first, `${textLabel}: ${written}`] : [first];
  return [text === undefined ? first : `${first}: ${written}`];
}
