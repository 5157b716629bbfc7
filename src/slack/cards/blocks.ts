import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { oneLine } from '../../words/text.ts';
import { cut } from './mrkdwn.ts';

/*
 * Slack's limits, in characters unless said. Slack does not say how it counts; we count UTF-16 units of the escaped
 * text, the strictest reading.
 */

/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const MAX_SECTION = 3_000;

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const MAX_HEADER = 150;

/**
 * Characters over all blocks of a message (`msg_blocks_too_long`). Not documented; measured at about 13,200 in
 * https://github.com/slackapi/bolt-js/issues/2509, of which each block beyond the first costs about 125.
 */
export const MAX_BLOCKS_TEXT = 13_000;
export const COST_OF_A_FURTHER_BLOCK = 125;

/** Top-level text, as `chat.update` allows it: https://docs.slack.dev/reference/methods/chat.update */
export const MAX_TEXT = 4_000;

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const MAX_BUTTON_TEXT = 75;

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export const MAX_OPTION_TEXT = 75;

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

/** Words from outside in plain text: one line, cut, and ":x:" stays ":x:". */
export function outsideLabel(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: cut(oneLine(text), limit) || '—', emoji: false };
}

/** Ready mrkdwn. `verbatim`: Slack makes no mentions or links of its own out of it, so "@here" stays a word. */
export function mrkdwnText(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwnText(text) };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: label(cut(text, MAX_HEADER)) };
}

export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwnText) };
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
