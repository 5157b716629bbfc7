import { findEmoji } from '../text/emoji.ts';

const SHOWN = 120;

/** One picker for the whole page: it opens at the button that asks for it. */
export function EmojiPicker() {
  return (
    <div id="emoji-picker" class="popup emoji-picker" popover="auto" data-popup hx-morph-skip>
      <input
        class="popup-search"
        type="search"
        name="q"
        aria-label="Search emoji"
        placeholder="Search emoji"
        autocomplete="off"
        hx-get="/client/emoji"
        hx-trigger="input changed delay:80ms, focus once"
        hx-target="#emoji-grid"
        hx-swap="innerHTML"
      />
      <div id="emoji-grid" class="emoji-grid" role="menu" aria-label="Emoji"></div>
    </div>
  );
}

export function EmojiGrid({ query }: { query: string }) {
  const found = findEmoji(query, SHOWN);
  if (found.length === 0) return <p class="popup-empty">Nothing found</p>;
  return (
    <>
      {found.map(({ names: [name = ''], unicode }) => (
        <button
          type="button"
          role="menuitem"
          class="emoji-choice"
          tabindex={-1}
          aria-label={name}
          title={`:${name}:`}
          data-emoji-choice={name}
          data-unicode={unicode}
        >
          {unicode}
        </button>
      ))}
    </>
  );
}
