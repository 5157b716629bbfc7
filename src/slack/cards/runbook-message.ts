import type { KnownBlock } from '@slack/types';
import { lookUp } from '../../lib/look-up.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { Saying } from '../../settings/schema/runbooks/effects.ts';
import { factOf, fillPlaceholders, type RunbookFacts } from '../../settings/schema/runbooks/placeholders.ts';
import { clean } from '../../words/text.ts';
import { COST_OF_A_FURTHER_BLOCK, MAX_BUTTON_TEXT, MAX_FIELD, MAX_HEADER, MAX_SECTION, section } from './blocks.ts';
import { cut, escaped, linkAround, mrkdwn, withoutEntities } from './mrkdwn.ts';
import { fallbackText } from './rich-text.ts';
import { Tamer } from './tamed-blocks.ts';
import { delay } from './time.ts';

/** One value in a text: so that it leaves room for others, and for the words around it. */
const ROOMS = [1_000, 300, 100];
const LEAST_VALUE = 30;
/** Where something has to stand, and there is nothing. */
const NOTHING = '—';
/** Texts of all blocks, with names and types: what is longer is written with shorter values. */
const ENOUGH_TEXT = 10_000;
/** https://docs.slack.dev/reference/methods/chat.postMessage */
const MAX_BLOCKS = 50;

/** What a step says: its message first, which is also what a phone shows; what comes from outside stands there as it is written. */
export function runbookMessage(says: Saying, facts: RunbookFacts): SlackMessage {
  for (const room of ROOMS) {
    const message = draft(says, new Values(facts, room));
    if (textLength(message.blocks) <= ENOUGH_TEXT) return message;
  }
  return draft(says, new Values(facts, LEAST_VALUE));
}

function draft({ message: template, blocks }: Saying, values: Values): SlackMessage {
  const markup = sentences(template, values);
  const more = (blocks ?? []).map((one) => block(one, values));
  return { text: fallbackText(markup), blocks: [section(markup), ...more] };
}

/** What placeholders stand for, in so much room each. */
class Values {
  constructor(
    private readonly facts: RunbookFacts,
    private readonly room: number,
  ) {}

  fill(template: string, write: (text: string) => string): string {
    return fillPlaceholders(template, (name) => write(cut(factOf(this.facts, name), this.room)));
  }

  /** An address is no address any more when it is cut. */
  fillAddress(template: string): string {
    return fillPlaceholders(template, (name) => clean(factOf(this.facts, name)));
  }
}

/** Everything that blocks show as text, with room for what they cost. */
function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value))
    return value.reduce((sum: number, item) => sum + COST_OF_A_FURTHER_BLOCK + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + textLength(item), 0);
}

/** As it is posted: one that is late says so, where there is room for it. */
export function runbookMessageLate({ text, blocks = [] }: SlackMessage, lateBy: number): SlackMessage {
  const late = delay(lateBy);
  return { text: `${text} ${late}`, blocks: blocks.length < MAX_BLOCKS ? [...blocks, section(late)] : blocks };
}

/** A section of text alone is shown as rich text, in which nothing from outside is markup; what is in others is made harmless. */
function block(written: Record<string, unknown>, values: Values): KnownBlock {
  const { type, text, ...rest } = written;
  if (type === 'section' && isMrkdwn(text) && Object.keys(rest).length === 0)
    return section(sentences(text.text, values));
  const filled = filledIn(written, values, MAX_SECTION) as Record<string, unknown>;
  return new Tamer().blocks([filled])[0] as unknown as KnownBlock;
}

function isMrkdwn(text: unknown): text is { type: 'mrkdwn'; text: string } {
  return typeof text === 'object' && text !== null && 'type' in text && text.type === 'mrkdwn' && 'text' in text;
}

/** How long texts may be in what Slack gives less room: https://docs.slack.dev/reference/block-kit/blocks */
const ROOM: Record<string, number> = { header: MAX_HEADER, button: MAX_BUTTON_TEXT, fields: MAX_FIELD };

/** @param most how long texts may be there */
function filledIn(value: unknown, values: Values, most: number): unknown {
  if (typeof value === 'string') return values.fillAddress(value);
  if (Array.isArray(value)) return value.map((item) => filledIn(item, values, most));
  if (typeof value !== 'object' || value === null) return value;
  const type = 'type' in value && typeof value.type === 'string' ? value.type : '';
  const members = Object.entries(value).map(([key, item]) => [
    key,
    key === 'text' && typeof item === 'string'
      ? filledText(item, type, values, most)
      : filledIn(item, values, lookUp(ROOM, key) ?? lookUp(ROOM, type) ?? most),
  ]);
  return Object.fromEntries(members);
}

function filledText(written: string, type: string, values: Values, most: number): string {
  const isMarkup = type === 'mrkdwn' || type === 'markdown';
  const text = values.fill(written, isMarkup ? escaped : (one) => one);
  if (text.trim() === '') return NOTHING;
  // Markup that is too long shows as nothing but words.
  return text.length <= most ? text : isMarkup ? escaped(cut(withoutEntities(text), most)) : cut(text, most);
}

/** The operator's own markup, in which what comes from outside is text. */
function sentences(template: string, values: Values): string {
  const parts = clean(template).split(/(<[^<>]*>)/);
  const markup = parts.map((part, index) => (index % 2 === 0 ? values.fill(part, mrkdwn) : bracketed(part, values)));
  return shortened(markup.join('')).trim() || NOTHING;
}

/** A link. Nobody is mentioned, whatever stands there, or comes to stand there. */
function bracketed(part: string, values: Values): string {
  const [target = '', ...rest] = part.slice(1, -1).split('|');
  if (/^[!@#]/.test(target)) return values.fill(mrkdwn(part), mrkdwn);
  const label = values.fill(rest.join('|'), mrkdwn);
  const address = values.fillAddress(target);
  return /^mailto:/.test(target)
    ? `<${mrkdwn(address)}|${label || mrkdwn(address)}>`
    : linkAround(address, label || values.fill(target, mrkdwn));
}

function shortened(markup: string): string {
  return markup.length <= MAX_SECTION ? markup : mrkdwn(cut(fallbackText(markup), MAX_SECTION));
}
