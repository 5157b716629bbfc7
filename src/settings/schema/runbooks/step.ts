import { z } from 'zod';
import { didYouMean } from '../../did-you-mean.ts';
import { explain, explainUnknownKey } from '../../messages.ts';
import type { Path } from '../../problems.ts';
import { OPERATION_NAMES, OPERATIONS, type OperationName, type Step } from './operations.ts';

/** Keys that say which operation a step is. */
const NAMING: readonly string[] = ['action', 'action_type', 'operation'];

/**
 * A step: `action: slack.create_channel` with what that is to be told; or `Action Type: Slack` with `Operation: Create Channel`, whose
 * keys are written with capitals. Whatever is wrong is said of the key as it is written.
 */
export const step = z.record(z.string(), z.unknown()).transform((written, context): Step => {
  const keys = new Map(Object.keys(written).map((key) => [plain(key), key]));
  const flaw = (path: Path, message: string) => context.addIssue({ code: 'custom', path: [...path], message });
  const name = operationOf(written, keys, flaw);
  if (!name) return z.NEVER;

  const told = Object.fromEntries(
    [...keys].filter(([key]) => !NAMING.includes(key)).map(([key, as]) => [key, written[as]]),
  );
  const read = OPERATIONS[name].schema.safeParse(told, { error: explain });
  if (read.success) return { action: name, ...read.data } as Step;
  const asWritten = ([key = '', ...rest]: Path): Path => [keys.get(String(key)) ?? key, ...rest];
  for (const issue of read.error.issues) {
    if (issue.code !== 'unrecognized_keys') flaw(asWritten(issue.path as Path), issue.message);
    else for (const key of issue.keys) flaw(asWritten([key]), explainUnknownKey(key, knownIn(name)));
  }
  return z.NEVER;
});

function knownIn(name: OperationName): string[] {
  return Object.keys(OPERATIONS[name].schema.shape);
}

type Flaw = (path: Path, message: string) => void;

function operationOf(
  written: Record<string, unknown>,
  keys: ReadonlyMap<string, string>,
  flaw: Flaw,
): OperationName | null {
  const own = keys.get('action');
  const at = own ?? keys.get('operation') ?? keys.get('action_type');
  if (at === undefined) {
    flaw([], 'must say what it does: action: slack.send_message');
    return null;
  }
  const type = keys.get('action_type');
  const text = own ? String(written[own]) : joined(type && written[type], at !== type && written[at]);
  const found = OPERATION_NAMES.find((name) => name === text);
  if (found) return found;
  const hint = didYouMean(text, OPERATION_NAMES) || ` Known: ${OPERATION_NAMES.join(', ')}.`;
  const said = own ? '' : `, read as ${JSON.stringify(text)},`;
  flaw([at], `is ${JSON.stringify(written[at])}${said} which is not an operation.${hint}`);
  return null;
}

/** `Slack` and `Create Channel` → `slack.create_channel` */
function joined(...words: unknown[]): string {
  return words.flatMap((word) => (typeof word === 'string' ? [plain(word)] : [])).join('.');
}

/** `Action Type`, `AddUsers` → `action_type`, `add_users` */
function plain(text: string): string {
  return text
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}
