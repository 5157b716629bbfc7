import { z } from 'zod';
import { didYouMean } from '../../did-you-mean.ts';
import { unknownPlaceholders } from './placeholders.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage: the message is the first of 50. */
const MAX_BLOCKS = 49;
const SHORT_TYPES = ['section', 'header', 'context', 'divider'] as const;
type ShortType = (typeof SHORT_TYPES)[number];

/** A block in Slack's own form, or in the short one: `Type: section` with `Text`. Kept in Slack's form. */
const block = z.record(z.string(), z.unknown()).transform((written, context) => {
  const short = readShort(written);
  for (const flaw of short ? flawsOfShort(short) : []) context.addIssue(flaw);
  for (const text of textsIn(written)) {
    for (const message of unknownPlaceholders(text)) context.addIssue({ code: 'custom', message });
  }
  return short ? inSlacksForm(short) : written;
});

export const blocks = z.array(block).max(MAX_BLOCKS, `must be ${MAX_BLOCKS} at most`);

interface Short {
  type: unknown;
  text: unknown;
  typeKey: string;
  others: string[];
}

/** Null for what is in Slack's form. */
function readShort(written: Record<string, unknown>): Short | null {
  const keyOf = (name: string) => Object.keys(written).find((key) => key.toLowerCase() === name);
  const typeKey = keyOf('type');
  const textKey = keyOf('text');
  const isShort = typeKey === 'Type' || textKey === 'Text' || (textKey && typeof written[textKey] === 'string');
  if (!isShort) return null;
  return {
    type: typeKey === undefined ? undefined : written[typeKey],
    text: textKey === undefined ? undefined : written[textKey],
    typeKey: typeKey ?? 'Type',
    others: Object.keys(written).filter((key) => key !== typeKey && key !== textKey),
  };
}

function flawsOfShort({ type, text, typeKey, others }: Short) {
  const known = SHORT_TYPES.find((one) => one === type);
  const flaw = (path: string[], message: string) => ({ code: 'custom' as const, path, message });
  return [
    ...(known
      ? []
      : [
          flaw(
            [typeKey],
            `is ${JSON.stringify(type)}, which is not one of ${SHORT_TYPES.join(', ')}.${didYouMean(String(type), SHORT_TYPES)}`,
          ),
        ]),
    ...(known === 'divider' || typeof text === 'string' ? [] : [flaw(['Text'], 'must be text')]),
    ...others.map((key) => flaw([key], `is not a known setting.${didYouMean(key, ['Type', 'Text'])}`)),
  ];
}

function inSlacksForm({ type, text }: Short): Record<string, unknown> {
  switch (type as ShortType) {
    case 'header':
      return { type, text: { type: 'plain_text', text } };
    case 'context':
      return { type, elements: [{ type: 'mrkdwn', text }] };
    case 'divider':
      return { type };
    default:
      return { type, text: { type: 'mrkdwn', text } };
  }
}

/** Every text in a block, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
