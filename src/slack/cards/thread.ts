import type { StoredTimelineEvent } from '../../incidents/timeline.ts';
import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage, SlackReply } from '../../notifications/message.ts';
import { explain } from '../../notifications/queue/slack-errors.ts';
import type { RenderedStormLine } from '../../notifications/renderer.ts';
import { alike } from '../../notifications/storms/alike.ts';
import { incidentCount, manyWords } from '../../words/many.ts';
import { duration } from '../../words/time.ts';
import { type FactWords, type FactWriter, factWords } from '../../words/timeline.ts';
import { channelInUseButtons } from '../interactions/channel-in-use.ts';
import { stillOnItButtons } from '../interactions/still-on-it.ts';
import { MAX_SECTION, MAX_TEXT, message, section } from './blocks.ts';
import { inline, lengthOf, link, MAX_LINK_OF_MANY, prose } from './mrkdwn.ts';
import { actorName, callWords, personWord } from './names.ts';
import { fallbackText } from './rich-text.ts';
import { ago, delay, withDateAndTime } from './time.ts';

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
  const buttons = event.fact.kind === 'channel_in_use' ? [channelInUseButtons(event.incidentNumber)] : [];
  return { text: fallbackText(lines.join('\n')), blocks: [...paragraphs(lines).map(section), ...buttons] };
}

function markupOf({ event, lateBy }: LineContent): string[] {
  return written(factWords(event.actor, event.fact, WRITER), delay(lateBy ?? null));
}

const WRITER: FactWriter = {
  actor: actorName,
  person: personWord,
  called: (call) => `: ${callWords(call)}`,
  channel: (id) => `<#${id}>`,
  reason: (code) => {
    const { meaning, remedy } = explain(code);
    return inline(`${meaning} ${remedy}`, MAX_MEANING);
  },
  unpaged: (name, code) => `${personWord(name)} could not be paged. ${inline(explain(code).meaning, MAX_MEANING)}`,
};

/** The same as one of several: with when it was, and its text in so much room. */
export function lineAmongOthers({ actor, fact, at }: StoredTimelineEvent, room: number): string {
  const { mark, words, time, text } = factWords(actor, fact, WRITER);
  const first = `${mark} ${time === undefined ? words : withDateAndTime(words, time)}`;
  return `${first}${text ? `: ${inline(text, room)}` : ''} · ${ago(at)}`;
}

/** The lines of it. `late`: what is said of a delay. */
function written({ mark, words, time, text, textLabel }: FactWords, late: string): string[] {
  const first = `${mark} ${time === undefined ? words : withDateAndTime(words, time)}`;
  const note = prose(text ?? '', MAX_NOTE);
  if (textLabel !== undefined) return [`${first}${late && ` ${late}`}`, ...(note ? [`${textLabel}: ${note}`] : [])];
  return [`${text === undefined ? first : `${first}: ${note}`}${late && ` ${late}`}`];
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
/** So many incidents are named in a sentence about several. */
const MAX_KEYS = 5;

/**
 * What has happened to incidents of a storm: a line for each event, with the incident that it is about; one line for all to
 * whom the same has happened.
 */
export function stormLines(lines: readonly RenderedStormLine[], pageUrl: (number: number) => string): SlackMessage {
  return inSentences(alike(lines).map((group) => stormSentence(group, pageUrl)));
}

/** Lines that call one person again. */
export interface StormSummons {
  lines: readonly RenderedStormLine[];
  /** Whose direct messages it is for; null when Slack hasn't told. */
  slackUserId: string | null;
  /** Why they are called, in sentences: by the last of the lines. */
  reason: string;
}

/** Calls somebody again to incidents of a storm in their direct messages. */
export function stormSummons(
  { lines, slackUserId, reason }: StormSummons,
  pageUrl: (number: number) => string,
): SlackMessage {
  const numbers = numbersOf(lines);
  const [only] = numbers.length === 1 ? numbers : [];
  const what = only === undefined ? incidentCount(numbers.length) : keyLink(only, pageUrl);
  const late = delay(Math.max(...lines.map(({ lateBy }) => lateBy ?? 0)) || null);
  const you = slackUserId === null ? '' : `<@${slackUserId}>`;
  const words = lines.every(({ event }) => event.fact.kind === 'paged')
    ? `📣 You are called to ${what} again.`
    : `📟 Nobody has taken ${what} yet: you are paged again.`;
  const named = only === undefined ? keysOf(numbers, pageUrl) : '';
  return inSentences([[you, words, reason, late, named].filter((part) => part !== '').join(' ')]);
}

function inSentences(sentences: string[]): SlackMessage {
  const [first = ''] = sentences;
  const text = sentences.length > 1 ? `${first} … and ${sentences.length - 1} more` : first;
  return { text: fallbackText(text), blocks: paragraphs(sentences).map(section) };
}

/** `✅ 40 incidents acknowledged by @jane`; few are named. */
function stormSentence(group: readonly RenderedStormLine[], pageUrl: (number: number) => string): string {
  const numbers = numbersOf(group);
  const last = group.at(-1);
  if (!last) return '';
  if (numbers.length === 1) return stormLine(last, pageUrl);
  const [first, ...others] = group.map(({ event }) => event.fact);
  if (!first) return '';
  const words = manyWords(numbers.length, last.event.actor, [first, ...others], WRITER);
  const late = delay(Math.max(...group.map(({ lateBy }) => lateBy ?? 0)) || null);
  const named = keysOf(numbers, pageUrl);
  const sentence = [...written(words, late), named].filter((part) => part !== '').join(' · ');
  return cutMrkdwn(onOneLine([sentence]), MAX_LINE + lengthOf(named));
}

function numbersOf(lines: readonly RenderedStormLine[]): number[] {
  return [...new Set(lines.map(({ event }) => event.incidentNumber))].sort((a, b) => a - b);
}

/** Empty for many. */
function keysOf(numbers: readonly number[], pageUrl: (number: number) => string): string {
  return numbers.length > MAX_KEYS ? '' : numbers.map((number) => keyLink(number, pageUrl)).join(', ');
}

function keyLink(number: number, pageUrl: (number: number) => string): string {
  return link(pageUrl(number), incidentKey(number), MAX_LINK_OF_MANY);
}

/** `INC-42: ✅ Acknowledged by @jane`, on one line; a long note is whole on the incident's page. */
function stormLine({ event, lateBy }: RenderedStormLine, pageUrl: (number: number) => string): string {
  const key = keyLink(event.incidentNumber, pageUrl);
  return `${key}: ${cutMrkdwn(onOneLine(markupOf({ event, lateBy })), MAX_LINE - lengthOf(key))}`;
}

function onOneLine(lines: string[]): string {
  return lines
    .flatMap((line) => line.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' · ');
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
