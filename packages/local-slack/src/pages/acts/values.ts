import { DateTime } from 'luxon';
import type { Interactive } from '../../block-kit/blocks.ts';
import type { Option } from '../../block-kit/composition.ts';
import { offered } from '../../people/elements.ts';
import { writtenText } from '../../people/values.ts';
import { initialValue, type StateValue } from '../../workspace/view-state.ts';
import type { Viewer } from '../viewer.ts';

/** What an element holds once somebody has chosen or typed these values, as the page sends them. */
export function valueFrom(
  { member }: Viewer,
  element: Interactive,
  values: readonly string[],
  suggested: readonly Option[] = [],
): StateValue {
  const { type } = element;
  const first = values[0] || null;
  const options = suggested.length > 0 ? suggested : offered(element);
  const option = (value: string | null) => options.find((one) => one.value === value) ?? null;
  switch (type) {
    case 'external_select':
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: option(first) };
    case 'multi_external_select':
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: options.filter(({ value }) => values.includes(value)) };
    case 'users_select':
      return { type, selected_user: first };
    case 'multi_users_select':
      return { type, selected_users: [...values] };
    case 'channels_select':
      return { type, selected_channel: first };
    case 'multi_channels_select':
      return { type, selected_channels: [...values] };
    case 'conversations_select':
      return { type, selected_conversation: first };
    case 'multi_conversations_select':
      return { type, selected_conversations: [...values] };
    case 'datepicker':
      return { type, selected_date: first };
    case 'timepicker':
      return { type, selected_time: first };
    case 'datetimepicker':
      return { type, selected_date_time: first === null ? null : secondsAt(first, member.tz) };
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: first };
    case 'rich_text_input':
      return { type, rich_text_value: first === null ? null : writtenText(first) };
    case 'file_input':
    case 'button':
      return initialValue(element) ?? { type };
  }
}

/** `2026-01-05T09:00` on the person's own clock. */
function secondsAt(wallClock: string, zone: string): number | null {
  const date = DateTime.fromISO(wallClock, { zone });
  return date.isValid ? Math.floor(date.toSeconds()) : null;
}
