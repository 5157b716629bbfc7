import { type Block, interactivesOf } from './blocks.ts';
import type { Problem } from './problems.ts';
import { inlinesOf } from './rich-text.ts';

/** A `block_id` names one block of a message or view; an `action_id` one element of its block. */
export function identityProblems(blocks: readonly Block[], pointer: string): Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
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

function textsOf(block: Block): string[] {
  switch (block.type) {
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(({ text }) => text);
    case 'header':
      return [block.text.text];
    case 'context':
      return block.elements.map((element) => (element.type === 'image' ? element.alt_text : element.text));
    case 'markdown':
      return [block.text];
    case 'rich_text':
      return inlinesOf(block)
        .flat()
        .map((inline) => ('text' in inline ? (inline.text ?? '') : ''));
    case 'image':
      return [block.alt_text, block.title?.text ?? ''];
    case 'actions':
      return block.elements.map((element) => (element.type === 'button' ? element.text.text : ''));
    default:
      return [];
  }
}

const MAX_BLOCKS_LENGTH = 13_000;
const COST_OF_A_FURTHER_BLOCK = 125;

/**
 * Whether the blocks of a message are together too long: `msg_blocks_too_long`. The limit is not documented. Measured
 * in slackapi/bolt-js#2509: about 13,200 characters, and a divider costs 125 of them.
 */
export function areTooLong(blocks: readonly Block[]): boolean {
  const characters = blocks.flatMap(textsOf).reduce((sum, text) => sum + text.length, 0);
  return characters + COST_OF_A_FURTHER_BLOCK * Math.max(0, blocks.length - 1) > MAX_BLOCKS_LENGTH;
}
