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
import { cut } from './escape.ts';
import { MAX_BUTTON_TEXT, MAX_HEADER } from './limits.ts';

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
