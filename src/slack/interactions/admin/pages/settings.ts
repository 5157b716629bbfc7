import type { Hides } from '../../../../audit/words.ts';
import { URGENCIES } from '../../../../oncall/urgency.ts';
import { storedSetting } from '../../../../settings/change-setting.ts';
import {
  CARD_FIELDS,
  type CardField,
  TOGGLED_EVENTS,
  type ToggledEvent,
  type WorkspaceSettings,
} from '../../../../settings/types.ts';
import { urgencyLabel } from '../../../../words/incident.ts';
import { actions, divider, header, section } from '../../../cards/blocks.ts';
import { inline } from '../../../cards/mrkdwn.ts';
import { channelField } from '../fields/channel.ts';
import { checkboxes } from '../fields/choices.ts';
import { namesField } from '../fields/lines.ts';
import { slaFields, slaWords } from '../fields/sla.ts';
import { textField } from '../fields/text.ts';
import { type AdminPage, formButton } from '../page.ts';
import { missingChannel } from '../refresh.ts';
import { editForm, type SettingField } from '../setting-form.ts';
import { shownChannel } from '../shown-channel.ts';
import { lockedWords } from '../words.ts';

const KEY = 'settings';
const WORKSPACE = { section: 'workspace', name: '' } as const;
const SAVED = 'Saved.';

const MAX_WORD = 100;

const FIELD_WORDS: Record<CardField, string> = {
  service: 'Service',
  components: 'Components',
  triggered: 'When it was triggered',
  alerts: 'Count of alerts',
  source: 'Source',
  links: 'Links',
  sla: 'SLA',
  description: 'Description',
};

const EVENT_WORDS: Record<ToggledEvent, string> = {
  triggered: 'An incident opens',
  acknowledged: 'It is acknowledged',
  resolved: 'It is resolved',
  escalated: 'It is escalated',
  sla_breached: 'An SLA target is breached',
  note_added: 'A note is added',
  summary: 'What came of it, when it was HIGH or took long',
};

const workspaceForm = (title: string, fields: readonly SettingField[], hasChannels = false) =>
  editForm({
    title,
    submit: 'Save',
    setting: () => WORKSPACE,
    fields: () => fields,
    done: () => SAVED,
    ...(hasChannels && { after: missingChannel }),
  });

