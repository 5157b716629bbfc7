import { incidentKey } from '../../incidents/types.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { RenderedStormLine } from '../../notifications/renderer.ts';
import { section } from './blocks.ts';
import { link } from './escape.ts';
import { MAX_SECTION } from './limits.ts';
import { threadLine } from './thread-line.ts';

/** Fifty lines and their links stay below what the blocks of one message may hold (`MAX_BLOCKS_TEXT`). */
const MAX_LINE = 220;

/**
 * What has happened to incidents of a storm: one line for each event, with the incident that it is about.
 * @param called the Slack id of somebody whom it calls.
 */
export function stormLines(
  lines: readonly RenderedStormLine[],
  called: string | null,
  pageUrl: (number: number) => string,
): SlackMessage {
  const call = called === null ? [] : [`<@${called}>`];
  const texts = [...call, ...lines.map((line) => stormLine(line, pageUrl))];
  const shown = texts.slice(0, call.length + 1).join(' ');
  const text = lines.length > 1 ? `${shown} … and ${lines.length - 1} more` : shown;
  return { text, blocks: paragraphs(texts).map(section) };
}

/** `INC-42: ✅ Acknowledged by @jane`, on one line; a long note is whole on the incident's page. */
function stormLine({ event, lateBy }: RenderedStormLine, pageUrl: (number: number) => string): string {
  const { incidentNumber } = event;
  const key = link(pageUrl(incidentNumber), incidentKey(incidentNumber));
  const words = threadLine({ event, lateBy })
    .text.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' · ');
  return `${key}: ${cutMrkdwn(words, MAX_LINE - key.length)}`;
}

/** Cuts text that is mrkdwn already, not within one of its `<…>` or `&…;`. */
function cutMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tokens = text.match(/<[^<>]*>|&\w+;|[\s\S]/gu) ?? [];
  let kept = '';
  for (const token of tokens) {
    if (kept.length + token.length >= limit) break;
    kept += token;
  }
  return `${kept.trimEnd()}…`;
}

/** The lines in as few sections as they fit into. */
function paragraphs(lines: string[]): string[] {
  const filled: string[] = [];
  for (const line of lines) {
    const last = filled.at(-1);
    if (last === undefined || last.length + 1 + line.length > MAX_SECTION) filled.push(line);
    else filled[filled.length - 1] = `${last}\n${line}`;
  }
  return filled;
}
