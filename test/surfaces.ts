/*
 * Every place where people of Slack meet incidents, with what is sent there: `N` stands for the number of an incident, `S` for that of a
 * storm. A new one needs a line here, or `surfaces.test.ts` fails: whoever adds it says what would be done or shown there, so
 * that it is tried as a stranger, a guest, a viewer and somebody who is not of the incident's private channel.
 */

/** What a control is used with. */
export interface Use {
  value?: string;
  chosen?: string;
  /** The modal that it is in: its callback id, and what it remembers. */
  within?: { callback: string; metadata: string };
}

const value = (...values: string[]): Use[] => values.map((one) => ({ value: one }));
const chosen = (...values: string[]): Use[] => values.map((one) => ({ chosen: one }));
const inStorm = (use: Use): Use => ({
  ...use,
  within: { callback: 'storm_modal', metadata: '{"stormId":S,"page":1,"filter":{}}' },
});

const inSettings = (use: Use): Use => ({
  ...use,
  within: { callback: 'admin_page', metadata: '{"page":"settings","list":1}' },
});
const inPanel = (use: Use): Use => ({ ...use, within: { callback: 'contact_panel', metadata: '' } });
const SETTINGS_FORM =
  '{"page":"settings","list":1,"form":"permissions","name":"","seen":{"admin_permissions":"seen before"}}';

const ACTIONS_OF_AN_INCIDENT = [
  'acknowledge',
  'take_over',
  'assign',
  'note',
  'role',
  'tasks',
  'update',
  'follow',
  'runbook',
  'resolve',
  'snooze',
  'wake',
  'reopen',
  'urgency',
  'edit',
  'merge',
  'undo_merge',
  'link',
  'unlink',
  'channel',
  'mark_private',
  'escalate',
  'restart_escalation',
  'hand_back',
].map((action) => `N:${action}`);

/** By action id. */
export const CONTROLS: Record<string, Use[]> = {
  ack_incident: value('N'),
  archive_incident_channel: value('N'),
  keep_incident_channel: value('N'),
  resolve_incident: value('N'),
  snooze_incident: chosen('N:15m', 'N:custom'),
  view_incident: value('N'),
  more_incident: chosen('N:actions', ...ACTIONS_OF_AN_INCIDENT),
  incident_action: value(...ACTIONS_OF_AN_INCIDENT),
  assign_incident: value('N'),
  reopen_incident: value('N'),
  confirm_incident: value('N'),
  give_update: value('N'),
  follow_incident: value('N'),
  unfollow_incident: value('N'),
  finish_task: value('N:1'),
  reopen_task: value('N:1'),
  edit_task: value('N:1'),
  accept_role: value('N:commander'),
  decline_role: value('N:commander'),
  hand_back_incident: value('N'),
  undo_merge_incident: value('N'),
  input: [{ chosen: 'HIGH', within: { callback: 'create_incident_modal', metadata: '' } }],
  ack_storm: [...value('S'), inStorm({ value: 'S' })],
  resolve_storm: [...value('S'), inStorm({ value: 'S' })],
  show_storm: value('S'),
  storm_incident: [
    ...chosen('N:ack', 'N:resolve', 'N:1h', 'N:more', 'N:reopen', 'N:view', 'N:undo'),
    inStorm({ chosen: 'N:ack' }),
  ],
  storm_page_previous: [inStorm({ value: '1' })],
  storm_page_next: [inStorm({ value: '1' })],
  storm_service: [inStorm({ chosen: 'none' })],
  storm_urgency: [inStorm({ chosen: 'HIGH' })],
  link_me: value(
    'resolve:N',
    'snooze:N',
    'assign:N',
    'note:N',
    'role:N',
    'tasks:N',
    'update:N',
    'follow:N',
    'runbook:N',
    'hand_back:N',
    'urgency:N',
    'edit:N',
    'request:1',
    'create:x',
  ),
  ...Object.fromEntries(
    ['answer_runbook', 'retry_runbook_step', 'skip_runbook_step'].flatMap((action) =>
      [0, 1, 2, 3, 4].map((index) => [`${action}_${index}`, value('N:1')]),
    ),
  ),
  ask_admin: value('me'),
  add_person: value('{"id":"ME","email":"x@example.com"}'),
  create_incident: value('home'),
  override_on_call: value('home'),
  cover_me: value('home'),
  show_open_incidents: value('home'),
  open_incidents_previous: [{ value: '1', within: { callback: 'open_incidents', metadata: '1' } }],
  open_incidents_next: [{ value: '1', within: { callback: 'open_incidents', metadata: '1' } }],
  incidents_page_previous: value('1'),
  incidents_page_next: value('1'),
  accept_cover: value('1'),
  decline_cover: value('1'),
  decline_override: value('1'),
  how_you_are_paged: value('home'),
  contact_add: [inPanel({ value: 'contact' })],
  contact_enter_code: [inPanel({ value: 'forged' })],
  contact_send_code: [inPanel({ value: 'forged' })],
  contact_change_time: [inPanel({ value: 'forged' })],
  contact_test: [inPanel({ value: 'forged' })],
  contact_remove: [inPanel({ value: 'forged' })],
  contact_quiet_hours: [inPanel({ value: 'contact' })],
  admin_settings: value('home'),
  admin_form: [inSettings({ value: '{"page":"settings","what":"channels","name":""}' })],
  admin_services: value('home'),
  admin_subscriptions: value('home'),
  admin_users: value('home'),
  admin_schedules: value('home'),
  admin_policies: value('home'),
  admin_keys: value('home'),
  admin_connections: value('home'),
  admin_health: value('home'),
  admin_test: value('home'),
  admin_form_2: [inSettings({ value: '{"page":"services","what":"more","name":"Website"}' })],
  admin_form_3: [inSettings({ value: '{"page":"services","what":"connection","name":"Website"}' })],
  admin_form_4: [inSettings({ value: '{"page":"services","what":"remove","name":"Website"}' })],
  admin_find: [{ chosen: 'Website', within: { callback: 'admin_page', metadata: '{"page":"services","list":1}' } }],
  admin_request: [inSettings({ value: '{"page":"settings","what":"forged","name":""}' })],
  admin_refresh_channels: [{ value: 'channels', within: { callback: 'admin_form_modal', metadata: SETTINGS_FORM } }],
  admin_page_previous: [inSettings({ value: '1' })],
  admin_page_next: [inSettings({ value: '2' })],
  open_sign_in_link: value('1'),
  open_post_mortem: value('1'),
  '/^open_notification_link:/': value('1'),
};

