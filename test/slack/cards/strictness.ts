import type { View } from '@slack/types';
import {
  areTooLong,
  checkAttachments,
  checkMessageBlocks,
  checkView,
  isViewTooLarge,
  togetherProblems,
} from 'local-slack/block-kit';
import type { SlackMessage } from '../../../src/notifications/message.ts';
import { MAX_TEXT } from '../../../src/slack/cards/blocks.ts';
import { blocksOf, textsOf } from './reading.ts';

/** Markup that we make ourselves: dates, links to web pages, and the channel of `nasty.ts`. */
const OUR_MARKUP = /<(?:#C1|#C0123456789|!date\^\d+\^[^|<>]*\|[^|<>]*|https?:\/\/[^|<>\s]+(?:\|[^|<>\n]+)?)>/g;

const LONE_SURROGATE = /\p{Cs}/u;
const CONTROL_CHARACTER = /(?![\n\t])\p{Cc}/u;

/** Everything that Slack, or a careful reader, would have against a message. */
export function faultsOf(message: SlackMessage): string[] {
  const blocks = blocksOf(message);
  return [
    ...faultsOfContent(message),
    ...(message.text.length === 0 || message.text.length > MAX_TEXT ? [`text of ${message.text.length}`] : []),
    ...[message.text, ...textsOf(blocks)].flatMap((text) => faultsOfText(text)),
    ...mrkdwnFaults(message.text),
    ...mrkdwnTexts(blocks).flatMap(mrkdwnFaults),
  ];
}

/** The same for a modal or the Home tab. */
export function faultsOfView(view: View): string[] {
  const wanted = view.type === 'home' ? 'home' : 'modal';
  return [
    ...faultsOfCheck(checkView(view, wanted)),
    ...(isViewTooLarge(view) ? ['view_too_large'] : []),
    ...textsOf(view.blocks).flatMap(faultsOfText),
    ...mrkdwnTexts(view.blocks).flatMap(mrkdwnFaults),
  ];
}

function faultsOfCheck(checked: { value: unknown } | { problems: { message: string; pointer: string }[] }): string[] {
  return 'problems' in checked ? checked.problems.map(({ message, pointer }) => `${pointer}: ${message}`) : [];
}

/** Blocks and attachments, each and together, as the local Slack judges them. */
function faultsOfContent(message: SlackMessage): string[] {
  const blocks = checkMessageBlocks(message.blocks ?? []);
  const attachments = checkAttachments(message.attachments ?? []);
  if ('problems' in blocks || 'problems' in attachments)
    return [...faultsOfCheck(blocks), ...faultsOfCheck(attachments)];
  const all = [...blocks.value, ...attachments.value.flatMap((one) => one.blocks ?? [])];
  return [
    ...togetherProblems(blocks.value, attachments.value).map(({ message, pointer }) => `${pointer}: ${message}`),
    ...(areTooLong(all) ? ['msg_blocks_too_long'] : []),
  ];
}

function faultsOfText(text: string): string[] {
  return [
    ...(LONE_SURROGATE.test(text) ? [`lone surrogate in ${text}`] : []),
    ...(CONTROL_CHARACTER.test(text) ? [`control character in ${text}`] : []),
  ];
}

/** Text for blocks is written without our entities; mrkdwn may hold our markup and Slack's entities; any other `<`, `>` or `&` came from outside unescaped. */
function mrkdwnFaults(text: string): string[] {
  const rest = text.replace(OUR_MARKUP, '').replace(/&(?:amp|lt|gt);/g, '');
  return /[<>&]/.test(rest) ? [`unescaped in ${text}`] : [];
}

function mrkdwnTexts(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('type' in part && part.type === 'mrkdwn' && 'text' in part) return [String(part.text)];
  return Object.values(part).flatMap(mrkdwnTexts);
}
