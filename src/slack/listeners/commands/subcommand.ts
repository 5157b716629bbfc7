import type { CommandHelp } from '../../ui/help.ts';
import type { Asker } from '../answers.ts';
import type { Parts } from '../parts.ts';

export interface CommandCall {
  asker: Asker;
  triggerId: string;
  /** What followed the subcommand, as the person typed it. */
  rest: string;
  /** The same as Slack sent it: with the ids of people and channels. */
  escaped: string;
  /** Answers Slack, which waits three seconds; the second time it does nothing. */
  ack(): Promise<void>;
}

/** A word after `/opsknight`. It is registered with its help, so that help can't fall behind. */
export interface Subcommand extends CommandHelp {
  /** It changes something: Slack is answered when that is on disk, by `carryOut`. The others are answered at once. */
  changes?: true;
  run(parts: Parts, call: CommandCall): Promise<void>;
}
