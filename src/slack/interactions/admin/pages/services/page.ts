import type { KnownBlock } from '@slack/types';
import type { Hides } from '../../../../../audit/words.ts';
import type { Link } from '../../../../../incidents/links.ts';
import { LIVE_STATUSES } from '../../../../../incidents/types.ts';
import { URGENCIES } from '../../../../../oncall/urgency.ts';
import type { FileForm } from '../../../../../settings/file-form.ts';
import type { Sections } from '../../../../../settings/schema/document.ts';
import type { CurrentSettings } from '../../../../../settings/writer.ts';
import { actions, context, section } from '../../../../cards/blocks.ts';
import { channelField, channelsField } from '../../fields/channel.ts';
import { choiceField } from '../../fields/choice.ts';
import { linesField, namesField } from '../../fields/lines.ts';
import { slaFields, slaWords } from '../../fields/sla.ts';
import { textField } from '../../fields/text.ts';
import { yamlField } from '../../fields/yaml.ts';
import { type AdminPage, formButton } from '../../page.ts';
import { missingChannel } from '../../refresh.ts';
import { createForm, editForm, type FormContext, removeForm, type SettingField } from '../../setting-form.ts';
import { shownChannel } from '../../shown-channel.ts';
import type { Admin } from '../../who.ts';
import { lockedWords } from '../../words.ts';
import { connectionForm } from './connection.ts';
import { SERVICES, saved, settingOf, shown } from './names.ts';

/** Of three blocks each at most: far below the 100 of a view. */
const ROWS = 15;
const MAX_CHANNELS = 10;

type Entry = Sections['services'];

/** The services: what alerts are about, where their incidents go, and who is paged. */
export const servicesPage: AdminPage = {
  key: SERVICES,
  title: 'Services',
  async show(admin, list) {
    const [current, hides] = await Promise.all([
      admin.deps.settingsEditor.read(),
      admin.deps.membership.hides(admin.by.slackUserId),
    ]);
    const services = byName(current);
    const pages = Math.max(1, Math.ceil(services.length / ROWS));
    const first = (Math.min(list, pages) - 1) * ROWS;
    return {
      pages,
      blocks: [
        actions(formButton('Create service', { page: SERVICES, what: 'create' })),
        ...(services.length === 0 ? [section('There are no services yet.')] : []),
        ...services.slice(first, first + ROWS).flatMap((service) => row(admin, current, service, hides)),
      ],
    };
  },
  find: {
    form: 'edit',
    placeholder: 'Find a service',
    found: async ({ deps }) =>
      byName(await deps.settingsEditor.read()).map(({ name }) => ({ text: name, value: name })),
  },
  forms: {
    create: createForm({
      title: 'Create service',
      submit: 'Create',
      section: 'services',
      fields: (context) => [
        textField({
          block: 'admin_service_name',
          path: ['name'],
          label: 'Name',
          hint: 'Alerts name the service by it.',
          isNeeded: true,
        }),
        ...mainFields(context, {}),
      ],
      done: (name) => `The service *${shown(name)}* was created.`,
      after: missingChannel,
    }),
    edit: editForm({
      title: 'Edit service',
      submit: 'Save',
      setting: settingOf,
      fields: mainFields,
      before: (_, stored) => [section(`*${shown(String(stored?.['name'] ?? ''))}*`), ...elsewhere(stored)],
      after: missingChannel,
      done: saved,
    }),
    connection: connectionForm,
    more: editForm({
      title: 'Alerts and mentions',
      submit: 'Save',
      setting: settingOf,
      fields: () => MORE_FIELDS,
      before: (_, stored) => [section(`*${shown(String(stored?.['name'] ?? ''))}*`)],
      done: saved,
    }),
    remove: removeForm({
      title: 'Delete service',
      submit: 'Delete',
      section: 'services',
      words: ({ admin }, name) => whatDeletingMeans(admin, name),
      done: (name) => `*${shown(name)}* was deleted.`,
    }),
  },
};

function byName({ services }: CurrentSettings): Entry[] {
  return [...services].sort((a, b) => a.name.localeCompare(b.name));
}

function row(admin: Admin, current: CurrentSettings, service: Entry, hides: Hides): KnownBlock[] {
  const { name, channel, channels, escalation_policy, connection, sla, links } = service;
  const facts = [
    connection === null ? shownChannel(channel, hides, 'no channel of its own') : `connection ${shown(connection)}`,
    ...channels.slice(0, MAX_CHANNELS).map((one) => `also ${shownChannel(one, hides, '')}`),
    escalation_policy === null ? 'no policy: nobody is paged' : `policy ${shown(escalation_policy)}`,
    ...(Object.keys(sla).length > 0 ? [slaWords({ sla }).replaceAll('\n', '; ')] : []),
    ...(links.length > 0 ? [`${links.length} ${links.length === 1 ? 'link' : 'links'}`] : []),
  ];
  const words = section(`*${shown(name)}*\n${facts.join(' · ')}`);
  const locked = lockedWords(admin, current, settingOf(name));
  if (locked !== null) return [words, context(locked)];
  const control = (what: string) => ({ page: SERVICES, what, name });
  return [
    words,
    actions(
      formButton('Edit', control('edit')),
      formButton('Alerts and mentions', control('more'), 2),
      formButton('Connection', control('connection'), 3),
      formButton('Delete', control('remove'), 4),
    ),
  ];
}

