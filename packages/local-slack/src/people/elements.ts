import { type Block, type Interactive, interactivesOf } from '../block-kit/blocks.ts';
import type { Option } from '../block-kit/composition.ts';
import { optionsOf } from '../block-kit/menus.ts';
import type { Placed } from '../interactions/surface.ts';
import type { Message } from '../workspace/messages.ts';
import { initialValue, type StateValue } from '../workspace/view-state.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { matches, renderRichText, renderText } from './rendered-text.ts';

/** What the three dots of an overflow menu can be called. */
const DOTS = ['⋯', '…', '...', 'More actions'];

function placedIn(blocks: readonly Block[], attachmentId: number | undefined): Placed[] {
  return blocks.flatMap((block, index) =>
    interactivesOf(block).map((element) => ({ element, block, blockBefore: blocks[index - 1], attachmentId })),
  );
}

export function placedInBlocks(blocks: readonly Block[]): Placed[] {
  return placedIn(blocks, undefined);
}

export function placedInMessage(message: Message): Placed[] {
  return [
    ...placedIn(message.blocks, undefined),
    ...message.attachments.flatMap((one) => placedIn(one.blocks ?? [], one.id)),
  ];
}

/** The text of a block itself, without its elements. */
export function blockText(workspace: Workspace, block: Block | undefined): string {
  switch (block?.type) {
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])]
        .map((text) => renderText(workspace, text))
        .join('\n');
    case 'header':
      return block.text.text;
    case 'rich_text':
      return renderRichText(workspace, block);
    case 'input':
      return block.label.text;
    case 'context':
      return block.elements
        .map((element) => (element.type === 'image' ? element.alt_text : renderText(workspace, element)))
        .join(' ');
    default:
      return '';
  }
}

/** The options that a menu or a group of choices offers. */
export function offered(element: Interactive): Option[] {
  switch (element.type) {
    case 'overflow':
    case 'checkboxes':
    case 'radio_buttons':
      return element.options;
    case 'static_select':
    case 'multi_static_select':
      return optionsOf(element);
    default:
      return [];
  }
}

function shownChoice(workspace: Workspace, value: StateValue | undefined, element: Interactive): string[] {
  if (element.type !== 'static_select') return [];
  const chosen = offered(element).find((option) => JSON.stringify(option) === JSON.stringify(value?.selected_option));
  return chosen ? [renderText(workspace, chosen.text)] : [];
}

/** The words by which people know an element: those on it, or those beside it. */
export function labelsOf(workspace: Workspace, { element, block }: Placed): string[] {
  if (element.type === 'button') return [element.text.text];
  const beside = block.type === 'input' || block.type === 'section' ? [blockText(workspace, block)] : [];
  if (element.type === 'overflow') return [...DOTS, ...beside];
  const placeholder = 'placeholder' in element && element.placeholder ? [element.placeholder.text] : [];
  return [...placeholder, ...shownChoice(workspace, initialValue(element), element), ...beside];
}

/** The one name to print an element by. */
export function nameOf(workspace: Workspace, placed: Placed): string {
  return labelsOf(workspace, placed)[0] || `(a ${placed.element.type} without a label)`;
}

export interface Search {
  label: string;
  kinds: (element: Interactive) => boolean;
  /** Text of the row that the element stands in: its own block, or the block before a row of buttons. */
  row?: string | RegExp;
}

/** The element that a person means; undefined when there is none, an error when there are several. */
export function findElement(workspace: Workspace, all: readonly Placed[], search: Search): Placed | undefined {
  const found = all.filter((placed) => {
    if (!search.kinds(placed.element)) return false;
    if (!labelsOf(workspace, placed).some((label) => label.trim() === search.label.trim())) return false;
    if (search.row === undefined) return true;
    const before = placed.block.type === 'actions' ? placed.blockBefore : undefined;
    const row = [blockText(workspace, placed.block), blockText(workspace, before)].join('\n');
    return matches(row, search.row);
  });
  if (found.length > 1) {
    throw new Error(`There are ${found.length} elements called “${search.label}” here: say which with { row: '…' }`);
  }
  return found[0];
}
