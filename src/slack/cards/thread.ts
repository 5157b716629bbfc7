import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage, SlackReply } from '../../notifications/message.ts';
import { explain } from '../../notifications/queue/slack-errors.ts';
import type { RenderedStormLine } from '../../notifications/renderer.ts';
import { duration } from '../../words/time.ts';
import { type FactWriter, factWords } from '../../words/timeline.ts';
import { stillOnItButtons } from '../interactions/still-on-it.ts';
import { MAX_SECTION, MAX_TEXT, message, section } from './blocks.ts';
import { inline, lengthOf, link, MAX_LINK_OF_MANY, prose } from './mrkdwn.ts';
import { actorName, callWords, personWord } from './names.ts';
import { fallbackText } from './rich-text.ts';
import { delay, withDateAndTime } from './time.ts';

/** What the rest of a line takes at most: names, dates, the delay. */
const ROOM_FOR_WORDS = 500;
const MAX_NOTE = MAX_TEXT - ROOM_FOR_WORDS;
const MAX_MEANING = 300;

interface LineContent {
  event: StoredTimelineEvent;
  /** How late the line comes, in milliseconds, when that is worth saying. */
  lateBy?: number | null;
}

/**
 * The line in the card's thread about one timeline event, made of the event alone: however late it is sent, it says
 * what happened then.
 */
export function threadLine({ event, lateBy }: LineContent): SlackMessage {
  const lines = markupOf({ event, lateBy });
  return { text: fallbackText(lines.join('\n')), blocks: paragraphs(lines).map(section) };
}

function markupOf({ event, lateBy }: LineContent): string[] {
  const [first, ...rest] = lines(event);
  const late = delay(lateBy ?? null);
  return [late ? `${first} ${late}` : first, ...rest];
}

const WRITER: FactWriter = {
  actor: actorName,
  person: personWord,
  called: (call) => `: ${callWords(call)}`,
  unpaged: (name, code) => `${personWord(name)} could not be paged. ${inline(explain(code).meaning, MAX_MEANING)}`,
};

/** The first line, and what follows it. */
function lines({ actor, fact }: StoredTimelineEvent): [first: string, ...rest: string[]] {
  const { mark, words, time, text, textLabel } = factWords(actor, fact, WRITER);
  const first = `${mark} ${time === undefined ? words : withDateAndTime(words, time)}`;
  const written = prose(text ?? '', MAX_NOTE);
  if (textLabel !== undefined) return written ? [first, `${textLabel}: ${written}`] : [first];
  return [text === undefined ? first : `${first}: ${written}`];
}

interface SummonsContent {
  event: StoredTimelineEvent;
  /** Whose direct messages it is for; null when Slack hasn't told. */
  slackUserId: string | null;
  /** Why they are called, in sentences; empty for a question. */
  reason: string;
  lateBy?: number | null;
}

/**
 * Calls somebody again who has the card already: in its thread, and in the conversation as well, with their name, so
 * that Slack notifies them.
 */
export function summonsMessage({ event, slackUserId, reason, lateBy }: SummonsContent): SlackReply {
  const you = slackUserId === null ? '' : `<@${slackUserId}> `;
  const late = delay(lateBy ?? null);
  const text = [`${you}${words(event)}`, reason, late].filter((part) => part !== '').join(' ');
  const buttons = event.fact.kind === 'reminded' ? [stillOnItButtons(event.incidentNumber)] : [];
  return { ...message(text, ...buttons), isBroadcast: true };
}

function words({ actor, fact, incidentNumber }: StoredTimelineEvent): string {
  const key = incidentKey(incidentNumber);
  switch (fact.kind) {
    case 'reminded': {
      const quiet = duration(fact.quiet);
      return `👋 Are you still on ${key}? It has been quiet for ${quiet}. Without an answer it goes back to open and is escalated again in ${quiet}.`;
    }
    case 'assigned':
      return `👉 ${actorName(actor)} has given ${key} to you: it is yours now. Can't take it? ⋯ hands it back.`;
    case 'paged':
      return `📣 You are called to ${key} again.`;
    default:
      return `📟 Nobody has taken ${key} yet: you are paged again.`;
  }
}

/** Fifty lines and their links stay below what the blocks of one message may hold (`MAX_BLOCKS_TEXT`). */
const MAX_LINE = 220;

/**
 * What has happened to incidents of a storm: one line for each event, with the incident that it is about.
 * @param called the Slack id of somebody whom it calls.
 */
export function stormLines(
  lines: readonly RenderedStormLine[],
  called: string | null,
  pageUrl: (number: number) => string,
): SlackMessage {
  const call = called === null ? [] : [`<@${called}>`];
  const texts = [...call, ...lines.map((line) => stormLine(line, pageUrl))];
  const shown = texts.slice(0, call.length + 1).join(' ');
  const text = lines.length > 1 ? `${shown} … and ${lines.length - 1} more` : shown;
  return { text: fallbackText(text), blocks: paragraphs(texts).map(section) };
}

/** `INC-42: ✅ Acknowledged by @jane`, on one line; a long note is whole on the incident's page. */
function stormLine({ event, lateBy }: RenderedStormLine, pageUrl: (number: number) => string): string {
  const { incidentNumber } = event;
  const key = link(pageUrl(incidentNumber), incidentKey(incidentNumber), MAX_LINK_OF_MANY);
  const words = markupOf({ event, lateBy })
    .flatMap((line) => line.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' · ');
  return `${key}: ${cutMrkdwn(words, MAX_LINE - lengthOf(key))}`;
}

/** Cuts text that is mrkdwn already, not within one of its `<…>` or `&…;`. */
function cutMrkdwn(text: string, limit: number): string {
  if (lengthOf(text) <= limit) return text;
  const tokens = text.match(/<[^<>]*>|&#?\w+;|[\s\S]/gu) ?? [];
  let kept = '';
  let length = 0;
  for (const token of tokens) {
    length += lengthOf(token);
    if (length >= limit) break;
    kept += token;
  }
  return `${kept.trimEnd()}…`;
}

/** The lines in as few sections as they fit into. */
function paragraphs(lines: string[]): string[] {
  const filled: string[] = [];
  for (const line of lines) {
    const last = filled.at(-1);
    if (last === undefined || lengthOf(last) + 1 + lengthOf(line) > MAX_SECTION) filled.push(line);
    else filled[filled.length - 1] = `${last}\n${line}`;
  }
  return filled;
}