export interface Form {
  metadata: string;
  /** By block id. */
  fields: Record<string, Record<string, unknown>>;
}

const text = (written: string) => ({ value: written });
const option = (picked: string) => ({ selected_option: { value: picked } });
const ofIncident = (fields: Form['fields']): Form => ({ metadata: '{"number":N}', fields });
const soon = Math.floor(Date.now() / 1000) + 3600;
const span = { override_from: { selected_date_time: soon }, override_to: { selected_date_time: soon + 7200 } };

/** By callback id. */
export const FORMS: Record<string, Form> = {
  resolve_incident_modal: ofIncident({ resolution_note: text('forged') }),
  snooze_incident_modal: ofIncident({ snooze_until: { selected_date_time: soon } }),
  assign_incident_modal: ofIncident({ assignee: { selected_user: 'ME' } }),
  update_incident_modal: ofIncident({ update_state: option('identified'), update_impact: text('forged') }),
  tasks_incident_modal: ofIncident({ task_text: text('forged') }),
  edit_task_modal: { metadata: '{"number":N,"task":1}', fields: { task_text: text('forged') } },
  role_incident_modal: ofIncident({ role: option('commander'), role_person: { selected_user: 'ME' } }),
  runbooks_incident_modal: ofIncident({ runbook: option('forged') }),
  note_incident_modal: ofIncident({ note: text('forged') }),
  urgency_incident_modal: ofIncident({ urgency: option('LOW') }),
  edit_incident_modal: {
    metadata: '{"number":N,"seen":{"title":"x","description":"x"}}',
    fields: { edited_title: text('forged'), edited_description: text('forged') },
  },
  hand_back_incident_modal: ofIncident({}),
  add_to_timeline_modal: {
    metadata: JSON.stringify({
      ref: { connectionId: 1, channelId: 'C0', ts: '1.1' },
      author: { kind: 'monitor', name: 'forged' },
      text: 'forged',
      writtenAt: 1,
      editedTs: null,
      way: 'choice',
    }),
    fields: { timeline_incident: option('INC-N') },
  },
  merge_incident_modal: ofIncident({ merge_into: option('INC-7') }),
  link_incident_modal: ofIncident({ link_to: option('INC-7') }),
  unlink_incident_modal: ofIncident({ unlink_from: option('INC-7') }),
  private_incident_modal: ofIncident({ private_channel: option('C0NOWHERE1') }),
  resolve_storm_modal: {
    metadata: '{"stormId":S,"page":1,"filter":{}}',
    fields: { resolution_note: text('forged') },
  },
  create_incident_modal: { metadata: '', fields: { incident_title: text('forged'), incident_urgency: option('LOW') } },
  override_modal: {
    metadata: '',
    fields: { override_person: { selected_user: 'ME' }, override_schedule: option('primary'), ...span },
  },
  cover_modal: { metadata: '', fields: { override_schedule: option('primary'), ...span } },
  admin_form_modal: {
    metadata: SETTINGS_FORM,
    fields: { admin_permissions: { selected_options: [{ value: 'mapped' }] } },
  },
  contact_add_modal: {
    metadata: '',
    fields: {
      contact_kind: option('ntfy'),
      contact_address: text('https://ntfy.invalid/forged'),
      contact_after: text('0s'),
    },
  },
  contact_code_modal: { metadata: '{"method":"forged"}', fields: { contact_code: text('000000') } },
  contact_time_modal: { metadata: '{"method":"forged"}', fields: { contact_after: text('1m') } },
  contact_quiet_modal: { metadata: '', fields: { quiet_from: text('22:00'), quiet_to: text('07:00') } },
};

