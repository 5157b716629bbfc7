import type { ChangeFeed } from '../changes.ts';
import type { StateValue } from './view-state.ts';

type Values = Map<string, Map<string, StateValue>>;

/** What people have typed and chosen in the input blocks of messages: each for themselves, until they press something. */
export class Typed {
  readonly #values = new Map<string, Values>();

  constructor(private readonly feed: ChangeFeed) {}

  /** By block_id and action_id. */
  of(userId: string, messageTs: string): ReadonlyMap<string, ReadonlyMap<string, StateValue>> {
    return this.#values.get(`${userId} ${messageTs}`) ?? new Map();
  }

  enter(userId: string, messageTs: string, blockId: string, actionId: string, value: StateValue): void {
    const key = `${userId} ${messageTs}`;
    const values: Values = this.#values.get(key) ?? new Map();
    const block = values.get(blockId) ?? new Map<string, StateValue>();
    this.#values.set(key, values.set(blockId, block.set(actionId, value)));
    this.feed.notify();
  }
}
