import { z } from 'zod';
import { bounded } from './strings.ts';

/* Text objects (https://docs.slack.dev/reference/block-kit/composition-objects/text-object). */

export const MAX_TEXT = 3000;

export function plainText(max = MAX_TEXT) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: bounded(1, max),
    emoji: z.boolean().default(true),
  });
}

export function mrkdwn(max = MAX_TEXT) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: bounded(1, max),
    verbatim: z.boolean().default(false),
  });
}

export function anyText(max = MAX_TEXT) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export type PlainText = z.infer<ReturnType<typeof plainText>>;
export type AnyText = z.infer<ReturnType<typeof anyText>>;
