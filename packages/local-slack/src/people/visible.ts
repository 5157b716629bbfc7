import type { Block } from '../block-kit/blocks.ts';
import type { TableCell } from '../block-kit/table.ts';
import type { Placed } from '../interactions/surface.ts';
import type { Message } from '../workspace/messages.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { nameOf, offered, placedInBlocks, placedInMessage } from './elements.ts';
import { renderMessageText, renderMrkdwn, renderRichText, renderText } from './rendered-text.ts';

/** What a person can see of a message or a view. */
export interface VisibleContent {
  /** Everything there is to read, in reading order, elements excepted. */
  text: string;
  headers: string[];
  fields: string[];
  context: string[];
  buttons: string[];
  /** Menus, by the words on or beside them, and what they offer. */
  selects: { label: string; options: string[] }[];
  /** The addresses of its pictures. */
  images: string[];
  /** The bar beside the first attachment that has one: `#rrggbb`. */
  color: string | undefined;
}

function cellText(workspace: Workspace, cell: TableCell): string {
  return cell.type === 'raw_text' ? cell.text : renderRichText(workspace, cell);
}

interface Reading {
  lines: string[];
  headers: string[];
  fields: string[];
  context: string[];
  images: string[];
}

function read(workspace: Workspace, blocks: readonly Block[], reading: Reading): void {
  for (const block of blocks) {
    switch (block.type) {
      case 'header':
        reading.headers.push(block.text.text);
        reading.lines.push(block.text.text);
        break;
      case 'section': {
        const fields = (block.fields ?? []).map((field) => renderText(workspace, field));
        reading.fields.push(...fields);
        reading.lines.push(...(block.text ? [renderText(workspace, block.text)] : []), ...fields);
        break;
      }
      case 'context': {
        const texts = block.elements.map((element) =>
          element.type === 'image' ? element.alt_text : renderText(workspace, element),
        );
        reading.context.push(...texts);
        reading.lines.push(texts.join(' '));
        break;
      }
      case 'input':
        reading.lines.push(block.label.text, ...(block.hint ? [block.hint.text] : []));
        break;
      case 'table':
        reading.lines.push(...block.rows.map((row) => row.map((cell) => cellText(workspace, cell)).join(' | ')));
        break;
      case 'markdown':
        reading.lines.push(block.text);
        break;
      case 'rich_text':
        reading.lines.push(renderRichText(workspace, block));
        break;
      case 'image':
        reading.images.push(block.image_url);
        reading.lines.push(block.title?.text ?? block.alt_text);
        break;
      default:
        break;
    }
  }
}

function assemble(workspace: Workspace, reading: Reading, placed: Placed[], color: string | undefined): VisibleContent {
  return {
    text: reading.lines.filter((line) => line !== '').join('\n'),
    headers: reading.headers,
    fields: reading.fields,
    context: reading.context,
    images: reading.images,
    buttons: placed.flatMap(({ element }) => (element.type === 'button' ? [element.text.text] : [])),
    selects: placed
      .filter(({ element }) => element.type !== 'button' && !element.type.endsWith('_input'))
      .map((one) => ({
        label: nameOf(workspace, one),
        options: offered(one.element).map(({ text }) => renderText(workspace, text)),
      })),
    color,
  };
}

export function visibleBlocks(workspace: Workspace, blocks: readonly Block[]): VisibleContent {
  const reading: Reading = { lines: [], headers: [], fields: [], context: [], images: [] };
  read(workspace, blocks, reading);
  return assemble(workspace, reading, placedInBlocks(blocks), undefined);
}

/** A message's `text` shows only when there are no blocks (https://docs.slack.dev/reference/methods/chat.postMessage). */
export function visibleMessage(workspace: Workspace, message: Message): VisibleContent {
  const reading: Reading = { lines: [], headers: [], fields: [], context: [], images: [] };
  if (message.blocks.length === 0) reading.lines.push(renderMessageText(workspace, message));
  read(workspace, message.blocks, reading);
  for (const one of message.attachments) {
    const legacy = [one.pretext, one.author_name, one.title, one.text].filter((text) => text !== undefined);
    reading.lines.push(...legacy.map((text) => renderMrkdwn(workspace, text)));
    for (const { title, value } of one.fields ?? []) {
      const field = [title, renderMrkdwn(workspace, value)].filter((text) => text !== '').join('\n');
      reading.fields.push(field);
      reading.lines.push(field);
    }
    read(workspace, one.blocks ?? [], reading);
    if (one.image_url) reading.images.push(one.image_url);
    if (one.footer) reading.lines.push(one.footer);
  }
  for (const id of message.fileIds ?? [])
    reading.lines.push(workspace.files.byId(id)?.title ?? '(a file that was deleted)');
  const color = message.attachments.find((one) => one.color)?.color;
  return assemble(workspace, reading, placedInMessage(message), color && `#${color}`);
}

/** For failure messages: everything visible, indented. */
export function describe(visible: VisibleContent): string {
  const { text, buttons, selects, color } = visible;
  return [
    ...text.split('\n'),
    ...(buttons.length > 0 ? [`buttons: ${buttons.map((one) => `[${one}]`).join(' ')}`] : []),
    ...selects.map(({ label, options }) => `menu: ${label} (${options.join(', ')})`),
    ...(color ? [`color: ${color}`] : []),
  ]
    .map((line) => `    ${line}`)
    .join('\n');
}
