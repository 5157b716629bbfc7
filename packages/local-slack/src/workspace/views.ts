import type { ViewContent } from '../block-kit/view.ts';
import type { ChangeFeed } from '../changes.ts';
import { randomHex, slackId } from '../ids.ts';
import type { StateValue } from './view-state.ts';

/** A modal or a Home tab, as one person has it on the screen. */
export interface View {
  readonly id: string;
  readonly userId: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  content: ViewContent;
  hash: string;
  /** What the person has entered, by block_id and action_id. */
  readonly entered: Map<string, Map<string, StateValue>>;
  /** Errors shown beside inputs, by block_id. */
  errors: Map<string, string>;
  /** A line across the modal, such as "We had some trouble connecting". */
  notice: string | undefined;
}

const MAX_DEPTH = 3;

const newHash = () => `${Math.floor(Date.now() / 1000)}.${randomHex(8)}`;

/** Who has which modals open, one on another, and everybody's Home tab. */
export class Views {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();

  constructor(private readonly feed: ChangeFeed) {}

  /** Bottom first; empty when no modal is open. */
  stackOf(userId: string): readonly View[] {
    return this.#stacks.get(userId) ?? [];
  }

  topOf(userId: string): View | undefined {
    return this.stackOf(userId).at(-1);
  }

  homeOf(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  /** A view that somebody still has on the screen. */
  find(match: (view: View) => boolean): View | undefined {
    return [...this.#stacks.values(), [...this.#homes.values()]].flat().find(match);
  }

  open(userId: string, content: ViewContent): View {
    const view = this.#create(userId, content, undefined);
    this.#stacks.set(userId, [view]);
    this.feed.notify();
    return view;
  }

  /** `undefined` when three views are open already. */
  push(userId: string, content: ViewContent): View | undefined {
    const stack = this.stackOf(userId);
    if (stack.length >= MAX_DEPTH) return undefined;
    const view = this.#create(userId, content, stack.at(-1));
    this.#stacks.set(userId, [...stack, view]);
    this.feed.notify();
    return view;
  }

  /**
   * Replaces what a view shows. What was entered stays where block_id and action_id stay
   * (https://docs.slack.dev/surfaces/modals#updating_views).
   */
  update(view: View, content: ViewContent): void {
    view.content = content;
    view.hash = newHash();
    view.errors = new Map();
    view.notice = undefined;
    const kept = new Set(content.blocks.map(({ block_id }) => block_id));
    for (const blockId of view.entered.keys()) if (!kept.has(blockId)) view.entered.delete(blockId);
    this.feed.notify();
  }

  publish(userId: string, content: ViewContent): View {
    const home = this.#homes.get(userId);
    if (home) {
      this.update(home, content);
      return home;
    }
    const view = this.#create(userId, content, undefined);
    this.#homes.set(userId, view);
    this.feed.notify();
    return view;
  }

  /** Closes one view; what lies below it shows again. */
  close(view: View): void {
    const rest = this.stackOf(view.userId).filter((one) => one !== view);
    this.#stacks.set(view.userId, rest);
    this.feed.notify();
  }

  clear(userId: string): void {
    this.#stacks.delete(userId);
    this.feed.notify();
  }

  enter(view: View, blockId: string, actionId: string, value: StateValue): void {
    const block = view.entered.get(blockId) ?? new Map<string, StateValue>();
    view.entered.set(blockId, block.set(actionId, value));
    this.feed.notify();
  }

  show(view: View, errors: Map<string, string>, notice?: string): void {
    view.errors = errors;
    view.notice = notice;
    this.feed.notify();
  }

  #create(userId: string, content: ViewContent, below: View | undefined): View {
    const id = slackId('V');
    return {
      id,
      userId,
      rootId: below?.rootId ?? id,
      previousId: below?.id,
      content,
      hash: newHash(),
      entered: new Map(),
      errors: new Map(),
      notice: undefined,
    };
  }
}
