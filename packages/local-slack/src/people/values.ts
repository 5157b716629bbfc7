import type { Interactive } from '../block-kit/blocks.ts';
import type { Option } from '../block-kit/composition.ts';
import type { JsonObject } from '../json.ts';
import { initialValue, type StateValue } from '../workspace/view-state.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { offered } from './elements.ts';
import { renderText } from './rendered-text.ts';

function option(workspace: Workspace, options: readonly Option[], label: string) {
  const found = options.find(({ text }) => renderText(workspace, text).trim() === label.trim());
  if (found) return found;
  const labels = options.map(({ text }) => `“${renderText(workspace, text)}”`).join(', ');
  throw new Error(`There is no option “${label}”; the options are ${labels || 'none'}`);
}

function memberId(workspace: Workspace, name: string): string {
  const plain = name.replace(/^@/, '');
  const found = workspace.members.all.find((one) => [one.name, one.displayName, one.realName].includes(plain));
  if (!found) throw new Error(`Nobody is called ${name}`);
  return found.id;
}

function channelId(workspace: Workspace, name: string): string {
  const found = workspace.channels.byName(name);
  if (!found) throw new Error(`No channel is called ${name}`);
  return found.id;
}

const conversationId = (workspace: Workspace, name: string) =>
  name.startsWith('@') ? workspace.channels.dmWith(memberId(workspace, name)).id : channelId(workspace, name);

/** What somebody who only types makes: one line after another, without any styles. */
export function writtenText(text: string): JsonObject {
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }];
  return { type: 'rich_text', elements };
}

/** What an element holds once somebody has chosen these, by their visible names. */
export function chosenValue(
  workspace: Workspace,
  element: Interactive,
  labels: readonly string[],
  suggested: readonly Option[] = [],
): StateValue {
  const { type } = element;
  const [label = ''] = labels;
  const options = suggested.length > 0 ? suggested : offered(element);
  switch (type) {
    case 'external_select':
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: option(workspace, options, label) };
    case 'multi_external_select':
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: labels.map((one) => option(workspace, options, one)) };
    case 'users_select':
      return { type, selected_user: memberId(workspace, label) };
    case 'multi_users_select':
      return { type, selected_users: labels.map((one) => memberId(workspace, one)) };
    case 'channels_select':
      return { type, selected_channel: channelId(workspace, label) };
    case 'multi_channels_select':
      return { type, selected_channels: labels.map((one) => channelId(workspace, one)) };
    case 'conversations_select':
      return { type, selected_conversation: conversationId(workspace, label) };
    case 'multi_conversations_select':
      return { type, selected_conversations: labels.map((one) => conversationId(workspace, one)) };
    case 'datepicker':
      return { type, selected_date: label };
    case 'timepicker':
      return { type, selected_time: label };
    case 'datetimepicker':
      return { type, selected_date_time: Number(label) };
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: label === '' ? null : label };
    case 'rich_text_input':
      return { type, rich_text_value: label === '' ? null : writtenText(label) };
    case 'file_input':
      throw new Error('Files are put into this field, with attach()');
    case 'button':
      return initialValue(element) ?? { type };
  }
}
