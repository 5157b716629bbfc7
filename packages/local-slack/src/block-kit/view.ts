import { z } from 'zod';
import { viewBlock } from './blocks.ts';
import type { Checked } from './message.ts';
import { type Problem, problemsOf } from './problems.ts';
import { focusProblems, identityProblems, responseUrlProblems } from './rules.ts';
import { bounded } from './strings.ts';
import { plainText } from './text.ts';

const common = {
  blocks: z.array(viewBlock).max(100),
  private_metadata: bounded(0, 3000).default(''),
  callback_id: bounded(0, 255).default(''),
  external_id: bounded(0, 255).default(''),
};

/** https://docs.slack.dev/reference/views/modal-views */
const modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(24),
  close: plainText(24).optional(),
  submit: plainText(24).optional(),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
});

/** https://docs.slack.dev/reference/views/home-tab-views */
const home = z.strictObject({ type: z.literal('home'), ...common });

const view = z.discriminatedUnion('type', [modal, home]);

export type ViewContent = z.infer<typeof view>;

function rulesOf(content: ViewContent): Problem[] {
  const problems = [
    ...identityProblems(content.blocks, '/view/blocks'),
    ...focusProblems(content.blocks, '/view/blocks', 1),
    ...responseUrlProblems(content.blocks, '/view/blocks', content.type === 'modal'),
  ];
  const hasInput = content.blocks.some(({ type }) => type === 'input');
  if (content.type === 'modal' && hasInput && content.submit === undefined) {
    problems.push({ message: 'missing required field: submit', pointer: '/view' });
  }
  return problems;
}

const MAX_VIEW_BYTES = 250_000;

/** More than 250 kB is `view_too_large` (https://docs.slack.dev/reference/methods/views.open#errors). */
export function isViewTooLarge(raw: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(raw) ?? '') > MAX_VIEW_BYTES;
}

/** Checks a view that is to be opened, pushed, updated or published. */
export function checkView(raw: unknown, wanted: ViewContent['type']): Checked<ViewContent> {
  const root = { view: raw };
  const parsed = z.object({ view }).safeParse(root);
  if (!parsed.success) return { problems: problemsOf(parsed.error, root) };
  const content = parsed.data.view;
  if (content.type !== wanted) {
    return { problems: [{ message: `unsupported type: ${content.type}`, pointer: '/view/type' }] };
  }
  const problems = rulesOf(content);
  return problems.length > 0 ? { problems } : { value: content };
}
