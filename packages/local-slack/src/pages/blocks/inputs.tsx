import type { Interactive } from '../../block-kit/blocks.ts';
import { inlinesOf, richTextBlock } from '../../block-kit/rich-text.ts';
import type { StateValue } from '../../workspace/view-state.ts';
import { inZone } from '../text/dates.ts';
import { Confirm, confirmId } from './confirm.tsx';
import { type Held, namingOf } from './held.ts';

type PickerElement = Extract<Interactive, { type: 'datepicker' | 'timepicker' | 'datetimepicker' }>;
type TextElement = Exclude<Extract<Interactive, { type: `${string}_input` }>, { type: 'file_input' }>;

const PICKER_TYPES = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** A date, a time, or both; in the time zone of whoever looks. */
export function Picker(held: Held<PickerElement>) {
  const { spot, block, element } = held;
  const naming = namingOf(held);
  const value = Object.entries(spot.valueOf(element, block.block_id) ?? {}).find(([key]) =>
    key.startsWith('selected_'),
  )?.[1];
  const shown =
    typeof value === 'number' ? inZone(value * 1000, spot.viewer.member.tz).toFormat("yyyy-LL-dd'T'HH:mm") : value;
  return (
    <span class="picker">
      <input
        {...naming}
        type={PICKER_TYPES[element.type]}
        value={typeof shown === 'string' ? shown : undefined}
        data-act="change"
        data-confirm={element.confirm && confirmId(naming.id)}
        data-focus={element.focus_on_load ? 'first' : undefined}
      />
      {element.confirm && <Confirm viewer={spot.viewer} id={naming.id} dialog={element.confirm} />}
    </span>
  );
}

const INPUT_MODES = {
  plain_text_input: 'text',
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
  rich_text_input: 'text',
} as const;

/** What is written in a field; of rich text its words. */
function textIn(state: StateValue | undefined): string {
  if (typeof state?.value === 'string') return state.value;
  const parsed = richTextBlock.safeParse(state?.rich_text_value);
  if (!parsed.success) return '';
  const lines = inlinesOf(parsed.data);
  return lines.map((line) => line.map((inline) => ('text' in inline ? (inline.text ?? '') : '')).join('')).join('\n');
}

/**
 * A field to type into. Drawing the view anew leaves alone what is in it, as Slack does while its ids stay
 * (https://docs.slack.dev/surfaces/modals#updating_views).
 */
export function TextInput(held: Held<TextElement>) {
  const { spot, block, element } = held;
  const value = textIn(spot.valueOf(element, block.block_id));
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const shared = {
    ...namingOf(held),
    placeholder: element.placeholder?.text,
    'data-text': true,
    'data-focus': element.focus_on_load ? 'first' : undefined,
    'data-dispatch': block.type === 'input' && block.dispatch_action ? triggers.join(' ') : undefined,
    'hx-morph-skip': true,
  };
  if (element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline)) {
    return (
      <textarea {...shared} class="field" rows={4}>
        {value}
      </textarea>
    );
  }
  return (
    <input
      {...shared}
      class="field"
      type="text"
      inputmode={INPUT_MODES[element.type]}
      value={value}
      autocomplete="off"
    />
  );
}
