import { z } from 'zod';
import { blockId } from './identity.ts';
import type { Problem } from './problems.ts';
import { inlinesOf, richTextBlock } from './rich-text.ts';

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });

const cell = z.discriminatedUnion('type', [rawText, richTextBlock]);

const columnSettings = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const table = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z.array(columnSettings.nullable()).max(20).optional(),
});

export type TableBlock = z.infer<typeof table>;
export type TableCell = z.infer<typeof cell>;

/** The texts in a table, cell by cell. */
export function cellTexts({ rows }: TableBlock): string[] {
  return rows.flat().map((cell) => {
    if (cell.type === 'raw_text') return cell.text;
    const inlines = inlinesOf(cell).flat();
    return inlines.map((inline) => ('text' in inline ? (inline.text ?? '') : '')).join('');
  });
}

const MAX_CHARACTERS = 10_000;

/** One table per message (`only_one_table_allowed`), whose cells hold at most 10,000 characters together. */
export function tableProblems(blocks: readonly ({ type: string } | TableBlock)[], pointer: string): Problem[] {
  const tables = blocks.filter((block): block is TableBlock => block.type === 'table');
  const characters = tables.flatMap(cellTexts).reduce((sum, text) => sum + text.length, 0);
  const tooLong = `must be less than ${MAX_CHARACTERS + 1} characters`;
  return [
    ...(tables.length > 1 ? [{ message: 'only_one_table_allowed', pointer }] : []),
    ...(characters > MAX_CHARACTERS ? [{ message: tooLong, pointer }] : []),
  ];
}
