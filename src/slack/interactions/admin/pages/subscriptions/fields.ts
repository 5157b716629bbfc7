import type { InputBlock } from '@slack/types';
import { URGENCIES } from '../../../../../oncall/urgency.ts';
import type { FileForm } from '../../../../../settings/file-form.ts';
import { urgencyLabel } from '../../../../../words/incident.ts';
import { MAX_INPUT } from '../../../../cards/blocks.ts';
import { type Refused, type SubmittedView, textOf } from '../../../modal.ts';
import { longTextInput } from '../../../text-input.ts';
import { channelField } from '../../fields/channel.ts';
import { checkboxes } from '../../fields/choices.ts';
import { chosenOf, offeredOf, severalField } from '../../fields/several.ts';
import type { FieldPlace, FormContext, SettingField } from '../../setting-form.ts';

/** A subscription in the words of opsknight.yml. */
export type FileSubscription = FileForm & { channel?: string; services?: string[]; labels?: Record<string, string> };

const SERVICES = 'admin_subscription_services';
const LABELS = 'admin_subscription_labels';

const channel = channelField({
  id: 'subscription',
  path: ['channel'],
  label: 'Channel',
  hint: 'It is shown incidents that belong elsewhere as well; a private incident stays where it is.',
});

const urgencies = checkboxes({
  block: 'admin_subscription_urgencies',
  path: ['urgencies'],
  label: 'Incidents that are',
  hint: 'None checked: whatever they are.',
  choices: URGENCIES.map((key) => ({ key, text: urgencyLabel(key) })),
  toChosen: (value) => URGENCIES.filter((key) => Array.isArray(value) && value.includes(key)),
  fromChosen: (chosen) => (chosen.length > 0 ? [...chosen] : undefined),
});

/** What a channel hears of besides what belongs to it. */
export function subscriptionFields(stored: FileSubscription, context: FormContext): InputBlock[] {
  const drawn = (field: SettingField, value: unknown) => field.draw(value, context) ?? [];
  const written = labelLines(stored.labels);
  return [
    ...[drawn(channel, stored.channel), drawn(urgencies, stored['urgencies'])].flat(),
    ...severalField({
      block: SERVICES,
      label: 'Of these services',
      hint: 'None chosen: of all, and of none.',
      placeholder: 'All',
      choices: choicesOf(context),
      chosen: stored.services ?? [],
    }),
    // More than an input takes is for opsknight.yml: a form that cut it off would lose the rest.
    ...(written.length > MAX_INPUT
      ? []
      : [
          longTextInput({
            blockId: LABELS,
            label: 'With these labels',
            hint: 'One in each line: team=payments. All have to fit; the value is a regular expression for the whole of it, such as payments|checkout.',
            isOptional: true,
            written,
          }),
        ]),
  ];
}

/** A subscription as it was entered; what the form had no room for stays in it. */
export async function readSubscription(
  view: SubmittedView,
  stored: FileSubscription,
  context: FormContext,
): Promise<{ subscription: FileSubscription } | Refused> {
  const where = channel.read(view, stored.channel);
  const refusal = await channel.refuse?.(where, stored.channel, context, {});
  if (refusal) return { errors: { [channel.block]: refusal } };
  if (where === undefined) return { errors: { [channel.block]: 'Choose a channel.' } };
  const labels = view.state.values[LABELS] === undefined ? (stored.labels ?? {}) : readLabels(textOf(view, LABELS));
  if (labels === null) {
    return { errors: { [LABELS]: 'Each line is a label, “=” and a value, such as team=payments; no label twice.' } };
  }
  const offered = offeredOf(choicesOf(context));
  const kept = (stored.services ?? []).filter((name) => !offered.includes(name));
  const services = [...kept, ...chosenOf(view, SERVICES)];
  const chosen = urgencies.read(view, stored['urgencies']);
  return {
    subscription: {
      channel: String(where),
      ...(chosen !== undefined && { urgencies: chosen }),
      ...(services.length > 0 && { services }),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
  };
}

/** Where what is wrong with one is said. */
export function subscriptionPlaces(index: number): FieldPlace[] {
  const at = (key: string) => ['subscriptions', String(index), key];
  return [
    { block: channel.block, path: at('channel') },
    { block: urgencies.block, path: at('urgencies') },
    { block: SERVICES, path: at('services') },
    { block: LABELS, path: at('labels') },
  ];
}

function choicesOf({ settings }: FormContext) {
  return settings.services.map(({ name }) => ({ id: name, name }));
}

function labelLines(labels: FileSubscription['labels'] = {}): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/** Null for what can't be read. */
function readLabels(text: string | null): Record<string, string> | null {
  const lines = (text ?? '').split('\n').flatMap((line) => line.trim() || []);
  const pairs = lines.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()] as const;
  });
  const isOdd = pairs.some(([name]) => name === '');
  const isTwice = new Set(pairs.map(([name]) => name)).size < pairs.length;
  return isOdd || isTwice ? null : Object.fromEntries(pairs);
}