/** Its channels are another workspace's, which this one does not know. */
function isElsewhere(stored: FileForm | null): boolean {
  return typeof stored?.['connection'] === 'string';
}

function elsewhere(stored: FileForm | null): KnownBlock[] {
  if (!isElsewhere(stored)) return [];
  return [section('It goes through a connection of its own: its channels are under *Connection*.')];
}

function mainFields(_: FormContext, stored: FileForm): SettingField[] {
  return [...(isElsewhere(stored) ? [] : CHANNEL_FIELDS), ...OTHER_FIELDS];
}

const CHANNEL_FIELDS = [
  channelField({
    id: 'service',
    path: ['channel'],
    label: 'Channel',
    hint: 'Its incidents belong there: a private channel keeps them to its members.',
  }),
  channelsField({
    id: 'besides',
    path: ['channels'],
    label: 'Further channels',
    hint: 'Its incidents are shown there as well.',
    most: MAX_CHANNELS,
  }),
];

const OTHER_FIELDS = [
  choiceField({
    block: 'admin_service_policy',
    path: ['escalation_policy'],
    label: 'Escalation policy',
    hint: 'Who is paged, and when. Open incidents of a service that gets its first one start it at once.',
    placeholder: 'Nobody is paged',
    names: ({ settings }) => settings.escalation_policies.map(({ name }) => name),
  }),
  linesField<Link>({
    block: 'admin_service_links',
    path: ['links'],
    label: 'Links',
    hint: 'One in each line: Runbook https://wiki.example.com/payments',
    toLine: ({ text, url }) => `${text} ${url}`,
    fromLine: readLink,
  }),
  ...slaFields(),
];

/** The address is the last word. */
function readLink(line: string): Link {
  const at = line.lastIndexOf(' ');
  const url = line.slice(at + 1);
  return { text: at > 0 ? line.slice(0, at).trim() : url, url };
}

const MORE_FIELDS = [
  textField({
    block: 'admin_service_delay',
    path: ['delay'],
    label: 'Delay',
    hint: 'What a monitor reports counts only when it lasts so long, such as 2m.',
  }),
  textField({
    block: 'admin_service_silence',
    path: ['resolve_after_silence'],
    label: 'Resolve after silence',
    hint: 'A monitor’s incident is resolved when its alert has not come for so long, such as 1h.',
  }),
  textField({
    block: 'admin_service_reminder',
    path: ['acknowledge_reminder'],
    label: 'Reminder',
    hint: 'Instead of the workspace’s: when the owner of a HIGH incident is asked, such as 30m.',
  }),
  namesField({
    block: 'admin_service_depends',
    path: ['depends_on'],
    label: 'Depends on',
    hint: 'Services, one in each line: while somebody is called for one of them, nobody is for this one.',
  }),
  yamlField({
    block: 'admin_service_group',
    path: ['group'],
    label: 'Alerts that are one incident',
    hint: 'As in opsknight.yml: { by: [alertname, cluster], within: 10m }, or never.',
  }),
  yamlField({
    block: 'admin_service_flapping',
    path: ['flapping'],
    label: 'Alerts that flap',
    hint: 'As in opsknight.yml: { times: 5, within: 1h, calm: 15m }, or never.',
  }),
  ...URGENCIES.map((urgency) =>
    namesField({
      block: `admin_service_mention_${urgency}`,
      path: ['mention', urgency],
      label: `Mention for ${urgency}`,
      hint: 'User groups (@payments-oncall) or e-mail addresses, one in each line.',
    }),
  ),
];

async function whatDeletingMeans({ deps, by }: Admin, name: string): Promise<string> {
  const service = await deps.settings.serviceByName(name);
  const viewer = await deps.membership.viewer(by.slackUserId);
  const counts =
    service && (await deps.incidents.countMatching({ statuses: LIVE_STATUSES, serviceId: service.id, viewer }));
  const open = counts ? counts.OPEN + counts.ACKNOWLEDGED + counts.SNOOZED : 0;
  return [
    `Delete *${shown(name)}*?`,
    open === 0
      ? 'You see no open incident of it. If incidents or API keys refer to it, its name stays, and nothing else.'
      : `${open === 1 ? '1 incident of it is not resolved. It stays' : `${open} incidents of it are not resolved. They stay`} open under its name, and escalations that are under way go on; its SLA targets, links and channels end.`,
    'Alerts that name it open incidents of no service from then on, unless they come with a key of its own.',
    'An admin can take this back in the audit log.',
  ].join('\n');
}