/** What the workspace hears of, where, and who may act. */
export const settingsPage: AdminPage = {
  key: KEY,
  title: 'Settings',
  async show(admin) {
    const [current, hides] = await Promise.all([
      admin.deps.settingsEditor.read(),
      admin.deps.membership.hides(admin.by.slackUserId),
    ]);
    const locked = lockedWords(admin, current, WORKSPACE);
    const edit = (text: string, what: string) => (locked ? [] : [actions(formButton(text, { page: KEY, what }))]);
    const { workspace } = current;
    return {
      blocks: [
        ...(locked ? [section(locked)] : []),
        header('Channels'),
        section(channelLines(workspace, hides)),
        ...edit('Edit channels', 'channels'),
        divider(),
        header('Notifications'),
        section(notificationLines(workspace)),
        ...edit('Edit notifications', 'notifications'),
        divider(),
        header('Permissions'),
        section(
          workspace.requireMappedUser
            ? 'Only people whom OpsKnight knows as users may act on incidents.'
            : 'Everybody in this workspace may act on incidents; people whom OpsKnight doesn’t know as users are shown “via Slack”.',
        ),
        ...edit('Edit permissions', 'permissions'),
        divider(),
        header('SLA and reminders'),
        section(slaWords(storedSetting(current, WORKSPACE))),
        ...edit('Edit SLA', 'sla'),
        divider(),
        header('Cards'),
        section(cardLines(workspace)),
        ...edit('Edit cards', 'cards'),
      ],
    };
  },
  forms: {
    channels: workspaceForm(
      'Channels',
      [
        channelField({
          id: 'default',
          path: ['default_channel'],
          label: 'Default channel',
          hint: 'Incidents go here unless their service or urgency has a channel.',
        }),
        ...URGENCIES.map((urgency) =>
          channelField({
            id: urgency,
            path: ['urgency_channels', urgency],
            label: `Channel for ${urgency}`,
            hint: `For ${urgency} incidents of services without a channel.`,
          }),
        ),
      ],
      true,
    ),
    notifications: workspaceForm('Notifications', [
      checkboxes({
        block: 'admin_events',
        path: ['notify', 'events'],
        label: 'Tell the channel when',
        choices: TOGGLED_EVENTS.map((key) => ({ key, text: EVENT_WORDS[key] })),
        toChosen: (events) => TOGGLED_EVENTS.filter((key) => (events as Record<string, boolean> | undefined)?.[key]),
        fromChosen: (chosen) => Object.fromEntries(TOGGLED_EVENTS.map((key) => [key, chosen.includes(key)])),
      }),
      checkboxes({
        block: 'admin_urgencies',
        path: ['notify', 'urgencies'],
        label: 'For incidents that are',
        hint: 'Others get no message, and nobody is paged for them: they are only kept, and shown on the web pages.',
        choices: URGENCIES.map((key) => ({ key, text: urgencyLabel(key) })),
        toChosen: (urgencies) => URGENCIES.filter((key) => (urgencies as string[] | undefined)?.includes(key)),
        fromChosen: (chosen) => [...chosen],
      }),
    ]),
    permissions: workspaceForm('Permissions', [
      checkboxes({
        block: 'admin_permissions',
        path: ['require_mapped_user'],
        label: 'Who may act on incidents',
        choices: [
          {
            key: 'mapped',
            text: 'Only users that OpsKnight knows',
            description: 'Others are asked to link their Slack account first.',
          },
        ],
        toChosen: (value) => (value === true ? ['mapped'] : []),
        fromChosen: (chosen) => chosen.includes('mapped'),
      }),
    ]),
    sla: workspaceForm('SLA and reminders', [
      ...slaFields(),
      textField({
        block: 'admin_reminder',
        path: ['acknowledge_reminder'],
        label: 'Reminder',
        hint: 'After so long without activity the owner of a HIGH incident is asked, such as 30m. Empty for never.',
      }),
    ]),
    cards: workspaceForm('Cards', [
      checkboxes({
        block: 'admin_card_fields',
        path: ['card', 'fields'],
        label: 'Cards show',
        choices: CARD_FIELDS.map((key) => ({ key, text: FIELD_WORDS[key] })),
        toChosen: (fields) => (Array.isArray(fields) ? CARD_FIELDS.filter((key) => fields.includes(key)) : CARD_FIELDS),
        // All of them, also those of later versions, are what nothing said means.
        fromChosen: (chosen) => (chosen.length === CARD_FIELDS.length ? undefined : [...chosen]),
      }),
      namesField({
        block: 'admin_card_labels',
        path: ['card', 'labels'],
        label: 'Labels of the alert',
        hint: 'One in each line: each gets a field of its own.',
      }),
      ...URGENCIES.map((urgency) =>
        namesField({
          block: `admin_mention_${urgency}`,
          path: ['mention', urgency],
          label: `Mention for ${urgency}`,
          hint: 'User groups (@payments-oncall) or e-mail addresses, one in each line, when an incident opens.',
        }),
      ),
      textField({
        block: 'admin_bot_name',
        path: ['bot', 'name'],
        label: 'Name of the bot',
        hint: 'Needs the scope chat:write.customize; empty for the app’s own.',
      }),
      textField({
        block: 'admin_bot_icon',
        path: ['bot', 'icon'],
        label: 'Icon of the bot',
        hint: 'An emoji such as :fire_engine:, or an https address.',
      }),
    ]),
  },
};

function channelLines({ defaultChannel, urgencyChannels }: WorkspaceSettings, hides: Hides): string {
  const lines = [
    `Default channel: ${shownChannel(defaultChannel, hides, 'none: incidents without a better place are in no channel')}`,
    ...URGENCIES.map(
      (urgency) =>
        `${urgencyLabel(urgency)}: ${shownChannel(urgencyChannels[urgency] ?? null, hides, 'the default channel')}`,
    ),
  ];
  return lines.join('\n');
}

function cardLines({ card, mention, bot }: WorkspaceSettings): string {
  const mentions = URGENCIES.flatMap((urgency) => {
    const whom = mention[urgency] ?? [];
    return whom.length > 0 ? [`${urgencyLabel(urgency)}: ${whom.map(written).join(', ')} mentioned`] : [];
  });
  return [
    `Cards show: ${card.fields === null ? 'everything' : card.fields.map((field) => FIELD_WORDS[field]).join(' · ')}`,
    ...(card.labels.length > 0 ? [`Labels: ${card.labels.map(written).join(', ')}`] : []),
    ...(mentions.length > 0 ? mentions : ['Nobody is mentioned when an incident opens.']),
    `Bot: ${bot.name === null ? 'the app’s own name' : written(bot.name)}${bot.icon === null ? '' : `, ${written(bot.icon)}`}`,
  ].join('\n');
}

function written(text: string): string {
  return inline(text, MAX_WORD);
}

function notificationLines({ notify }: WorkspaceSettings): string {
  const on = TOGGLED_EVENTS.filter((event) => notify.events[event]).map((event) => EVENT_WORDS[event]);
  return [
    `The channel is told when: ${on.length > 0 ? on.join(' · ') : 'never'}`,
    `Incidents that are: ${notify.urgencies.map(urgencyLabel).join(' · ') || 'none, so nobody is paged'}`,
  ].join('\n');
}
