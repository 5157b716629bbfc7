import { clean } from '../words/text.ts';

/** What was asked for: the only thing that goes to stdout. */
export function print(text: string): void {
  process.stdout.write(`${plain(text)}\n`);
}

/** What the operator should know besides; stderr, so that it never ends up in a pipe. */
export function say(text: string): void {
  process.stderr.write(`${plain(text)}\n`);
}

/**
 * Names come from outside: none of them may move the cursor, color the screen, set the title or turn the reading direction
 * around.
 */
function plain(text: string): string {
  return clean(text);
}

/** `1 change`, `2 changes` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
