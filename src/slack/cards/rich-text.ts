import type { RichTextBlock, RichTextElement, RichTextPreformatted, RichTextSection } from '@slack/types';
import { escaped, withoutEntities } from './mrkdwn.ts';

/*
 * Slack's rich text (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block) of sentences as `mrkdwn.ts` puts them
 * together: what is text in it, Slack shows as it is written.
 */

/** Preformatted lines, code, bold words, and what stands between angle brackets. */
const MARKUP = /```([\s\S]*?)```|`([^`]*)`|\*([^*]+)\*|<([^<>]*)>/g;
const DATE = /^!date\^(\d+)\^([^^]*)$/;

const GROUP = '!subteam^';

type Style = { bold?: true; code?: true };
type Part = RichTextElement | { type: 'preformatted'; text: string };

/** A block of sentences. */
export function richText(markup: string): RichTextBlock {
  const parts: (RichTextSection | RichTextPreformatted)[] = [];
  for (const part of partsOf(markup)) {
    const last = parts.at(-1);
    if (part.type === 'preformatted') {
      parts.push({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: part.text }] });
    } else if (last?.type === 'rich_text_section') last.elements.push(part);
    else parts.push({ type: 'rich_text_section', elements: [part] });
  }
  return { type: 'rich_text', elements: parts };
}

/** The sentences when they are plain words, without style, link, date or mention; null when they aren't. */
export function plainWords(markup: string): string | null {
  const [part, ...others] = partsOf(markup);
  return part?.type === 'text' && part.style === undefined && others.length === 0 ? part.text : null;
}

/**
 * The same without blocks: what phones and screen readers say. It is posted with `mrkdwn: false`, so only what Slack
 * spells as entities is spelled so; dates and mentions stay.
 */
export function fallbackText(markup: string): string {
  return partsOf(markup).map(spoken).join('');
}

function spoken(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'preformatted':
      return escaped(part.text);
    case 'link':
      return escaped(part.text ?? part.url);
    case 'user':
      return `<@${part.user_id}>`;
    case 'usergroup':
      return `<!subteam^${part.usergroup_id}>`;
    case 'channel':
      return `<#${part.channel_id}>`;
    case 'date':
      return `<!date^${part.timestamp}^${part.format}|${escaped(part.fallback ?? '')}>`;
    default:
      return '';
  }
}

function partsOf(markup: string, style: Style = {}): Part[] {
  const parts: Part[] = [];
  let end = 0;
  const words = (text: string, own: Style = {}) => {
    if (text !== '') parts.push({ type: 'text', text: withoutEntities(text), ...styled({ ...style, ...own }) });
  };
  for (const { 0: found, 1: preformatted, 2: code, 3: bold, 4: inBrackets, index } of markup.matchAll(MARKUP)) {
    words(markup.slice(end, index));
    end = index + found.length;
    if (preformatted !== undefined) parts.push({ type: 'preformatted', text: withoutEntities(preformatted) });
    else if (code !== undefined) words(code, { code: true });
    else if (bold !== undefined) parts.push(...partsOf(bold, { ...style, bold: true }));
    else parts.push(bracketed(inBrackets ?? '', style));
  }
  words(markup.slice(end));
  return parts;
}

/** A date, a mention of a person, a group or a channel, or a link. */
function bracketed(inside: string, style: Style): RichTextElement {
  const [target = '', ...rest] = inside.split('|');
  const label = withoutEntities(rest.join('|'));
  const [, timestamp, format] = DATE.exec(target) ?? [];
  if (timestamp !== undefined && format !== undefined) {
    return { type: 'date', timestamp: Number(timestamp), format, fallback: label, ...styled(style) };
  }
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith(GROUP)) return { type: 'usergroup', usergroup_id: target.slice(GROUP.length) };
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  return { type: 'link', url: withoutEntities(target), ...(label && { text: label }), ...styled(style) };
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length > 0 ? { style } : {};
}
