import type { Eyes } from '../incidents/store.ts';
import type { UtcMs } from '../lib/clock.ts';
import type { Change } from './change.ts';
import type { PostMortem } from './types.ts';

/** One of a list, with what it is about. */
export interface ListedPostMortem extends Pick<PostMortem, 'incidentNumber' | 'state' | 'edited' | 'published'> {
  title: string;
}

/** Which are asked for. */
export interface PostMortemQuery {
  eyes: Eyes;
  /** Each word must be in its text, or in the title of its incident, in any case. */
  text: string;
  /** Only those of smaller numbers: the next part of the list. */
  before: number | null;
  limit: number;
}

/** Post-mortems on disk: one for each incident at most. */
export interface PostMortemStore {
  get(incidentNumber: number): Promise<PostMortem | null>;
  /** Keeps a new one, unless there is one already. @returns what is there then */
  begin(postMortem: PostMortem): Promise<PostMortem>;
  /** Reads, decides and writes in one transaction; null when there is none. */
  change(incidentNumber: number, decide: (current: PostMortem) => Change): Promise<Change | null>;
  /** The same, and owes its channel the message: both, or nothing. */
  publish(
    incidentNumber: number,
    decide: (current: PostMortem) => Change,
    connectionId: number,
    at: UtcMs,
  ): Promise<Change | null>;
  /** By the number of their incidents, the newest first. */
  list(query: PostMortemQuery): Promise<ListedPostMortem[]>;
}
