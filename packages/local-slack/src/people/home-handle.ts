import type { Placed, Surface } from '../interactions/surface.ts';
import type { Member } from '../workspace/members.ts';
import type { View } from '../workspace/views.ts';
import { placedInBlocks } from './elements.ts';
import { matches } from './rendered-text.ts';
import type { ActionTarget, Stage, Waiting } from './stage.ts';
import { describe, type VisibleContent, visibleBlocks } from './visible.ts';

/** Somebody's Home tab. */
export class HomeHandle implements ActionTarget {
  constructor(
    private readonly stage: Stage,
    private readonly member: Member,
  ) {}

  /** Undefined until the app has published a Home tab for this person. */
  visible(): VisibleContent | undefined {
    const view = this.#view;
    return view && visibleBlocks(this.stage.workspace, view.content.blocks);
  }

  waitForText(wanted: string | RegExp, { timeoutMs }: Waiting = {}): Promise<VisibleContent> {
    const look = () => {
      const visible = this.visible();
      return visible && matches(visible.text, wanted) ? visible : undefined;
    };
    const explain = () => `The Home tab does not say ${String(wanted)}. It is:\n${this.describe()}`;
    return this.stage.feed.waitFor(look, explain, timeoutMs);
  }

  surface(): Surface {
    const view = this.#view;
    if (!view) throw new Error(`@${this.member.name} has no Home tab yet`);
    return { view };
  }

  placed(): Placed[] {
    return placedInBlocks(this.#view?.content.blocks ?? []);
  }

  obstacle(member: Member): string | undefined {
    return member === this.member ? undefined : `this is the Home tab of @${this.member.name}`;
  }

  describe(): string {
    const visible = this.visible();
    return visible ? describe(visible) : '    (nothing)';
  }

  get #view(): View | undefined {
    return this.stage.workspace.views.homeOf(this.member.id);
  }
}
