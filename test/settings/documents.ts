import fc from 'fast-check';
import { SECOND } from '../../src/lib/clock.ts';
import { WEEKDAYS } from '../../src/oncall/types.ts';
import { URGENCIES } from '../../src/oncall/urgency.ts';
import { ROLES } from '../../src/people/types.ts';
import { formatDuration, MAX_DURATION } from '../../src/settings/duration.ts';
import type { SettingsDocument } from '../../src/settings/schema/document.ts';
import { TOGGLED_EVENTS } from '../../src/settings/types.ts';

// Any opsknight.yml that is right, in the words of the file: what an operator may write, whether or not it is wise.

const BAD_IN_NAMES = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    fc.constantFrom('yes', '12', '# x', 'a: b', '~', "'"),
  )
  .filter((text) => !BAD_IN_NAMES.test(text) && text.trim() !== '');
const email = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9.+]{1,8}$/), fc.stringMatching(/^[a-z0-9]{1,8}$/))
  .map((parts) => parts.join('@'));
const channel = fc.oneof(fc.stringMatching(/^#[a-zA-Z0-9_-]{1,20}$/), fc.stringMatching(/^C[A-Z0-9]{8,10}$/));
const timezone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Chatham');
const duration = fc.integer({ min: 1, max: MAX_DURATION / SECOND }).map((seconds) => formatDuration(seconds * SECOND));
const localDateTime = fc
  .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) })
  .map((at) => new Date(at).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length));
const timeOfDay = localDateTime.map((text) => text.slice('yyyy-mm-ddT'.length));
const urgencies = fc.subarray([...URGENCIES], { minLength: 1 });

const identity = (text: string) => text.trim().toLowerCase();

const workspace = fc.record(
  {
    default_channel: channel,
    urgency_channels: fc.dictionary(fc.constantFrom(...URGENCIES), channel),
    subscriptions: fc.array(
      fc.record(
        { channel, urgencies, labels: fc.constantFrom({ team: 'payments' }, { env: 'prod|dev', region: 'eu.*' }) },
        { requiredKeys: ['channel'] },
      ),
      { maxLength: 3 },
    ),
    notify: fc.record(
      { urgencies, events: fc.dictionary(fc.constantFrom(...TOGGLED_EVENTS), fc.boolean()) },
      { requiredKeys: [] },
    ),
    require_mapped_user: fc.boolean(),
  },
  { requiredKeys: [] },
);

const contact = fc
  .tuple(
    fc.oneof(
      fc.record({ email }),
      fc.record({ ntfy: fc.constant('https://ntfy.sh/topic') }),
      fc.record({ webhook: fc.webUrl() }),
      fc.record({ sms: fc.constant('+49 30 123456') }),
      fc.record({ call: fc.constant('+4930123456') }),
    ),
    fc.record({ after: duration }, { requiredKeys: [] }),
  )
  .map(([method, when]) => ({ ...method, ...when }));
const quietHours = fc.record({ from: timeOfDay, to: timeOfDay }).filter(({ from, to }) => from !== to);

/** Nobody's own: hyphens are in no other address. */
const slackEmail = email.map((address) => `in-slack-${address}`);

const user = fc.record(
  {
    name,
    email,
    slack_email: slackEmail,
    role: fc.constantFrom(...ROLES),
    timezone,
    active: fc.boolean(),
    contact: fc.array(contact, { maxLength: 2 }),
    quiet_hours: quietHours,
  },
  { requiredKeys: ['name', 'email'] },
);

function unique<T>(entry: fc.Arbitrary<T>, key: (entry: T) => string) {
  return fc.uniqueArray(entry, { maxLength: 4, selector: (value) => identity(key(value)) });
}

function restriction() {
  return fc.record(
    { weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }), from: timeOfDay, to: timeOfDay },
    { requiredKeys: ['from', 'to'] },
  );
}

