import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
} from '@slack/types';
import type { SlackMessage } from '../../notifications/message.ts';
import { oneLine } from '../../words/text.ts';
import { cut, isolated } from './mrkdwn.ts';
import { fallbackText, plainWords, richText } from './rich-text.ts';

/*
 * Slack's limits, in characters unless said. Slack does not say how it counts; we count UTF-16 units of the escaped
 * text, the strictest reading.
 */

/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const MAX_SECTION = 3_000;
export const MAX_FIELD = 2_000;

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const MAX_HEADER = 150;

/**
 * Characters over all blocks of a message (`msg_blocks_too_long`). Not documented; measured at about 13,200 in
 * https://github.com/slackapi/bolt-js/issues/2509, of which each block beyond the first costs about 125.
 */
export const MAX_BLOCKS_TEXT = 13_000;
export const COST_OF_A_FURTHER_BLOCK = 125;

/** Top-level text, as `chat.update` allows it: https://docs.slack.dev/reference/methods/chat.update */
export const MAX_TEXT = 4_000;

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const MAX_BUTTON_TEXT = 75;

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export const MAX_OPTION_TEXT = 75;
export const MAX_OPTION_VALUE = 150;

/** Options of one group, groups of one menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
export const MAX_OPTIONS = 100;
export const MAX_OPTION_GROUPS = 100;

/** A whole view, in bytes of its JSON: `view_too_large` in https://docs.slack.dev/reference/methods/views.open */
export const MAX_VIEW_BYTES = 250_000;

/** https://docs.slack.dev/reference/views/modal-views */
export const MAX_MODAL_TITLE = 24;

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
export const MAX_INPUT = 3_000;

/** Our own words in plain text. */
export function label(text: string): PlainTextElement {
  return { type: 'plain_text', text };
}

const ROOM_FOR_ISOLATES = 2;

/** Words from outside in plain text: one line, cut, and ":x:" stays ":x:". */
export function outsideLabel(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: isolated(cut(oneLine(text), limit - ROOM_FOR_ISOLATES)) || '—', emoji: false };
}

/** Sentences, in which what comes from outside is shown as it is written. */
export function section(markup: string): RichTextBlock {
  return richText(markup);
}

/**
 * Sentences where Slack takes no rich text. With bold words, code or dates they are mrkdwn, so they hold nothing from outside then.
 * `verbatim`: Slack makes no mentions or links of its own out of them, so "@here" stays a word.
 */
export function textElement(markup: string): MrkdwnElement | PlainTextElement {
  const plain = plainWords(markup);
  return plain === null
    ? { type: 'mrkdwn', text: markup, verbatim: true }
    : { type: 'plain_text', text: plain, emoji: false };
}

/** Sentences as a message, with what is to be pressed under them. */
export function message(markup: string, ...under: KnownBlock[]): SlackMessage {
  return { text: fallbackText(markup), blocks: [section(markup), ...under] };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: label(cut(text, MAX_HEADER)) };
}

export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.map(textElement) };
}

export function actions(...elements: ActionsBlockElement[]): ActionsBlock {
  return { type: 'actions', elements };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function button(actionId: string, text: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: label(cut(text, MAX_BUTTON_TEXT)), value };
}
