import { z } from 'zod';
import { formatDuration, parseDuration } from '../duration.ts';
import { DEFAULT_WORKSPACE, TOGGLED_EVENTS, type WorkspaceSettings } from '../types.ts';
import { botSection, cardSection, mentionEntry } from './card.ts';
import { postMortemSection, toPostMortemSection } from './post-mortem.ts';
import { pattern } from './routing.ts';
import { period, slaEntry, toSla, toSlaEntry } from './sla.ts';
import { channel, name, optional, urgencies, urgency } from './values.ts';

const MAX_SUBSCRIPTIONS = 500;
const MAX_FILTERS = 20;

const subscription = z.strictObject({
  channel,
  urgencies: optional(urgencies),
  services: optional(
    z.array(name).min(1, 'must name at least one service').max(MAX_FILTERS, `must be ${MAX_FILTERS} at most`),
  ),
  labels: optional(
    z.record(z.string(), pattern).superRefine((labels, context) => {
      const count = Object.keys(labels).length;
      if (count === 0) context.addIssue('must name at least one label');
      if (count > MAX_FILTERS) context.addIssue(`must be ${MAX_FILTERS} at most`);
    }),
  ),
});

const MAX_ROLES = 10;
const MAX_ROLE = 40;

/** Read by people in sentences, so it has nothing in it that could be markup. */
const role = z
  .string()
  .trim()
  .max(MAX_ROLE, `is longer than ${MAX_ROLE} characters`)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} -]*$/u, 'must be letters, digits, spaces and - alone, such as Customer liaison');

const MAX_STATUS_CHANNELS = 100;

const statusChannel = subscription.omit({ labels: true });

const notify = z
  .strictObject({
    urgencies: urgencies.default(DEFAULT_WORKSPACE.notify.urgencies),
    events: z
      .partialRecord(z.enum(TOGGLED_EVENTS), z.boolean())
      .transform((events) => ({ ...DEFAULT_WORKSPACE.notify.events, ...events }))
      .default(DEFAULT_WORKSPACE.notify.events),
  })
  .default(DEFAULT_WORKSPACE.notify);

const fields = z.strictObject({
  default_channel: optional(channel),
  urgency_channels: z.partialRecord(urgency, channel).default({}),
  subscriptions: z.array(subscription).max(MAX_SUBSCRIPTIONS, `must be ${MAX_SUBSCRIPTIONS} at most`).default([]),
  notify,
  require_mapped_user: z.boolean().default(false),
  sla: slaEntry,
  acknowledge_reminder: optional(period),
  status_channels: z
    .array(statusChannel)
    .max(MAX_STATUS_CHANNELS, `must be ${MAX_STATUS_CHANNELS} at most`)
    .default([]),
  update_reminder: optional(period),
  roles: z.array(role).max(MAX_ROLES, `must be ${MAX_ROLES} at most`).default([]),
  card: cardSection.prefault({}),
  mention: mentionEntry,
  post_mortem: postMortemSection.prefault({}),
  bot: botSection.prefault({}),
});

/** The section as a whole: what it leaves out has its default. */
export const workspaceSection = fields.transform(toWorkspaceSettings);

/** The same for another workspace, or a named connection; which one, its name says. */
export const workspaceEntry = z.strictObject({ name, ...fields.shape });
export type WorkspaceEntry = z.output<typeof workspaceEntry>;

export function toWorkspaceSettings(section: z.output<typeof fields>): WorkspaceSettings {
  return {
    defaultChannel: section.default_channel,
    urgencyChannels: section.urgency_channels,
    subscriptions: section.subscriptions,
    notify: section.notify,
    requireMappedUser: section.require_mapped_user,
    sla: toSla(section.sla),
    acknowledgeReminder: section.acknowledge_reminder === null ? null : parseDuration(section.acknowledge_reminder),
    statusChannels: section.status_channels,
    updateReminder: section.update_reminder === null ? null : parseDuration(section.update_reminder),
    roles: section.roles,
    card: section.card,
    mention: section.mention,
    postMortem: section.post_mortem,
    bot: section.bot,
  };
}

/** The inverse of `toWorkspaceSettings`, as an entry of this name. */
export function toWorkspaceEntry(name: string, settings: WorkspaceSettings): WorkspaceEntry {
  return workspaceEntry.parse({ name, ...toWorkspaceSection(settings) });
}

/** The inverse of `workspaceSection`. */
export function toWorkspaceSection(settings: WorkspaceSettings): z.input<typeof workspaceSection> {
  return {
    ...(settings.defaultChannel !== null && { default_channel: settings.defaultChannel }),
    urgency_channels: settings.urgencyChannels,
    subscriptions: settings.subscriptions.map(({ channel, urgencies, services, labels }) => ({
      channel,
      ...(urgencies !== null && { urgencies }),
      ...(services !== null && { services }),
      ...(labels !== null && { labels }),
    })),
    notify: settings.notify,
    require_mapped_user: settings.requireMappedUser,
    sla: toSlaEntry(settings.sla),
    ...(settings.acknowledgeReminder !== null && {
      acknowledge_reminder: formatDuration(settings.acknowledgeReminder),
    }),
    status_channels: settings.statusChannels.map(({ channel, urgencies, services }) => ({
      channel,
      ...(urgencies !== null && { urgencies }),
      ...(services !== null && { services }),
    })),
    ...(settings.updateReminder !== null && { update_reminder: formatDuration(settings.updateReminder) }),
    roles: settings.roles,
    card: {
      ...(settings.card.fields !== null && { fields: settings.card.fields }),
      labels: settings.card.labels,
    },
    mention: settings.mention,
    post_mortem: toPostMortemSection(settings.postMortem),
    bot: {
      ...(settings.bot.name !== null && { name: settings.bot.name }),
      ...(settings.bot.icon !== null && { icon: settings.bot.icon }),
    },
  };
}
