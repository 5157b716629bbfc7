import { showAll } from '../../../../../audit/words.ts';
import { isSameName } from '../../../../../oncall/targets.ts';
import { connectionCalled, nameOfConnection } from '../../../../../settings/connection-called.ts';
import type { FileForm } from '../../../../../settings/file-form.ts';
import { section } from '../../../../cards/blocks.ts';
import { type Choice, choiceMenu } from '../../../choice-menu.ts';
import { INPUT, inputOf } from '../../../modal.ts';
import { unoffered, writtenChannel, writtenChannels } from '../../fields/channel.ts';
import { optionalInput } from '../../fields/input.ts';
import { namesMenu } from '../../fields/several.ts';
import { editForm, type FormContext, type SettingField } from '../../setting-form.ts';
import { saved, settingOf, shown } from './names.ts';

/** What a service's incidents go through, with its channels there, and who else sees them. */
export const connectionForm = editForm({
  title: 'Connection of a service',
  submit: 'Save',
  setting: settingOf,
  fields,
  before: (_, stored) => [
    section(
      `*${shown(String(stored?.['name'] ?? ''))}*\nA channel is one of the connection’s workspace: where another connection has others, change both at once.`,
    ),
  ],
  done: saved,
});

function fields(context: FormContext, stored: FileForm): SettingField[] {
  const isElsewhere = (entry: FileForm) => goesElsewhere(entry, context);
  // Of another workspace an admin has typed it: nobody is told whether a private channel here is called so, too.
  const hides = isElsewhere(stored) ? showAll : context.hides;
  const sharing = namesIn(stored['shared_with']);
  return [
    connectionField(stored, context),
    writtenChannel({
      block: 'admin_service_written_channel',
      path: ['channel'],
      label: 'Channel',
      hint: 'Such as #payment-alerts, or its id. Its incidents belong there.',
      hides,
      isElsewhere,
    }),
    writtenChannels({
      block: 'admin_service_written_channels',
      path: ['channels'],
      label: 'Further channels',
      hint: 'One in each line: its incidents are shown there as well.',
      hides,
      isElsewhere,
    }),
    namesMenu({
      block: 'admin_service_shared',
      path: ['shared_with'],
      label: 'Shared with',
      hint: 'Their people see its incidents as well.',
      placeholder: 'Nobody else',
      names: offered(context, sharing),
    }),
  ];
}

const BLOCK = 'admin_service_connection';
/** Menus are not emptied in every Slack client. */
const OWN: Choice = { id: 'organisation', name: 'The organisation’s' };
const NAMED = 'connection:';

function connectionField(stored: FileForm, context: FormContext): SettingField {
  const own = namesIn([stored['connection']]);
  const choices = offered(context, own).map((name) => ({ id: `${NAMED}${name}`, name }));
  return {
    block: BLOCK,
    path: ['connection'],
    draw: (value) => {
      const current = choices.find(({ name }) => typeof value === 'string' && isSameName(name, value)) ?? OWN;
      const words = { label: 'Connection', hint: 'Its incidents go through it, and are seen by its people.' };
      const menu = choiceMenu([OWN, ...choices], current, OWN.name);
      return menu && optionalInput(BLOCK, words, { ...menu.element, action_id: INPUT });
    },
    read: (view) => {
      const chosen = inputOf(view, BLOCK).selected_option?.value ?? OWN.id;
      return chosen === OWN.id ? undefined : String(chosen).slice(NAMED.length);
    },
    refuse: (_value, _stored, _context, entry) => refusedMove(stored, entry, context),
  };
}

/**
 * Why a service can't go to another workspace with its channels as they are; null when it can. A channel that is hidden takes its name
 * nowhere where it would be shown, and none becomes one of ours unseen.
 */
async function refusedMove(stored: FileForm, entry: FileForm, context: FormContext): Promise<string | null> {
  if (goesElsewhere(stored, context) === goesElsewhere(entry, context)) return null;
  const channels = namesIn([entry['channel'], ...namesIn(entry['channels'])]);
  if (!goesElsewhere(entry, context)) return unoffered(channels, [], context);
  const isHidden = channels.some(context.hides);
  return isHidden ? 'It has a private channel here, which the other workspace does not know: write another one.' : null;
}

/** What connections are called, and what the service names already. */
function offered({ connections }: FormContext, stored: readonly string[]): string[] {
  const called = connections.map(nameOfConnection).filter((name) => name !== '');
  const isNew = (name: string) => !called.some((one) => one.toLowerCase() === name.toLowerCase());
  return [...new Set([...called, ...stored.filter(isNew)])];
}

/** Whether the channels of an entry are of another workspace than the one in which settings are changed. */
function goesElsewhere({ connection }: FileForm, { connections, admin: { deps } }: FormContext): boolean {
  if (typeof connection !== 'string') return false;
  const called = connectionCalled(connection, connections);
  return called === undefined || called.teamId === null || called.teamId !== deps.teamId();
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
