import type { z } from 'zod';
import type { Effect } from './effects.ts';

/** What a step can ask when its turn has come. */
export interface Around {
  /** A text with what its placeholders stand for now. */
  fill(template: string): string;
  /** Names of what `for_each` can go through, as things are now. */
  each(of: EachOf): Each[];
}

export type EachOf = 'on_call' | 'components' | readonly string[];

/** One of those that `for_each` goes through. */
export interface Each {
  name: string;
  /** Of a person; empty for others. */
  email: string;
}

/** A step is only said, and not done. */
export interface Rehearsal extends Around {
  /** Whom these lead to now. */
  people(written: readonly string[]): { names: string[]; unmet: string[] };
  channelName(template: string): string;
  /** The incident belongs to a private channel, or is of a closed project: nothing of it is said elsewhere. */
  isPrivate: boolean;
  isOfClosedProject: boolean;
  /** What steps within this one would do, a line each. */
  within(steps: readonly unknown[], each?: Each): string[];
}

/** What steps of one kind do. All that there is to know of them is in one file. */
export interface Operation<Schema extends z.ZodObject> {
  /** What a step is to be told. */
  schema: Schema;
  /** In a word or two, for whoever follows how far a runbook is. */
  label: string;
  /** What Slack has to allow, besides posting. */
  scopes: readonly string[];
  /** What it would do, some lines; without an effect. */
  rehearse(told: z.output<Schema>, rehearsal: Rehearsal): string[];
  /** What it asks for now: how that is done once, whatever is killed meanwhile, is the same for all effects of a kind. */
  effect(told: z.output<Schema>, around: Around): Effect;
}

/** Whichever it is: it is given what its own schema has read. */
export type AnyOperation = Operation<z.ZodObject>;

/** Holds an operation to its form. */
export function operation<Schema extends z.ZodObject>(one: Operation<Schema>): Operation<Schema> {
  return one;
}
