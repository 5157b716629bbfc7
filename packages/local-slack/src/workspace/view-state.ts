import { type Block, type Interactive, interactivesOf } from '../block-kit/blocks.ts';
import type { JsonObject } from '../json.ts';

/** The value of one element, as in `state.values`: its type and what is chosen or typed. */
export type StateValue = JsonObject & { type: string };

/** What an element holds before anybody touched it; `undefined` for those that hold nothing, such as buttons. */
export function initialValue(element: Interactive): StateValue | undefined {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'external_select':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_external_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    case 'file_input':
      return { type, files: [] };
    case 'button':
    case 'overflow':
      return undefined;
  }
}

/** Whether nothing is typed or chosen. */
export function isEmpty(value: StateValue): boolean {
  return Object.entries(value).every(
    ([key, held]) => key === 'type' || held === null || held === '' || (Array.isArray(held) && held.length === 0),
  );
}

/** `state.values`: what every element of the blocks holds now. */
export function stateValues(
  blocks: readonly Block[],
  entered: ReadonlyMap<string, ReadonlyMap<string, StateValue>>,
): JsonObject {
  const values: JsonObject = {};
  for (const block of blocks) {
    const inBlock: JsonObject = {};
    for (const element of interactivesOf(block)) {
      const value = entered.get(block.block_id)?.get(element.action_id) ?? initialValue(element);
      if (value) inBlock[element.action_id] = value;
    }
    if (Object.keys(inBlock).length > 0) values[block.block_id] = inBlock;
  }
  return values;
}
