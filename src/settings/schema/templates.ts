import { z } from 'zod';
import { name, optional } from './values.ts';

/** Slack shows no more: https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const MAX_MESSAGE = 4_000;
const MAX_BLOCKS = 50;
const MAX_ATTACHMENTS = 100;

const some = (most: number) =>
  optional(z.array(z.record(z.string(), z.unknown())).max(most, `are more than ${most}`)).transform((list) =>
    list?.length ? list : null,
  );

/** What is in blocks and attachments is Slack's, and checked with the values that a request fills in. */
export const templateEntry = z
  .strictObject({
    name,
    message: optional(z.string().trim().min(1, 'must not be empty').max(MAX_MESSAGE)),
    blocks: some(MAX_BLOCKS),
    attachments: some(MAX_ATTACHMENTS),
  })
  .refine(({ message, blocks, attachments }) => message !== null || blocks !== null || attachments !== null, {
    error: 'must have a message, blocks or attachments',
  });
export type TemplateEntry = z.output<typeof templateEntry>;