function schedule(someEmail: fc.Arbitrary<string>) {
  const layer = fc.record(
    {
      start: localDateTime,
      rotation: fc.constantFrom('daily', 'weekly', '12h', '3d', '2w'),
      users: fc.array(someEmail, { minLength: 1, maxLength: 3 }),
      restrictions: fc.array(restriction(), { maxLength: 2 }),
    },
    { requiredKeys: ['start', 'rotation', 'users'] },
  );
  const override = fc
    .record(
      { from: localDateTime, to: localDateTime, user: someEmail, replaces: someEmail },
      { requiredKeys: ['from', 'to', 'user'] },
    )
    .filter(({ from, to }) => from < to);
  return fc.record(
    {
      name,
      timezone,
      user_group: name,
      hand_off: fc.record(
        { channel, topic: fc.boolean(), roster: fc.constantFrom(true, false, 'sun 00:00') },
        { requiredKeys: ['channel'] },
      ),
      layers: fc.array(layer, { maxLength: 2 }),
      overrides: fc.array(override, { maxLength: 2 }),
    },
    { requiredKeys: ['name', 'timezone'] },
  );
}

function policy(targets: fc.Arbitrary<string>) {
  const step = fc.record({ after: duration, notify: fc.array(targets, { minLength: 1, maxLength: 3 }) });
  return fc.record(
    {
      name,
      repeat: fc.integer({ min: 0, max: 9 }),
      repeat_after: duration,
      urgencies,
      steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['name', 'steps'] },
  );
}

function service(policyNames: string[]) {
  const targets = fc
    .record({ acknowledge: duration, resolve: duration }, { requiredKeys: [] })
    .filter((chosen) => Object.keys(chosen).length > 0);
  return fc.record(
    {
      name,
      channel,
      ...(policyNames.length > 0 && { escalation_policy: fc.constantFrom(...policyNames) }),
      sla: fc.dictionary(fc.constantFrom(...URGENCIES), targets),
      delay: duration,
      resolve_after_silence: duration,
      links: fc.array(fc.record({ text: name, url: fc.webUrl() }), { maxLength: 8 }),
    },
    { requiredKeys: ['name'] },
  );
}

function routing(serviceNames: string[], heartbeatNames: string[]) {
  const text = fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.trim() !== '');
  const pattern = fc.constantFrom('critical|page', 'web-\\d+', '', 'a.*', '(?i)payments', '404', 'yes');
  const set = fc.record(
    {
      ...(serviceNames.length > 0 && { service: fc.constantFrom(...serviceNames) }),
      urgency: fc.constantFrom(...URGENCIES),
      title: text,
      dedup_key: text,
      links: fc.array(fc.record({ text, url: fc.constantFrom('https://wiki/{alertname}', '{runbook}') }), {
        minLength: 1,
        maxLength: 2,
      }),
    },
    { requiredKeys: ['urgency'] },
  );
  const match = fc.dictionary(fc.stringMatching(/^[a-z_.]{1,8}$/), pattern, { maxKeys: 3 });
  const effects = [
    fc.record({ match, set, stop: fc.boolean() }),
    fc.record({ match, drop: fc.constant(true) }),
    fc.record({ stop: fc.constant(true) }),
    ...heartbeatNames.map((heartbeat) => fc.record({ match, heartbeat: fc.constant(heartbeat) })),
  ];
  return fc.array(fc.oneof(...effects), { maxLength: 4 });
}

function heartbeat(serviceNames: string[]) {
  return fc.record(
    {
      name,
      every: duration,
      grace: duration,
      urgency: fc.constantFrom(...URGENCIES),
      ...(serviceNames.length > 0 && { service: fc.constantFrom(...serviceNames) }),
    },
    { requiredKeys: ['name', 'every'] },
  );
}

/** Members that hold nothing at all are Slack's business: they stay as they are. */
const bodyText = fc.constantFrom(
  '$.title',
  '$body.receiver',
  '{$.name} is {$.state}',
  'words',
  "$.a['b c'][?@.d == 1]",
);
const webhook = fc.record(
  {
    name,
    alerts: fc.constantFrom('$.alerts[*]', '$..alert'),
    title: bodyText,
    dedup_key: bodyText,
    urgency: fc.constantFrom('$.severity', 'HIGH'),
    components: bodyText,
    resolve: fc.dictionary(fc.constantFrom('$.state', '$body.state'), fc.constantFrom('ok|OK', 'res.*'), {
      minKeys: 1,
    }),
  },
  { requiredKeys: ['name', 'title'] },
);

const senders = unique(
  fc.oneof(
    fc.record({ name, secret_env: fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/) }),
    fc.record({ name, sns_topics: fc.constant(['arn:aws:sns:us-east-1:123456789012:alarms']) }),
  ),
  (entry) => entry.name,
);

