import { oneLine } from '../../words/text.ts';

/** Trimmed; null for nothing. */
export function textOrNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** Of what was sent, this much is repeated to its sender. */
const MAX_QUOTED = 100;

/** `"Payment API"`, as a message about it says; of a long text the beginning. */
export function quote(text: string): string {
  return JSON.stringify(oneLine(text.slice(0, MAX_QUOTED)));
}
