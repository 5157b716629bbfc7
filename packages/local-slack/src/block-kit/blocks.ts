import { z } from 'zod';
import { button, overflow } from './buttons.ts';
import { checkboxes, radioButtons } from './choices.ts';
import { externalSelect, multiExternalSelect } from './external.ts';
import { fileInput } from './file-input.ts';
import { blockId } from './identity.ts';
import { imageBlock, imageElement } from './images.ts';
import { emailInput, numberInput, plainTextInput, urlInput } from './inputs.ts';
import {
  channelsSelect,
  conversationsSelect,
  multiChannelsSelect,
  multiConversationsSelect,
  multiStaticSelect,
  multiUsersSelect,
  staticSelect,
  usersSelect,
} from './menus.ts';
import { datepicker, datetimepicker, timepicker } from './pickers.ts';
import { richTextBlock } from './rich-text.ts';
import { richTextInput } from './rich-text-input.ts';
import { bounded } from './strings.ts';
import { table } from './table.ts';
import { anyText, mrkdwn, plainText } from './text.ts';

const menus = [
  staticSelect,
  multiStaticSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  multiConversationsSelect,
  channelsSelect,
  multiChannelsSelect,
  externalSelect,
  multiExternalSelect,
] as const;

const accessory = z.discriminatedUnion('type', [
  button,
  overflow,
  imageElement,
  checkboxes,
  radioButtons,
  datepicker,
  timepicker,
  ...menus,
]);

const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  checkboxes,
  radioButtons,
  datepicker,
  timepicker,
  datetimepicker,
  ...menus,
]);

const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  emailInput,
  urlInput,
  richTextInput,
  fileInput,
  checkboxes,
  radioButtons,
  datepicker,
  timepicker,
  datetimepicker,
  ...menus,
]);

/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText().optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must provide either `text` or `fields`');

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const header = z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) });

/** https://docs.slack.dev/reference/block-kit/blocks/context-block */
const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(), mrkdwn(), imageElement]))
    .min(1)
    .max(10),
});

/** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(actionElement).min(1).max(25),
});

/** https://docs.slack.dev/reference/block-kit/blocks/divider-block */
const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });

/** https://docs.slack.dev/reference/block-kit/blocks/markdown-block */
const markdown = z.strictObject({
  type: z.literal('markdown'),
  block_id: blockId,
  text: bounded(1, 12_000),
});

/** https://docs.slack.dev/reference/block-kit/blocks/input-block */
const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
});

const everywhere = [section, header, context, actions, divider, imageBlock, richTextBlock] as const;

/** Blocks that a message may hold. */
export const messageBlock = z.discriminatedUnion('type', [...everywhere, input, markdown, table]);

/** Blocks that a modal or the Home tab may hold. */
export const viewBlock = z.discriminatedUnion('type', [...everywhere, input]);

export type MessageBlock = z.infer<typeof messageBlock>;
export type ViewBlock = z.infer<typeof viewBlock>;
export type Block = MessageBlock | ViewBlock;
export type InputBlock = z.infer<typeof input>;

/** An element that a person can act on; everything but an image. */
export type Interactive = z.infer<typeof actionElement> | z.infer<typeof inputElement>;

/** The interactive elements of one block, in reading order. */
export function interactivesOf(block: Block): Interactive[] {
  switch (block.type) {
    case 'section':
      return block.accessory !== undefined && block.accessory.type !== 'image' ? [block.accessory] : [];
    case 'actions':
      return block.elements;
    case 'input':
      return [block.element];
    default:
      return [];
  }
}
