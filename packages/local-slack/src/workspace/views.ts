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
  /** The browser window that shows it; undefined for Home tabs, and where nobody has a window. */
  readonly windowId: string | undefined;
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

/** Who opens a modal, and in which of their windows. */
export type Opener = Pick<View, 'userId' | 'windowId'>;

const keyOf = ({ userId, windowId = '' }: Opener) => `${userId} ${windowId}`;

/** Who has which modals open in which window, one on another, and everybody's Home tab. */
export class Views {
  readonly #stacks = new Map<string, readonly View[]>();
  readonly #homes = new Map<string, View>();

  constructor(private readonly feed: ChangeFeed) {}

  /** The modals that stand on each other with this one, bottom first; none once it is closed. */
  stackWith(view: View): readonly View[] {
    const stack = this.#stacks.get(keyOf(view)) ?? [];
    return stack.includes(view) ? stack : [];
  }

  /** The modal on top of the person's screen, whatever the window; that which was opened last. */
  topOf(userId: string): View | undefined {
    return [...this.#stacks.values()].findLast((stack) => stack[0]?.userId === userId)?.at(-1);
  }

  /** The modal on top in one window. What was opened in none is shown in all of them. */
  topIn(userId: string, windowId: string): View | undefined {
    const stack =
      this.#stacks.get(keyOf({ userId, windowId })) ?? this.#stacks.get(keyOf({ userId, windowId: undefined }));
    return stack?.at(-1);
  }

  homeOf(userId: string): View | undefined {
    return this.#homes.get(userId);
  }

  /** A view that somebody still has on the screen. */
  find(match: (view: View) => boolean): View | undefined {
    return [...this.#stacks.values(), [...this.#homes.values()]].flat().find(match);
  }

  /** Takes the place of whatever the window shows. */
  open(opener: Opener, content: ViewContent): View {
    const view = this.#create(opener, content, undefined);
    this.#stack(view, [view]);
    return view;
  }

  /** On top of the modals that one stands among; `undefined` when three views are open already. */
  push(below: View, content: ViewContent): View | undefined {
    const stack = this.stackWith(below);
    if (stack.length >= MAX_DEPTH) return undefined;
    const view = this.#create(below, content, stack.at(-1));
    this.#stack(view, [...stack, view]);
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
    const view = this.#create({ userId, windowId: undefined }, content, undefined);
    this.#homes.set(userId, view);
    this.feed.notify();
    return view;
  }

  /** Closes one view; what lies below it shows again. */
  close(view: View): void {
    const stack = this.stackWith(view);
    const rest = stack.filter((one) => one !== view);
    if (stack.length > 0) this.#stack(view, rest);
  }

  /** Closes a view and all that it stands among. */
  clear(view: View): void {
    if (this.stackWith(view).length > 0) this.#stack(view, []);
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

  /** The newest stack is the last one. */
  #stack(opener: Opener, stack: readonly View[]): void {
    const key = keyOf(opener);
    this.#stacks.delete(key);
    if (stack.length > 0) this.#stacks.set(key, stack);
    this.feed.notify();
  }

  #create({ userId, windowId }: Opener, content: ViewContent, below: View | undefined): View {
    const id = slackId('V');
    return {
      id,
      userId,
      rootId: below?.rootId ?? id,
      previousId: below?.id,
      windowId,
      content,
      hash: newHash(),
      entered: new Map(),
      errors: new Map(),
      notice: undefined,
    };
  }
}
