import type { SlackMessage } from '../../notifications/message.ts';
import { section } from './blocks.ts';
import { cut, mrkdwn, oneLine } from './escape.ts';

const MAX_WORD = 50;

/** A sub-command of `/opsknight`, as its listener registers it. */
export interface CommandHelp {
  name: string;
  /** What follows "/opsknight": "create [title]". */
  usage: string;
  /** What it does, in a few words. */
  help: string;
}

export interface UnknownWord {
  word: string;
  /** The command that was probably meant; null when none is close. */
  suggestion: string | null;
}

/** The answer to `/opsknight help`, and to a word that is no command. */
export function help(commands: readonly CommandHelp[], unknown: UnknownWord | null = null): SlackMessage {
  const usages = commands.map(({ usage, help }) => `• \`/opsknight ${mrkdwn(usage)}\` – ${mrkdwn(help)}`);
  const [first, ...rest] = [...(unknown ? [didYouMean(unknown)] : []), '*What I can do for you*'];
  return { text: first, blocks: [section([first, ...rest, ...usages].join('\n'))] };
}

function didYouMean({ word, suggestion }: UnknownWord): string {
  const unknown = `I don't know “${mrkdwn(cut(oneLine(word), MAX_WORD))}”.`;
  return suggestion === null ? unknown : `${unknown} Did you mean \`/opsknight ${mrkdwn(suggestion)}\`?`;
}
