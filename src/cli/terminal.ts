/** What was asked for: the only thing that goes to stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What the operator should know besides; stderr, so that it never ends up in a pipe. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** `1 change`, `2 changes` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
