import { clean, oneLine } from '../../words/text.ts';
import { hiddenHost, type Passage, passagesOf } from '../../words/web-addresses.ts';

/** The longest web address that we make a link of; a longer one would eat the room of the message around it. */
const MAX_LINK = 1_000;

/** The same where a message holds dozens of links: Slack counts the addresses of all of them (`MAX_BLOCKS_TEXT`). */
export const MAX_LINK_OF_MANY = 80;

/*
 * Sentences are put together as strings in Slack's mrkdwn: `*bold*`, `` `code` ``, `<https://…|a link>`, dates and mentions. What comes
 * from outside stands in them with every character that could be markup spelled as an entity, so it is read as nothing but
 * itself; Slack knows only three entities, so nothing of this is sent as it is: `rich-text.ts` makes Slack's blocks of it.
 */

const ELLIPSIS = '…';
/** What Slack spells as entities itself, and counts as such. */
const SLACKS_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const ENTITIES: Record<string, string> = { ...SLACKS_ENTITIES, '*': '&#42;', '`': '&#96;', '|': '&#124;' };
const CHARACTERS = new Map(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));

/** Letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text from outside as it is written: it pings no one, links nothing and is in no style, and turns no neighbour's reading direction. */
export function mrkdwn(text: string): string {
  return isolated(clean(text)).replace(/[&<>*`|]/g, (character) => ENTITIES[character] ?? character);
}

/** Clean text for Slack's own mrkdwn: it pings no one and links nothing, but may be styled. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => SLACKS_ENTITIES[character] ?? character);
}

/** The same as `mrkdwn` on one line, cut. */
export function inline(text: string, limit: number): string {
  return mrkdwn(cut(oneLine(text), limit));
}

/** Clean text whose lines keep their reading direction to themselves, where they have letters from right to left. */
export function isolated(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  return text
    .split('\n')
    .map((line) => (RIGHT_TO_LEFT.test(line) ? FIRST_STRONG_ISOLATE + line + POP_ISOLATE : line))
    .join('\n');
}

/** Text whose entities are the characters again. */
export function withoutEntities(markup: string): string {
  return markup.replace(/&(?:[a-z]+|#\d+);/g, (entity) => CHARACTERS.get(entity) ?? entity);
}

/** What Slack counts of it: only its own entities are longer than what they stand for. */
export function lengthOf(markup: string): number {
  return markup.replace(/&#\d+;/g, ' ').length;
}

/**
 * What a person typed into a slash command, as they typed it. Slack sends it escaped, with mentions, channels,
 * calls and links as `<@U1|jane>`, `<#C1|general>`, `<!here>`, `<https://example.com|example.com>`.
 */
export function asTyped(text: string): string {
  return text
    .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, target: string, name?: string) => {
      if (sign === '!') return name || `@${target}`;
      return sign + (name || target);
    })
    .replace(/&(?:amp|lt|gt);/g, withoutEntities);
}

/**
 * Clean text that takes at most `limit` UTF-16 units, also once it is escaped; what is left out becomes "…". Never cuts
 * through a character as people see it (an emoji sequence, a letter with its accents), unless that alone is too long.
 */
export function cut(text: string, limit: number): string {
  const whole = clean(text);
  if (within(whole, limit).length === whole.length) return whole;
  return within(whole, limit - ELLIPSIS.length).trimEnd() + ELLIPSIS;
}

/**
 * A link to a web page, or only its label when the address is not one that people can follow. @param longest an address longer than that is left out.
 */
export function link(url: string | null, label: string, longest = MAX_LINK): string {
  return linkAround(url, mrkdwn(oneLine(label)), longest);
}

/** The same around words that are put together already, without style. */
export function linkAround(url: string | null, shown: string, longest = MAX_LINK): string {
  const address = url === null ? null : webAddress(url, longest);
  return address === null ? shown : `<${mrkdwn(address)}|${shown || mrkdwn(address)}>`;
}

/** An http(s) address in a form that is safe inside `<…|…>`; null for anything else, or when it is too long to show. */
export function webAddress(url: string, longest = MAX_LINK): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  const address = href.replace(/[|<>]/g, encodeURIComponent);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && lengthOf(mrkdwn(address)) <= longest ? address : null;
}

/** The longest beginning of clean text that takes at most `room` units when escaped. */
function within(text: string, room: number): string {
  // One code point more than there is room for: whether a character ends at the edge depends on what follows it.
  const candidate = text.slice(0, room + 2);
  const end = fitting(candidate, room);
  const edge = graphemes.segment(candidate).containing(end)?.index ?? end;
  return candidate.slice(0, edge > 0 ? edge : end);
}

/** How many code units of it, in whole code points, Slack counts as at most `room`. */
function fitting(text: string, room: number): number {
  let end = 0;
  let length = 0;
  for (const character of text) {
    length += SLACKS_ENTITIES[character]?.length ?? character.length;
    if (length > room) break;
    end += character.length;
  }
  return end;
}

/**
 * What somebody wrote in several lines (a description, a note) as mrkdwn of at most `limit` characters, with its web
 * addresses as links while there is room for them; empty when nothing visible was written.
 */
export function prose(text: string, limit: number): string {
  const lines = clean(text).split('\n');
  const tidy = lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const shown = cut(tidy, limit);
  const linked = passagesOf(shown).map(asLink).join('');
  return lengthOf(linked) <= limit ? linked : mrkdwn(shown);
}

function asLink({ words, isAddress }: Passage): string {
  // One that is cut off would lead nowhere.
  if (!isAddress || words.endsWith('…')) return mrkdwn(words);
  const host = hiddenHost(words, words);
  // A "|" would end the address.
  return `<${mrkdwn(words.replaceAll('|', '%7C'))}>${host === null ? '' : ` (${mrkdwn(host)})`}`;
}