function incidentChannels(serviceNames: string[]) {
  const services = fc.constant(serviceNames.slice(0, 2));
  const when =
    serviceNames.length > 0
      ? fc.oneof(fc.record({ services }), fc.record({ urgencies, services }), fc.record({ urgencies }))
      : fc.record({ urgencies });
  return fc.record(
    {
      when,
      name: fc.constantFrom('inc-{number}-{service}', 'war-room-{number}', '{service}_{number}'),
      archive_after: fc.constantFrom('never', '90s', '24h'),
      invite_on_call: fc.boolean(),
      call: fc.constantFrom('jitsi', 'huddle', 'https://meet.example.com/{room}', 'https://zoom.us/j/123?pwd=abc'),
    },
    { requiredKeys: [] },
  );
}

function outgoingWebhook(serviceNames: string[]) {
  const entry = fc.record(
    {
      name,
      url: fc.constantFrom('https://crm.example.com/hook', 'http://10.0.0.5:8080/'),
      secret_env: fc.constantFrom('CRM_SECRET', 'OTHER'),
      events: fc.constantFrom(['triggered', 'resolved'], ['note_added']),
      services: serviceNames.length > 0 ? fc.constantFrom(serviceNames.slice(0, 1)) : fc.constant(undefined),
      urgencies: fc.constantFrom(['HIGH'], ['LOW', 'HIGH']),
      private_incidents: fc.boolean(),
    },
    { requiredKeys: ['name', 'url', 'secret_env'] },
  );
  return unique(entry, (one) => one.name);
}

function runbook(serviceNames: string[]) {
  const trigger = fc.record(
    {
      on: fc.constantFrom<string | string[]>('opened', ['breached', 'resolved']),
      urgencies: fc.constantFrom(['HIGH'], ['LOW', 'HIGH']),
      services: serviceNames.length > 0 ? fc.constantFrom(serviceNames.slice(0, 1)) : fc.constant(undefined),
      labels: fc.constant({ cluster: 'eu' }),
      between: fc.constant({ from: '22:00', to: '06:00', timezone: 'Europe/Berlin' }),
    },
    { requiredKeys: ['on'] },
  );
  const step = fc.constantFrom(
    { action: 'add_note', text: '[incident.id] is [incident.severity]' },
    { action: 'slack.create_channel', name: 'inc-[incident.id]', add_users: ['@oncall', '@sre-team', 'a@x'] },
    { 'Action Type': 'Slack', Operation: 'Create Thread', Channel: '#ops', Message: 'Hi', ThreadUpdates: true },
    {
      action: 'slack.send_message',
      channel: '#[incident.channel]',
      message: 'Hello',
      blocks: [{ Type: 'section', Text: '*Bold*' }, { type: 'divider' }],
    },
    { action: 'wait', at_most: '90s', until: 'acknowledged' },
  );
  const entry = fc.record(
    {
      name,
      description: fc.constant('What is done first'),
      trigger,
      when_resolved: fc.constantFrom('cancel', 'continue'),
      max_concurrent: fc.constantFrom(1, 10),
      steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['name', 'steps'] },
  );
  return unique(entry, (one) => one.name);
}

function maintenance(serviceNames: string[]) {
  if (serviceNames.length === 0) return fc.constant([]);
  const entry = fc
    .record(
      {
        name,
        services: fc.array(fc.constantFrom(...serviceNames), { minLength: 1, maxLength: 3 }),
        from: localDateTime,
        to: localDateTime,
        timezone,
        reason: fc.constantFrom('new disks', ''),
      },
      { requiredKeys: ['name', 'services', 'from', 'to'] },
    )
    // By more than any change of clocks.
    .filter(({ from, to }) => Date.parse(to) - Date.parse(from) > 86_400_000);
  return unique(entry, (one) => one.name);
}

