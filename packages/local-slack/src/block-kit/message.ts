import { z } from 'zod';
import { type MessageBlock, messageBlock } from './blocks.ts';
import { type Problem, problemsOf } from './problems.ts';
import { focusProblems, identityProblems, markdownProblems, responseUrlProblems } from './rules.ts';
import { bounded } from './strings.ts';
import { tableProblems } from './table.ts';

/** A message holds at most 50 blocks (https://docs.slack.dev/reference/block-kit/blocks). */
const messageBlocks = z.array(messageBlock).max(50);

const attachmentField = z.object({
  title: z.string().default(''),
  value: z.string(),
  short: z.boolean().default(false),
});

/**
 * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments. Slack ignores members that it
 * does not know here, unlike in blocks.
 */
const attachment = z.object({
  id: z.number().int().default(0),
  color: z.string().optional(),
  fallback: z.string().optional(),
  blocks: messageBlocks.optional(),
  pretext: z.string().optional(),
  author_name: z.string().optional(),
  author_link: z.string().optional(),
  title: z.string().optional(),
  title_link: z.string().optional(),
  text: z.string().optional(),
  fields: z.array(attachmentField).optional(),
  image_url: z.string().optional(),
  thumb_url: z.string().optional(),
  footer: bounded(0, 300).optional(),
  footer_icon: z.string().optional(),
  ts: z.union([z.string(), z.number()]).optional(),
  mrkdwn_in: z.array(z.string()).optional(),
});

export type Attachment = z.infer<typeof attachment>;

export type Checked<T> = { value: T } | { problems: Problem[] };

const blockProblems = (blocks: readonly MessageBlock[], pointer: string): Problem[] => [
  ...focusProblems(blocks, pointer, 0),
  ...responseUrlProblems(blocks, pointer, false),
  ...markdownProblems(blocks, pointer),
  ...tableProblems(blocks, pointer),
];

/** Checks the blocks of a message; `pointer` is where they stand in what was sent, such as `/blocks`. */
export function checkMessageBlocks(raw: unknown): Checked<MessageBlock[]> {
  const root = { blocks: raw };
  const parsed = z.object({ blocks: messageBlocks }).safeParse(root);
  if (!parsed.success) return { problems: problemsOf(parsed.error, root) };
  const { blocks } = parsed.data;
  const problems = [...identityProblems(blocks, '/blocks'), ...blockProblems(blocks, '/blocks')];
  return problems.length > 0 ? { problems } : { value: blocks };
}

const NAMED_COLORS = new Map([
  ['good', '2eb886'],
  ['warning', 'daa038'],
  ['danger', 'a30200'],
]);

/** Slack gives attachments back numbered, with a fallback, and with the color as six digits. */
function asStored(one: Attachment, index: number): Attachment {
  const color = one.color && (NAMED_COLORS.get(one.color) ?? one.color.replace('#', '').toLowerCase());
  return { ...one, id: index + 1, color, fallback: one.fallback ?? one.text ?? one.title ?? '[no preview available]' };
}

function attachedIdentityProblems(attachments: readonly Attachment[], blockIds: Set<string>): Problem[] {
  return attachments.flatMap(({ blocks = [] }, index) =>
    identityProblems(blocks, `/attachments/${index}/blocks`, blockIds),
  );
}

/** What is wrong only with blocks and attachments together: ids that are in both, too much markdown, two tables. */
export function togetherProblems(blocks: readonly MessageBlock[], attachments: readonly Attachment[]): Problem[] {
  const all = [...blocks, ...attachments.flatMap((one) => one.blocks ?? [])];
  return [
    ...attachedIdentityProblems(attachments, new Set(blocks.map(({ block_id }) => block_id))),
    ...markdownProblems(all, '/blocks'),
    ...tableProblems(all, '/blocks'),
  ];
}

export function checkAttachments(raw: unknown): Checked<Attachment[]> {
  const root = { attachments: raw };
  const parsed = z.object({ attachments: z.array(attachment) }).safeParse(root);
  if (!parsed.success) return { problems: problemsOf(parsed.error, root) };
  const { attachments } = parsed.data;
  const problems = [
    ...attachedIdentityProblems(attachments, new Set()),
    ...attachments.flatMap(({ blocks = [] }, index) => blockProblems(blocks, `/attachments/${index}/blocks`)),
  ];
  return problems.length > 0 ? { problems } : { value: attachments.map(asStored) };
}
