import type { Interactive } from '../../block-kit/blocks.ts';
import { Text } from '../text/text.tsx';
import { Confirm, confirmId } from './confirm.tsx';
import { type Held, namingOf } from './held.ts';
import { chosenValues } from './selects.tsx';

type ChoicesElement = Extract<Interactive, { type: 'checkboxes' | 'radio_buttons' }>;

/** Checkboxes or radio buttons. */
export function Choices(held: Held<ChoicesElement>) {
  const { spot, block, element } = held;
  const isRadio = element.type === 'radio_buttons';
  const chosen = chosenValues(spot.valueOf(element, block.block_id));
  const naming = namingOf(held);
  return (
    <div
      {...naming}
      class="choices"
      role={isRadio ? 'radiogroup' : 'group'}
      data-choices
      data-confirm={element.confirm && confirmId(naming.id)}
    >
      {element.options.map(({ value, text, description }, index) => (
        <label class="choice" for={`${naming.id}-${index}`}>
          <input
            id={`${naming.id}-${index}`}
            type={isRadio ? 'radio' : 'checkbox'}
            name={naming.id}
            value={value}
            checked={chosen.includes(value)}
            aria-describedby={description && `${naming.id}-${index}-more`}
          />
          <span class="prose">
            <Text viewer={spot.viewer} text={text} />
          </span>
          {description && (
            <small id={`${naming.id}-${index}-more`}>
              <Text viewer={spot.viewer} text={description} />
            </small>
          )}
        </label>
      ))}
      {element.confirm && <Confirm viewer={spot.viewer} id={naming.id} dialog={element.confirm} />}
    </div>
  );
}
