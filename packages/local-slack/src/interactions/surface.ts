import type { Block, Interactive } from '../block-kit/blocks.ts';
import type { Message } from '../workspace/messages.ts';
import type { View } from '../workspace/views.ts';

/** Where somebody acts: on a message as it was on their screen, or in a view. */
export type Surface = { message: Message } | { view: View };

/** An element on a surface, and where it stands. */
export interface Placed {
  readonly element: Interactive;
  readonly block: Block;
  /** The block before it in the same list, whose text explains a row of buttons. */
  readonly blockBefore: Block | undefined;
  /** The number of the attachment it is in. */
  readonly attachmentId: number | undefined;
}
