import type { PlainTextOption } from '@slack/types';
import { HIDDEN_CHANNEL, type Hides } from '../../../../audit/words.ts';
import { fingerprintOf } from '../../../../settings/change-setting.ts';
import type { FileForm } from '../../../../settings/file-form.ts';
import { label, MAX_OPTION_TEXT, outsideLabel } from '../../../cards/blocks.ts';
import { INPUT, inputOf, textOf } from '../../modal.ts';
import { offeredChannels } from '../channel-offers.ts';
import type { FormContext, SettingField } from '../setting-form.ts';
import { optionalInput } from './input.ts';
import { linesField } from './lines.ts';
import { textField } from './text.ts';

interface ChannelField {
  /** The rest of the block's id. */
  id: string;
  path: readonly string[];
  label: string;
  hint: string;
}

const blockOf = (id: string) => `admin_channel:${id}`;
const KEPT = 'kept:';

/** A field for one channel. One that the admin may not know of stands there without its name, and can be kept. */
export function channelField({ id, path, ...words }: ChannelField): SettingField {
  const block = blockOf(id);
  return {
    block,
    path,
    draw: (value, { hides }) =>
      optionalInput(block, words, {
        type: 'external_select',
        action_id: INPUT,
        placeholder: label('Search by name'),
        min_query_length: 0,
        ...(typeof value === 'string' && { initial_option: optionOf(value, hides) }),
      }),
    read: (view, stored) => chosen(inputOf(view, block).selected_option?.value, [stored]),
    refuse: (value, stored, context) => unoffered([value], [stored], context),
  };
}

/** The same for several. */
export function channelsField({ id, path, most, ...words }: ChannelField & { most: number }): SettingField {
  const block = blockOf(id);
  return {
    block,
    path,
    draw: (value, { hides }) => {
      const initial = listOf(value).map((channel) => optionOf(channel, hides));
      return optionalInput(block, words, {
        type: 'multi_external_select',
        action_id: INPUT,
        placeholder: label('Search by name'),
        min_query_length: 0,
        max_selected_items: most,
        ...(initial.length > 0 && { initial_options: initial }),
      });
    },
    read: (view, stored) => {
      const options = inputOf(view, block).selected_options ?? [];
      const channels = options.flatMap(({ value }) => chosen(value, listOf(stored)) ?? []);
      return channels.length > 0 ? channels : undefined;
    },
    refuse: (value, stored, context) => unoffered(listOf(value), listOf(stored), context),
  };
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Of a hidden one the option says only which of the stored ones it is. */
function optionOf(channel: string, hides: Hides): PlainTextOption {
  const isHidden = hides(channel);
  return {
    text: outsideLabel(isHidden ? HIDDEN_CHANNEL : channel, MAX_OPTION_TEXT),
    value: marked(channel, hides),
  };
}

function chosen(value: string | undefined, stored: readonly unknown[]): unknown {
  if (!value?.startsWith(KEPT)) return value;
  return stored.find((one) => fingerprintOf(one) === value.slice(KEPT.length)) ?? value;
}

interface WrittenChannel {
  block: string;
  path: readonly string[];
  label: string;
  hint: string;
  hides: Hides;
  /** Whether, by what was entered, it is of a workspace whose channels no menu offers here. */
  isElsewhere(entry: FileForm): boolean;
}

/** A channel that is typed, since it may be another workspace's. One that is hidden stands there by a mark, and can be kept. */
export function writtenChannel({ block, path, hides, isElsewhere, ...words }: WrittenChannel): SettingField {
  const field = textField({ block, path, ...words });
  return {
    ...field,
    draw: (value, context) => field.draw(typeof value === 'string' ? marked(value, hides) : undefined, context),
    read: (view, stored) => chosen(textOf(view, block) ?? undefined, [stored]),
    refuse: async (value, stored, context, entry) =>
      isElsewhere(entry) ? null : unoffered([value], [stored], context),
  };
}

/** The same for several, one in each line. */
export function writtenChannels({ block, path, hides, isElsewhere, ...words }: WrittenChannel): SettingField {
  const field = linesField<string>({
    block,
    path,
    ...words,
    toLine: (channel) => marked(channel, hides),
    fromLine: (line) => line,
  });
  return {
    ...field,
    read: (view, stored) => {
      const lines = field.read(view, stored);
      return lines === undefined ? undefined : listOf(lines).map((line) => chosen(line, listOf(stored)));
    },
    refuse: async (value, stored, context, entry) =>
      isElsewhere(entry) ? null : unoffered(listOf(value), listOf(stored), context),
  };
}

function marked(channel: string, hides: Hides): string {
  return hides(channel) ? `${KEPT}${fingerprintOf(channel)}` : channel;
}

/** Why channels that were not there before can't be chosen: a form can be made up, and a channel can go while it is open. */
export async function unoffered(
  values: readonly unknown[],
  stored: readonly unknown[],
  { admin }: FormContext,
): Promise<string | null> {
  const added = values.filter((value) => value !== undefined && !stored.includes(value));
  if (added.length === 0) return null;
  const offered = new Set((await offeredChannels(admin)).map(({ name }) => `#${name}`));
  const all = added.every((value) => typeof value === 'string' && offered.has(value));
  return all
    ? null
    : 'This channel can’t be chosen: it is gone, archived, or private without both of us in it. Choose another, or write “/invite @OpsKnight” in it and press Refresh.';
}
