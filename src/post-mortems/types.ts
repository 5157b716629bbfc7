import type { UtcMs } from '../lib/clock.ts';
import type { PersonActor } from '../people/actor.ts';

/** A part of a post-mortem: a heading of the second level, and what is under it. */
export interface Section {
  /** Its own for as long as the document lives, wherever the part stands. */
  id: number;
  /** Empty for what stands before the first heading. */
  heading: string;
  /** Markdown. */
  text: string;
}

/** Read by others, or not; what is edited is a draft again, whatever it was. */
export const POST_MORTEM_STATES = ['draft', 'reviewed', 'published'] as const;
export type PostMortemState = (typeof POST_MORTEM_STATES)[number];

/** Who did something to a post-mortem, and when. */
export interface Step {
  by: PersonActor;
  at: UtcMs;
}

/** Where it was published. */
export interface Publication extends Step {
  /** The channel, as people write it. */
  target: string;
}

/** What people write down about an incident that is over: one for each. */
export interface PostMortem {
  incidentNumber: number;
  /** Grows by one with every change. */
  version: number;
  state: PostMortemState;
  sections: Section[];
  begun: Step;
  edited: Step;
  /** Who has read it as it is; null while it is a draft. */
  reviewed: Step | null;
  /** The last time; it stays when the text changes after that. */
  published: Publication | null;
  /** Why Slack has refused the message of the last publication; null when it has it, or will. */
  refusal: string | null;
}

/** In characters: of one part, and of all together. */
export const MAX_SECTION = 10_000;
export const MAX_DOCUMENT = 50_000;
export const MAX_SECTIONS = 40;
export const MAX_HEADING = 200;
