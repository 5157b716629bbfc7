import type { PropsWithChildren } from 'hono/jsx';

interface PopupProps {
  id: string;
  /** What the menu is called. */
  label: string;
  role: 'menu' | 'listbox';
  isMulti?: boolean;
  /** Offers a field to narrow the list down. */
  isSearched?: boolean;
}

/** A list that opens over the page at its button; `menus.js` places it and moves through it by keyboard. */
export function Popup({
  id,
  label,
  role,
  isMulti = false,
  isSearched = false,
  children,
}: PropsWithChildren<PopupProps>) {
  return (
    <div id={id} class="popup" popover="auto" data-popup>
      {isSearched && (
        <input
          class="popup-search"
          type="search"
          aria-label={`Search ${label}`}
          placeholder="Search"
          autocomplete="off"
          data-popup-search
        />
      )}
      {role === 'menu' ? (
        <div role="menu" aria-label={label}>
          {children}
        </div>
      ) : (
        <div role="listbox" aria-label={label} aria-multiselectable={isMulti ? 'true' : undefined}>
          {children}
        </div>
      )}
    </div>
  );
}
