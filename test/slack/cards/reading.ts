import type { KnownBlock } from '@slack/types';
import type { SlackMessage } from '../../../src/notifications/message.ts';

/** All blocks of a message, the attachment's too, in reading order. */
export function blocksOf({ blocks = [], attachments = [] }: SlackMessage): KnownBlock[] {
  return [...blocks, ...attachments.flatMap((attachment) => (attachment.blocks ?? []) as KnownBlock[])];
}

/** Every text of every block, as it was sent. */
export function textsOf(blocks: readonly unknown[]): string[] {
  return blocks.flatMap((block) => texts(block));
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
  if ('type' in part && (part.type === 'mrkdwn' || part.type === 'plain_text') && 'text' in part)
    return [String(part.text)];
  return Object.values(part).flatMap(texts);
}
