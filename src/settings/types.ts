import type { FlappingRule } from '../incidents/flapping.ts';
import type { Grouping } from '../incidents/grouping.ts';
import type { Link } from '../incidents/links.ts';
import type { MaintenanceSpan } from '../incidents/maintenance.ts';
import type { SlaTargets } from '../oncall/sla.ts';
import type { EscalationPolicy } from '../oncall/types.ts';
import type { Urgency } from '../oncall/urgency.ts';

/** What threads in Slack say or don't, as an operator has it (`workspace.notify.events`): events of the timeline, and the summary at the end. */
export const TOGGLED_EVENTS = [
  'triggered',
  'acknowledged',
  'resolved',
  'escalated',
  'sla_breached',
  'note_added',
  'summary',
] as const;
export type ToggledEvent = (typeof TOGGLED_EVENTS)[number];

/** A channel as an operator writes it: "#name", or a Slack channel id. */
export type ChannelRef = string;

export interface Subscription {
  channel: ChannelRef;
  /** Only these urgencies; null means all. */
  urgencies: Urgency[] | null;
  /** Only incidents of these services, by name; null means all, also those of none. */
  services: string[] | null;
  /** Only what came with all of these labels, each a regular expression for its whole value; null for whatever it came with. */
  labels: Record<string, string> | null;
}

/** A channel that is told of updates; null for all urgencies, or all services. */
export type StatusChannel = Pick<Subscription, 'channel' | 'urgencies' | 'services'>;

/** Lines of a card that can be left out, in their order. */
export const CARD_FIELDS = [
  'service',
  'components',
  'triggered',
  'alerts',
  'source',
  'links',
  'sla',
  'description',
] as const;
export type CardField = (typeof CARD_FIELDS)[number];

/** What cards show of open incidents. */
export interface CardTemplate {
  /** Null for all. */
  fields: CardField[] | null;
  /** Labels of the alert that get a field of their own. */
  labels: string[];
}

/** Whom a card calls when its incident opens: user groups ("@payments-oncall") and people (e-mail addresses), in lower case. */
export type MentionPolicy = Partial<Record<Urgency, string[]>>;

/** How soon incidents of each urgency are to be acknowledged and resolved. */
export type SlaByUrgency = Partial<Record<Urgency, SlaTargets>>;

/** What post-mortems begin as, in Markdown with places (null for the usual template), and where they are published by default. */
export interface PostMortemSettings {
  template: string | null;
  channel: ChannelRef | null;
}

/** What one Slack workspace hears of, and where (the `workspace` section of opsknight.yml). */
export interface WorkspaceSettings {
  defaultChannel: ChannelRef | null;
  urgencyChannels: Partial<Record<Urgency, ChannelRef>>;
  subscriptions: Subscription[];
  notify: {
    urgencies: Urgency[];
    events: Record<ToggledEvent, boolean>;
  };
  /** Refuse actions of Slack users who map to no OpsKnight user, instead of counting them as "via Slack". */
  requireMappedUser: boolean;
  /** For services that have none of their own. */
  sla: SlaByUrgency;
  /** After how many milliseconds without activity the owner of an acknowledged HIGH incident is asked; null: never. */
  acknowledgeReminder: number | null;
  /** Channels that are told of the updates of incidents, for stakeholders. */
  statusChannels: StatusChannel[];
  /** After how many milliseconds without an update whoever tells stakeholders of a HIGH incident is reminded; null: never. */
  updateReminder: number | null;
  /** What people do in an incident besides the usual roles. */
  roles: string[];
  card: CardTemplate;
  /** For services that have none of their own. */
  mention: MentionPolicy;
  postMortem: PostMortemSettings;
  /** What the bot is called, and its picture (":emoji:" or an address); null for what Slack has. */
  bot: { name: string | null; icon: string | null };
}

export const DEFAULT_WORKSPACE: WorkspaceSettings = {
  defaultChannel: null,
  urgencyChannels: {},
  subscriptions: [],
  notify: {
    urgencies: ['HIGH', 'MEDIUM', 'LOW'],
    events: {
      triggered: true,
      acknowledged: true,
      resolved: true,
      escalated: true,
      sla_breached: true,
      note_added: false,
      summary: true,
    },
  },
  requireMappedUser: false,
  sla: {},
  acknowledgeReminder: null,
  statusChannels: [],
  updateReminder: null,
  roles: [],
  card: { fields: null, labels: [] },
  mention: {},
  postMortem: { template: null, channel: null },
  bot: { name: null, icon: null },
};

/** Which incidents get a channel of their own by themselves, and how such channels are called, whoever asks for them. */
export interface IncidentChannels {
  /** Of these urgencies and these services (null: of all); null for none. */
  when: { urgencies: Urgency[] | null; services: string[] | null } | null;
  /** With places for what differs: `{number}`, and maybe `{service}`. */
  name: string;
  /** So many milliseconds after the end of their incident they are archived; null: never. */
  archiveAfter: number | null;
  /** Where people talk: an address with `{room}`, `{number}`, and for Slack's huddles `{team}` and `{channel}`; null for nowhere. */
  call: string | null;
  /** Who is on call for the service is invited, though nobody has called them. */
  invitesOnCall: boolean;
}

export const DEFAULT_INCIDENT_CHANNELS: IncidentChannels = {
  when: null,
  name: 'inc-{number}-{service}',
  archiveAfter: null,
  call: null,
  invitesOnCall: false,
};

/** What is kept of incidents that are over, and for how long (the `retention` section of opsknight.yml). */
export interface Retention {
  /** So many milliseconds after their end, what people and monitors have written is deleted; null: never. */
  textsAfter: number | null;
}

export const KEEP_EVERYTHING: Retention = { textsAfter: null };

/** A message that systems send again and again, with places such as `{version}` for what differs. */
export interface NotificationTemplate {
  name: string;
  message: string | null;
  /** Block Kit, and Slack's older attachments, as opsknight.yml has them. */
  blocks: unknown[] | null;
  attachments: unknown[] | null;
}

export interface Service {
  id: number;
  name: string;
  channel: ChannelRef | null;
  /** Where its incidents are shown besides; they don't belong there. */
  channels: readonly ChannelRef[];
  policy: EscalationPolicy | null;
  sla: SlaByUrgency;
  /** Instead of the workspace's. */
  acknowledgeReminder: number | null;
  /** Names of the services that it depends on. */
  dependsOn: readonly string[];
  links: Link[];
  /** Instead of the workspace's, for the urgencies that it names. */
  mention: MentionPolicy;
  /** What a monitor reports is shown, and pages, only when it lasts so many milliseconds; null: at once. */
  delay: number | null;
  /** After so many milliseconds without its alert a monitor's incident is resolved; null: never. */
  silence: number | null;
  /** Which of its alerts are one incident; null: each is. */
  group: Grouping | null;
  /** When its alerts are flapping; null: never. */
  flapping: FlappingRule | null;
  /** When work is done on it; what is long over may be among it. */
  maintenance: readonly MaintenanceSpan[];
  /** The connection that its channel is of, and its incidents go through if it is named; the organisation's otherwise. */
  connection?: { id: number; isNamed: boolean };
  /** Connections whose people see its incidents as well. */
  sharedWith?: readonly number[];
  /** Where its incidents are shown, and nowhere else, because it is of a closed project: the channels of that. */
  confinedTo?: readonly ChannelRef[];
}
