import type { PropsWithChildren } from 'hono/jsx';

/*
 * Slack shows the beginning of long texts in messages, with a button for the rest. The bounds are those documented for
 * attachments (https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments); for sections Slack
 * names none (https://docs.slack.dev/reference/block-kit/blocks/section-block, `expand`).
 */
const MAX_CHARACTERS = 700;
const MAX_LINE_BREAKS = 5;

export const isLong = (text: string): boolean =>
  text.length >= MAX_CHARACTERS || text.split('\n').length > MAX_LINE_BREAKS;

/** A text of which the beginning shows until somebody wants to see more. */
export function LongText({ children }: PropsWithChildren) {
  return (
    <div class="long-text">
      <div class="prose">{children}</div>
      <button type="button" class="link see-more" aria-expanded="false" data-see-more>
        <span class="more">See more</span>
        <span class="less">See less</span>
      </button>
    </div>
  );
}