/** What everybody sets for themselves, viewers as well. */
export const OWN_SETTINGS: readonly string[] = ['form contact_quiet_modal'];

/** What follows `/opsknight`, by its first word. */
export const COMMANDS: Record<string, string[]> = {
  incidents: ['incidents'],
  oncall: ['oncall'],
  page: ['page <@ME> INC-N', 'page <@ME> forged'],
  ack: ['ack INC-N'],
  assign: ['assign INC-N', 'assign INC-N <@ME>'],
  note: ['note INC-N forged'],
  update: ['update INC-N'],
  follow: ['follow INC-N'],
  unfollow: ['unfollow INC-N'],
  task: ['task INC-N', 'task INC-N forged', 'task INC-N done 1', 'task INC-N reopen 1'],
  role: ['role INC-N', 'role INC-N commander', 'role commander <@ME> INC-N', 'role commander nobody INC-N'],
  resolve: ['resolve INC-N', 'resolve INC-N forged'],
  urgency: ['urgency INC-N low'],
  edit: ['edit INC-N'],
  escalate: ['escalate INC-N'],
  handback: ['handback INC-N'],
  channel: ['channel INC-N', 'channel here INC-N'],
  runbook: ['runbook run forged INC-N'],
  snooze: ['snooze INC-N', 'snooze INC-N 2h'],
  merge: ['merge INC-N', 'merge INC-N into INC-7'],
  unmerge: ['unmerge INC-N'],
  link: ['link INC-N INC-7'],
  unlink: ['unlink INC-N INC-7'],
  private: ['private INC-N'],
  subscribe: ['subscribe', 'subscribe HIGH'],
  unsubscribe: ['unsubscribe'],
  subscriptions: ['subscriptions'],
  wake: ['wake INC-N'],
  reopen: ['reopen INC-N'],
  override: ['override', 'override <@ME> 1h'],
  cover: ['cover 1h'],
  contact: ['contact'],
  maintenance: ['maintenance', 'maintenance Website 1h', 'maintenance end Website'],
  catchup: ['catchup INC-N'],
  postmortem: ['postmortem INC-N'],
  why: ['why INC-N'],
  status: ['status'],
  create: ['create forged'],
  web: ['web'],
  help: ['help'],
};

/** By callback id. */
export const SHORTCUTS: readonly string[] = ['create_incident', 'create_incident_from_message', 'add_to_timeline'];

/** What is offered while somebody types, by block id; in a form about one incident, or of settings. */
export const SUGGESTIONS: readonly string[] = [
  'merge_into',
  'link_to',
  'timeline_incident',
  '/^admin_channel:/',
  'admin_find',
];

/** Those that somebody causes by looking at something. */
export const EVENTS: readonly string[] = ['app_home_opened'];

/** Slack describes itself by these; they show nothing, and are nobody's request. */
export const DESCRIPTIONS: readonly string[] = [
  'channel_archive',
  'channel_unarchive',
  'group_archive',
  'group_unarchive',
  'channel_deleted',
  'group_deleted',
  'channel_left',
  'group_left',
  'channel_created',
  'channel_rename',
  'group_rename',
  'member_joined_channel',
  'member_left_channel',
  'user_change',
  'team_join',
  'reaction_added',
  'reaction_removed',
  'message',
];

/**
 * What answers without a key or a sign-in, and shows no incident. Everything else has to refuse whoever is nobody, and to know nothing
 * of an incident that the asker may not see; that is tried without a line here.
 */
export const OPEN_TO_ALL: readonly string[] = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /api',
  'GET /api/openapi.json',
  'GET /slack/install',
  'GET /api/settings/slack-oauth/callback',
  'GET /sign-in',
  'GET /sign-in/:token',
  'POST /sign-in/:token',
  'GET /acknowledge/:token',
  'POST /acknowledge/:token',
  'POST /acknowledge/:token/call',
];
