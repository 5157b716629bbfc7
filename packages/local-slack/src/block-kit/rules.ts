import { type Block, interactivesOf } from './blocks.ts';
import type { Problem } from './problems.ts';

/**
 * A `block_id` names one block of a message or view, those in attachments included; an `action_id` one element of its
 * block. @param blockIds the ids that the message has elsewhere; those of these blocks are added.
 */
export function identityProblems(blocks: readonly Block[], pointer: string, blockIds = new Set<string>()): Problem[] {
  const problems: Problem[] = [];
  blocks.forEach((block, index) => {
    if (blockIds.has(block.block_id)) {
      problems.push({
        message: `\`block_id\` ${block.block_id} already exists in another block`,
        pointer: `${pointer}/${index}/block_id`,
      });
    }
    blockIds.add(block.block_id);
    const actionIds = new Set<string>();
    for (const { action_id: id } of interactivesOf(block)) {
      if (actionIds.has(id)) {
        problems.push({ message: `\`action_id\` ${id} already exists in this block`, pointer: `${pointer}/${index}` });
      }
      actionIds.add(id);
    }
  });
  return problems;
}

/** `focus_on_load` is for views, and for one element of a view. */
export function focusProblems(blocks: readonly Block[], pointer: string, allowed: 0 | 1): Problem[] {
  const focused = blocks.flatMap(interactivesOf).filter((one) => 'focus_on_load' in one && one.focus_on_load);
  return focused.length > allowed ? [{ message: 'only one element of a view can `focus_on_load`', pointer }] : [];
}

/**
 * "This field only works with menus in input blocks in modals", and with one of them
 * (https://docs.slack.dev/reference/block-kit/block-elements/conversation-select-menu-element).
 */
export function responseUrlProblems(blocks: readonly Block[], pointer: string, isModal: boolean): Problem[] {
  const asking = blocks.filter((block) =>
    interactivesOf(block).some((one) => 'response_url_enabled' in one && one.response_url_enabled),
  );
  if (asking.some(({ type }) => !isModal || type !== 'input')) {
    return [{ message: '`response_url_enabled` only works in input blocks of modals', pointer }];
  }
  return asking.length > 1 ? [{ message: 'only one element can have `response_url_enabled`', pointer }] : [];
}

const MAX_MARKDOWN = 12_000;

/** "The cumulative limit for all markdown blocks in a single payload" (https://docs.slack.dev/reference/block-kit/blocks/markdown-block). */
export function markdownProblems(blocks: readonly Block[], pointer: string): Problem[] {
  const length = blocks.reduce((sum, block) => sum + (block.type === 'markdown' ? block.text.length : 0), 0);
  return length > MAX_MARKDOWN
    ? [{ message: `markdown blocks must be less than ${MAX_MARKDOWN + 1} characters together`, pointer }]
    : [];
}
