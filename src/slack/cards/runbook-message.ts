import type { KnownBlock } from '@slack/types';
import { incidentKey } from '../../incidents/types.ts';
import type { ShownProgress } from '../../notifications/kinds/runbook-progress.ts';
import type { SlackMessage } from '../../notifications/message.ts';
import type { RunbookFacts } from '../../runbooks/facts.ts';
import type { Step } from '../../settings/schema/runbooks/operations.ts';
import { fillPlaceholders } from '../../settings/schema/runbooks/placeholders.ts';
import { stepWords } from '../../words/runbooks.ts';
import { clean } from '../../words/text.ts';
import { failedStepButtons } from '../interactions/runbook-steps.ts';
import { MAX_SECTION, message, section } from './blocks.ts';
import { cut, escaped, inline, mrkdwn } from './mrkdwn.ts';
import { fallbackText } from './rich-text.ts';
import { Tamer } from './tamed-blocks.ts';
import { delay } from './time.ts';

/** One value in a text: so that it leaves room for others, and for the words around it. */
const MAX_VALUE = 1_000;
const MAX_OUTCOME = 300;
const MAX_NAME = 100;

type Says = Extract<Step, { action: 'slack.send_message' | 'slack.create_thread' }>;

/** What a step says: its message first, which is also what a phone shows; what comes from outside stands there as it is written. */
export function runbookMessage({ message: template, blocks }: Says, facts: RunbookFacts): SlackMessage {
  const markup = sentences(template, facts);
  const more = (blocks ?? []).map((one) => block(one, facts));
  return { text: fallbackText(markup), blocks: [section(markup), ...more] };
}

/** As it is posted: one that is late says so. */
export function runbookMessageLate({ text, blocks = [] }: SlackMessage, lateBy: number): SlackMessage {
  const late = delay(lateBy);
  return { text: `${text} ${late}`, blocks: [...blocks, section(late)] };
}

/** A section of text alone is shown as rich text, in which nothing from outside is markup; what is in others is made harmless. */
function block(written: Record<string, unknown>, facts: RunbookFacts): KnownBlock {
  const { type, text, ...rest } = written;
  if (type === 'section' && isMrkdwn(text) && Object.keys(rest).length === 0)
    return section(sentences(text.text, facts));
  const filled = filledIn(written, facts, false) as Record<string, unknown>;
  return new Tamer().blocks([filled])[0] as unknown as KnownBlock;
}

function isMrkdwn(text: unknown): text is { type: 'mrkdwn'; text: string } {
  return typeof text === 'object' && text !== null && 'type' in text && text.type === 'mrkdwn' && 'text' in text;
}

/** @param isPlain no markup is read there */
function filledIn(value: unknown, facts: RunbookFacts, isPlain: boolean): unknown {
  if (typeof value === 'string') {
    return fillPlaceholders(value, (name) => {
      const text = cut(facts[name], MAX_VALUE);
      return isPlain ? text : escaped(text);
    });
  }
  if (Array.isArray(value)) return value.map((item) => filledIn(item, facts, isPlain));
  if (typeof value !== 'object' || value === null) return value;
  const plain = 'type' in value && value.type === 'plain_text';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, facts, plain)]));
}

/** The operator's own markup, in which what comes from outside is text. */
function sentences(template: string, facts: RunbookFacts): string {
  const own = clean(template).replace(/<([!@#][^>]*)>/g, (_, inside: string) => mrkdwn(`<${inside}>`));
  return shortened(fillPlaceholders(own, (name) => mrkdwn(cut(facts[name], MAX_VALUE))));
}

function shortened(markup: string): string {
  return markup.length <= MAX_SECTION ? markup : mrkdwn(cut(fallbackText(markup), MAX_SECTION));
}

/** "3 of 7", and what did not go as it was to. */
export function runbookProgress(progress: ShownProgress): SlackMessage {
  const { incidentNumber, runbook, isCancelled, isOver, steps } = progress;
  const ended = steps.filter(({ state }) => ENDED.has(state)).length;
  const name = `Runbook *${inline(runbook, MAX_NAME)}* for ${incidentKey(incidentNumber)}`;
  const standing = isCancelled ? 'ended early, as the incident is over' : isOver ? 'is through' : 'is at work';
  const first = `${MARKS[isCancelled ? 'cancelled' : isOver ? 'done' : 'waiting']} ${name} ${standing}: ${ended} of ${steps.length}`;
  const lines = steps.map(({ action, state, outcome }, index) => {
    const said = stepWords({ action, state, outcome });
    return `${MARKS[state] ?? ''} ${index + 1}. ${inline(said, MAX_OUTCOME)}`;
  });
  const buttons = failedStepButtons(progress);
  const posted = message([first, ...lines].join('\n'), ...(buttons ? [buttons] : []));
  return { ...posted, text: fallbackText(first) };
}

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'skipped']);

const MARKS: Record<string, string> = {
  waiting: '⚪',
  under_way: '🔵',
  done: '✅',
  failed: '❌',
  skipped: '➖',
  cancelled: '➖',
};
