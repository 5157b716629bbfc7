import type { Interactive } from '../../block-kit/blocks.ts';
import { blockText } from '../../people/elements.ts';
import { Icon } from '../frame/icon.tsx';
import { Popup } from '../frame/popup.tsx';
import { safeAddress } from '../text/links.ts';
import { plainWords } from '../text/text.tsx';
import { Confirm, confirmId } from './confirm.tsx';
import type { Held } from './held.ts';

type ButtonElement = Extract<Interactive, { type: 'button' }>;
type OverflowElement = Extract<Interactive, { type: 'overflow' }>;

/** A button; one with a `url` opens it in a new tab, and the app hears of the press as well. */
export function Button({ spot, element }: Held<ButtonElement>) {
  const id = spot.idOf(element);
  const shared = {
    id,
    class: `button ${element.style ?? ''}`,
    'aria-label': element.accessibility_label,
    'data-act': 'press',
    'data-confirm': element.confirm && confirmId(id),
  };
  const href = element.url === undefined ? undefined : safeAddress(element.url);
  return (
    <>
      {href === undefined ? (
        <button type="button" {...shared}>
          {plainWords(element.text)}
        </button>
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer" {...shared}>
          {plainWords(element.text)}
        </a>
      )}
      {element.confirm && <Confirm viewer={spot.viewer} id={id} dialog={element.confirm} />}
    </>
  );
}

/** The three dots. */
export function Overflow({ spot, block, element }: Held<OverflowElement>) {
  const id = spot.idOf(element);
  const about = blockText(spot.viewer.workspace, block);
  return (
    <div id={id} class="overflow" data-menu data-confirm={element.confirm && confirmId(id)}>
      <button
        type="button"
        class="button icon-only"
        popovertarget={`${id}-list`}
        aria-haspopup="menu"
        aria-label="More actions"
        title="More actions"
      >
        <Icon name="dots" />
      </button>
      <Popup id={`${id}-list`} label={about === '' ? 'More actions' : `More actions: ${about}`} role="menu">
        {element.options.map((option) => {
          const href = option.url === undefined ? undefined : safeAddress(option.url);
          const words = (
            <>
              <span>{plainWords(option.text)}</span>
              {option.description && <small>{plainWords(option.description)}</small>}
            </>
          );
          return href === undefined ? (
            <button type="button" role="menuitem" class="popup-item" tabindex={-1} data-value={option.value}>
              {words}
            </button>
          ) : (
            <a
              role="menuitem"
              class="popup-item"
              tabindex={-1}
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              data-value={option.value}
            >
              {words}
            </a>
          );
        })}
      </Popup>
      {element.confirm && <Confirm viewer={spot.viewer} id={id} dialog={element.confirm} />}
    </div>
  );
}
