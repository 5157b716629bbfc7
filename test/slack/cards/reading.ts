import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import type { SlackMessage } from '../../../src/notifications/message.ts';

/** All blocks of a message, the attachments' too, in reading order. */
export function blocksOf({ blocks = [], attachments = [] }: SlackMessage): KnownBlock[] {
  return [...blocks, ...attachments.flatMap((attachment) => (attachment.blocks ?? []) as KnownBlock[])];
}

/** Every text of every block: plain text as it was sent, rich text as people who write mrkdwn would write it. */
export function textsOf(blocks: readonly unknown[]): string[] {
  return blocks.flatMap((block) => texts(block));
}

/** Every text of rich text that is shown as it is. */
export function writtenIn(blocks: readonly unknown[]): string {
  return blocks.flatMap((block) => (isRichText(block) ? inlinesOf(block).map(written) : [])).join('');
}

/** What people can press or choose from, as they see it. */
export function controlsOf(blocks: readonly KnownBlock[]): string[] {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => {
          if (element.type === 'button') return element.text.text;
          return element.type === 'static_select' ? (element.placeholder?.text ?? '') : element.type;
        })
      : [],
  );
}

function texts(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if (isRichText(part)) return [inlinesOf(part).map(asMrkdwn).join('')];
  if ('type' in part && (part.type === 'mrkdwn' || part.type === 'plain_text') && 'text' in part)
    return [String(part.text)];
  return Object.values(part).flatMap(texts);
}

function isRichText(part: unknown): part is RichTextBlock {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'rich_text';
}

function inlinesOf({ elements }: RichTextBlock): RichTextElement[] {
  return elements.flatMap((part) => (part.type === 'rich_text_list' ? [] : part.elements));
}

function written(inline: RichTextElement): string {
  if (inline.type === 'text') return inline.text;
  return inline.type === 'link' ? (inline.text ?? inline.url) : '';
}

function asMrkdwn(inline: RichTextElement): string {
  switch (inline.type) {
    case 'text':
      return styled(inline.text, inline.style);
    case 'link':
      return styled(inline.text === undefined ? `<${inline.url}>` : `<${inline.url}|${inline.text}>`, inline.style);
    case 'date':
      return `<!date^${inline.timestamp}^${inline.format}|${inline.fallback}>`;
    case 'user':
      return `<@${inline.user_id}>`;
    default:
      return '';
  }
}

function styled(text: string, style: { bold?: boolean; code?: boolean } | undefined): string {
  if (style?.code) return `\`${text}\``;
  return style?.bold ? `*${text}*` : text;
}
