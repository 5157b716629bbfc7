import type { CommandHelp } from '../../ui/help.ts';
import type { Asker } from '../answers.ts';
import type { Parts } from '../parts.ts';

export interface CommandCall {
  asker: Asker;
  triggerId: string;
  /** Where an answer that comes later goes. */
  responseUrl: string;
  /** What followed the subcommand, as the person typed it. */
  rest: string;
  /** The same as Slack sent it: with the ids of people and channels. */
  escaped: string;
}

/** A word after `/opsknight`. It is registered with its help, so that help can't fall behind. */
export interface Subcommand extends CommandHelp {
  run(parts: Parts, call: CommandCall): Promise<void>;
}
