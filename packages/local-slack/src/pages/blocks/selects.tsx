import type { Interactive } from '../../block-kit/blocks.ts';
import { channelsOf } from '../place.ts';
import { plainWords } from '../text/text.tsx';
import type { Viewer } from '../viewer.ts';
import { type Held, namingOf } from './held.ts';
import { type Choice, Menu } from './menu.tsx';

type StaticMenu = Extract<Interactive, { type: 'static_select' | 'multi_static_select' }>;
type UsersMenu = Extract<Interactive, { type: 'users_select' | 'multi_users_select' }>;
type ChannelsMenu = Extract<Interactive, { type: 'channels_select' | 'multi_channels_select' }>;
type ConversationsMenu = Extract<Interactive, { type: 'conversations_select' | 'multi_conversations_select' }>;
export type MenuElement = StaticMenu | UsersMenu | ChannelsMenu | ConversationsMenu;

export function SelectMenu(held: Held<MenuElement>) {
  const { spot, block, element } = held;
  const isMulti = element.type.startsWith('multi_');
  const max =
    'max_selected_items' in element
      ? (element.max_selected_items ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY;
  return (
    <Menu
      viewer={spot.viewer}
      naming={namingOf(held)}
      placeholder={
        element.placeholder ? plainWords(element.placeholder) : isMulti ? 'Select options' : 'Select an option'
      }
      choices={choicesOf(spot.viewer, element)}
      chosen={chosenValues(spot.valueOf(element, block.block_id))}
      multiple={isMulti ? { max } : undefined}
      confirm={element.confirm}
    />
  );
}

function choicesOf(viewer: Viewer, element: MenuElement): Choice[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return staticChoices(element);
    case 'users_select':
    case 'multi_users_select':
      return people(viewer);
    case 'channels_select':
    case 'multi_channels_select':
      return channels(viewer, ['public']);
    case 'conversations_select':
    case 'multi_conversations_select':
      return conversations(viewer, element);
  }
}

function staticChoices({ options, option_groups }: StaticMenu): Choice[] {
  const groups = option_groups ?? [{ label: undefined, options: options ?? [] }];
  return groups.flatMap(({ label, options: inGroup }) =>
    inGroup.map(({ value, text, description }) => ({
      value,
      text: plainWords(text),
      description: description && plainWords(description),
      group: label && plainWords(label),
    })),
  );
}

function people({ workspace }: Viewer): Choice[] {
  return workspace.members.all
    .filter(({ deleted }) => !deleted)
    .map(({ id, displayName, realName }) => ({ value: id, text: `@${displayName}`, description: realName }));
}

function channels({ workspace, member }: Viewer, kinds: readonly string[]): Choice[] {
  return channelsOf(workspace, member.id)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ id, name }) => ({ value: id, text: `#${name}` }));
}

function conversations(viewer: Viewer, { filter }: ConversationsMenu): Choice[] {
  const { workspace, member } = viewer;
  const included = filter?.include ?? ['public', 'private', 'im', 'mpim'];
  const dm = workspace.channels.dmWith(member.id);
  const app = { value: dm.id, text: `@${workspace.app.manifest.display_information.name}` };
  const hasDm = included.includes('im') && !filter?.exclude_bot_users;
  return [...channels(viewer, included), ...(hasDm ? [app] : [])];
}

/** The values that are chosen, whatever the kind of menu. */
export function chosenValues(state: Record<string, unknown> | undefined): string[] {
  return Object.entries(state ?? {})
    .filter(([key]) => key !== 'type')
    .flatMap(([, held]) => (Array.isArray(held) ? held : [held]))
    .flatMap((one: unknown) => {
      if (typeof one === 'string') return [one];
      const hasValue = typeof one === 'object' && one !== null && 'value' in one && typeof one.value === 'string';
      return hasValue ? [String(one.value)] : [];
    });
}
