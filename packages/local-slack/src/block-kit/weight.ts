import { type Block, type Interactive, interactivesOf } from './blocks.ts';
import type { Option } from './composition.ts';
import { optionsOf } from './menus.ts';
import { inlinesOf, type RichTextBlock } from './rich-text.ts';
import { cellTexts } from './table.ts';

function optionTexts({ text, description }: Option): string[] {
  return [text.text, description?.text ?? ''];
}

/** Addresses of links and what stands in for dates included, as in mrkdwn. */
function inlineTexts(block: RichTextBlock): string[] {
  return inlinesOf(block)
    .flat()
    .flatMap((inline) => [
      'text' in inline ? inline.text : undefined,
      'url' in inline ? inline.url : undefined,
      'fallback' in inline ? inline.fallback : undefined,
    ])
    .map((text) => text ?? '');
}

function elementTexts(element: Interactive): string[] {
  const placeholder = 'placeholder' in element ? [element.placeholder?.text ?? ''] : [];
  switch (element.type) {
    case 'button':
      return [element.text.text];
    case 'overflow':
    case 'checkboxes':
    case 'radio_buttons':
      return element.options.flatMap(optionTexts);
    case 'static_select':
    case 'multi_static_select': {
      const labels = (element.option_groups ?? []).map(({ label }) => label.text);
      return [...placeholder, ...labels, ...optionsOf(element).flatMap(optionTexts)];
    }
    // What nobody has been asked for yet stands in no list: the initial options come with their texts.
    case 'external_select':
      return [...placeholder, ...(element.initial_option ? optionTexts(element.initial_option) : [])];
    case 'multi_external_select':
      return [...placeholder, ...(element.initial_options ?? []).flatMap(optionTexts)];
    case 'rich_text_input':
      return [...placeholder, ...(element.initial_value ? inlineTexts(element.initial_value) : [])];
    default:
      return placeholder;
  }
}

function ownTexts(block: Block): string[] {
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
      return inlineTexts(block);
    case 'table':
      return cellTexts(block);
    case 'image':
      return [block.alt_text, block.title?.text ?? ''];
    case 'input':
      return [block.label.text, block.hint?.text ?? ''];
    default:
      return [];
  }
}

/**
 * Slack keeps `&`, `<` and `>` as entities (https://docs.slack.dev/messaging/formatting-message-text#escaping), so they
 * weigh as such; an `&` that begins an entity is one already.
 */
export function weightOf(text: string): number {
  const ampersands = text.match(/&(?!amp;|lt;|gt;)/g)?.length ?? 0;
  const brackets = text.match(/[<>]/g)?.length ?? 0;
  return text.length + 4 * ampersands + 3 * brackets;
}

const MAX_BLOCKS_WEIGHT = 13_000;
const COST_OF_A_FURTHER_BLOCK = 125;

/**
 * Whether the blocks of a message, those of its attachments included, are together too long: `msg_blocks_too_long`. The
 * limit is not documented. Measured in slackapi/bolt-js#2509: about 13,200 characters, and a divider costs 125 of them.
 */
export function areTooLong(blocks: readonly Block[]): boolean {
  const texts = blocks.flatMap((block) => [...ownTexts(block), ...interactivesOf(block).flatMap(elementTexts)]);
  const weight = texts.reduce((sum, text) => sum + weightOf(text), 0);
  return weight + COST_OF_A_FURTHER_BLOCK * Math.max(0, blocks.length - 1) > MAX_BLOCKS_WEIGHT;
}
