import type { Confirmation } from '../../block-kit/composition.ts';
import { Icon } from '../frame/icon.tsx';
import { Popup } from '../frame/popup.tsx';
import type { Viewer } from '../viewer.ts';
import { Confirm, confirmId } from './confirm.tsx';
import type { Naming } from './held.ts';

export interface Choice {
  value: string;
  text: string;
  description?: string;
  /** The heading it stands under. */
  group?: string;
}

interface MenuProps {
  viewer: Viewer;
  naming: Naming;
  placeholder: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  /** Takes several; so many, when the app set a limit. */
  multiple?: { max: number };
  /** The app is asked for the choices, once this much is typed. */
  askedFrom?: number;
  confirm: Confirmation | undefined;
}

/** Longer lists can be searched. */
const SHORT = 8;

/** A select menu. */
export function Menu({ viewer, naming, placeholder, choices, chosen, multiple, askedFrom, confirm }: MenuProps) {
  const { id, ...names } = naming;
  const texts = choices.filter(({ value }) => chosen.includes(value)).map(({ text }) => text);
  return (
    <div
      id={id}
      class="menu"
      data-suggest={askedFrom === undefined ? undefined : String(askedFrom)}
      data-menu={multiple ? 'multiple' : 'single'}
      data-max={multiple && Number.isFinite(multiple.max) ? String(multiple.max) : undefined}
      data-confirm={confirm && confirmId(id)}
    >
      <button
        type="button"
        id={`${id}-button`}
        class="menu-button"
        role="combobox"
        popovertarget={`${id}-list`}
        aria-haspopup="listbox"
        aria-controls={`${id}-list`}
        aria-expanded="false"
        {...names}
      >
        <span class={texts.length > 0 ? 'menu-text' : 'menu-text placeholder'}>
          {texts.length > 0 ? texts.join(', ') : placeholder}
        </span>
        <Icon name="down" />
      </button>
      <Popup
        id={`${id}-list`}
        label={placeholder}
        role="listbox"
        isMulti={multiple !== undefined}
        isSearched={askedFrom !== undefined || choices.length > SHORT}
      >
        <Options choices={choices} chosen={chosen} />
        <p class="popup-empty" hidden={choices.length > 0}>
          {askedFrom ? `Type ${askedFrom} letters or more` : 'Nothing found'}
        </p>
      </Popup>
      {confirm && <Confirm viewer={viewer} id={id} dialog={confirm} />}
    </div>
  );
}

export function Options({ choices, chosen }: Pick<MenuProps, 'choices' | 'chosen'>) {
  return (
    <>
      {choices.map(({ value, text, description, group }, index) => (
        <>
          {group !== undefined && group !== choices[index - 1]?.group && (
            <p class="popup-group" role="presentation">
              {group}
            </p>
          )}
          <button
            type="button"
            role="option"
            class="popup-item"
            tabindex={-1}
            aria-selected={chosen.includes(value) ? 'true' : 'false'}
            data-value={value}
          >
            <span>{text}</span>
            {description && <small>{description}</small>}
          </button>
        </>
      ))}
    </>
  );
}