const template = fc.record(
  {
    name,
    message: fc.stringMatching(/^[a-z{}]{1,20}$/),
    blocks: fc.array(fc.constantFrom({ type: 'divider' }, { type: 'section', text: null, fields: [] }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['name', 'message'] },
);

const sealed = fc.constant(`v1.0123abcd.${'a'.repeat(16)}.${'b'.repeat(22)}.c-_9`);
const connections = unique(
  fc.oneof(
    fc.record(
      { name, bot_token_env: fc.constantFrom('A_BOT_TOKEN', 'B2'), app_token_env: fc.constant('A_APP_TOKEN') },
      { requiredKeys: ['name', 'bot_token_env'] },
    ),
    fc.record({ name, bot_token: sealed, app_token: sealed }, { requiredKeys: ['name', 'bot_token'] }),
  ),
  (entry) => entry.name,
);

/** At most one, since a service is of one. */
function projects(serviceNames: string[], emails: string[]) {
  const entry = fc.record(
    {
      name,
      services: fc.constant(serviceNames.slice(0, 2)),
      closed: fc.boolean(),
      people: fc.constantFrom(
        emails.slice(0, 1).map((user) => ({ user, role: 'viewer' })),
        [],
      ),
      channels: fc.constant(['#of-a-project']),
    },
    { requiredKeys: ['name', 'services', 'channels'] },
  );
  return fc.array(entry, { maxLength: 1 });
}

/** A Slack account is one person's. */
function oncePerAccount<U extends { slack_email?: string }>(users: U[]): U[] {
  const accounts = users.map((user) => user.slack_email?.toLowerCase());
  return users.map((user, index) => {
    const { slack_email, ...rest } = user;
    const isFirst = slack_email === undefined || accounts.indexOf(slack_email.toLowerCase()) === index;
    return isFirst ? user : (rest as U);
  });
}

/** A document with every section, all of whose references lead somewhere. */
export const anyDocument: fc.Arbitrary<{ [S in keyof Required<SettingsDocument>]: unknown }> = fc
  .tuple(
    workspace,
    unique(user, ({ email }) => email).map((all) => oncePerAccount(all)),
  )
  .chain(([workspaceSection, users]) => {
    const someEmail = users.length > 0 ? fc.constantFrom(...users.map(({ email }) => email)) : null;
    const groupUsers = someEmail ? fc.array(someEmail, { maxLength: 3 }) : fc.constant([]);
    const groups = unique(fc.record({ name, users: groupUsers }), (entry) => entry.name);
    const schedules = someEmail ? unique(schedule(someEmail), (entry) => entry.name) : fc.constant([]);
    return fc.tuple(fc.constant(workspaceSection), fc.constant(users), groups, schedules);
  })
  .chain(([workspaceSection, users, groups, schedules]) => {
    const targets = fc.oneof(
      channel.map((text) => `channel:${text}`),
      ...users.map(({ email }) => fc.constant(`user:${email}`)),
      ...groups.map((group) => fc.constant(`group:${group.name.trim()}`)),
      ...schedules.map((one) => fc.constant(`schedule:${one.name.trim()}`)),
    );
    const policies = unique(policy(targets), (entry) => entry.name);
    return fc.tuple(fc.constant({ workspace: workspaceSection, users, groups, schedules }), policies);
  })
  .chain(([document, policies]) =>
    fc
      .tuple(
        unique(service(policies.map((one) => one.name)), (entry) => entry.name),
        unique(template, (entry) => entry.name),
        unique(webhook, (entry) => entry.name),
      )
      .map(([services, templates, webhooks]) => ({
        ...document,
        escalation_policies: policies,
        services,
        templates,
        webhooks,
      })),
  )
  .chain((document) => {
    const names = document.services.map((one) => one.name);
    return unique(heartbeat(names), (entry) => entry.name).map((heartbeats) => ({ ...document, heartbeats }));
  })
  .chain((document) => {
    const services = document.services.map((one) => one.name);
    const heartbeats = document.heartbeats.map((one) => one.name);
    return fc
      .tuple(
        routing(services, heartbeats),
        maintenance(services),
        connections,
        outgoingWebhook(services),
        runbook(services),
        incidentChannels(services),
        senders,
        projects(
          services,
          document.users.map(({ email }) => email),
        ),
      )
      .map(([rules, windows, named, hooks, runbooks, channelRule, expected, groupsOfServices]) => ({
        ...document,
        routing: rules,
        incident_channels: channelRule,
        retention: { texts_after: rules.length % 2 === 0 ? '730d' : 'never' },
        maintenance: windows,
        connections: named,
        workspaces: [],
        senders: expected,
        projects: groupsOfServices,
        outgoing_webhooks: hooks,
        runbooks,
      }));
  });
