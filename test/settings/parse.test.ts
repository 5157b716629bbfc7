import { expect, test } from '@jest/globals';
import { parseSettings } from '../../src/settings/parse.ts';
import { formatProblem } from '../../src/settings/problems.ts';
import type { Names } from '../../src/settings/references.ts';
import { toIncidentChannelsSection } from '../../src/settings/schema/incident-channels.ts';
import { DEFAULT_INCIDENT_CHANNELS } from '../../src/settings/types.ts';

/** The contract, with what it leaves to be filled in: the steps, and the heartbeat that a rule names. */
const PROMISED = `
workspace:
  default_channel: "#incidents"
  urgency_channels: { HIGH: "#incidents-critical" }
  subscriptions: [{ channel: "#incidents-all" }, { channel: "#leads", urgencies: [HIGH] }]
  notify:
    urgencies: [HIGH, MEDIUM, LOW]          # the urgency filter
    events: { triggered: true, acknowledged: true, resolved: true, escalated: true, sla_breached: true, note_added: false }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin, timezone: Europe/Berlin }   # admin | responder | viewer
  - { name: Bob Stone, email: bob@example.com, contact: [{ email: bob@example.com, after: 10m }] }  # besides Slack, which
                                            # comes first: email | ntfy | webhook | sms | call; after: from the page, default 0s
groups:
  - { name: payments, users: [jane@example.com, bob@example.com] }
schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    user_group: payments-oncall             # Slack group kept equal to who is on call
    layers:
      - { start: 2026-01-05T09:00, rotation: weekly, users: [jane@example.com, bob@example.com] }  # daily | weekly | 12h …
escalation_policies:
  - name: payments
    repeat: 2
    steps:
      - { after: 0s, notify: [schedule:payments-primary] }
      - { after: 10m, notify: [user:bob@example.com, group:payments, channel:#incidents-critical] }
services:
  - name: Payment API
    channel: "#payment-alerts"
    escalation_policy: payments
    sla: { HIGH: { acknowledge: 5m, resolve: 1h } }
    links: [{ text: Runbook, url: "https://wiki.example.com/payments" }]
    connection: payments-team               # a named connection; without it, the organisation's
routing:                                    # in order; the first match with \`stop: true\` ends it
  - { match: { team: payments, severity: "critical|page" }, set: { service: Payment API, urgency: HIGH } }
  - { match: { alertname: Watchdog }, heartbeat: alertmanager }
heartbeats:
  - { name: nightly-backup, every: 24h, grace: 30m, service: Payment API, urgency: MEDIUM }
incident_channels:
  when: { urgencies: [HIGH] }               # off when left out
  name: "inc-{number}-{service}"
  private: false
  archive_after: 24h                        # after resolve; \`never\`
connections:                                # besides the organisation's; tokens come from the environment or Home
  - { name: payments-team, bot_token_env: PAYMENTS_SLACK_BOT_TOKEN, app_token_env: PAYMENTS_SLACK_APP_TOKEN, channels: ["#payment-alerts"] }
runbooks:                                   # here or in files: \`opsknight apply opsknight.yml runbooks/*.yml\`
  - name: first-ten-minutes
    trigger: { on: opened, urgencies: [HIGH], services: [Payment API] }
    steps: [{ Action Type: Slack, Operation: Send Message, Channel: "#[incident.channel]", Message: "Incident in [incident.service]" }]                            # the first seed's actions, as they stand, and ours
`;

function read(yaml: string, stored: Names = {}) {
  const parsed = parseSettings(yaml, stored);
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.document;
}

function problems(yaml: string, stored: Names = {}): string[] {
  const parsed = parseSettings(yaml, stored);
  return parsed.ok
    ? []
    : parsed.problems.map((problem) => formatProblem(problem).replace(/^(line \d+), column \d+/, '$1'));
}

test('contact methods are read in any form, and one that leads nowhere is an error in its place', () => {
  const user = (contact: string) => `users: [{ name: A, email: a@x, contact: [${contact}] }]`;
  expect(read(user('{ sms: "+49 (30) 123-456", after: 90s }'))).toMatchObject({
    users: [{ contact: [{ sms: '+4930123456', after: '1m30s' }] }],
  });
  expect(problems(user('{ after: 5m }'))).toEqual([
    'line 1: users[0].contact[0] must say one of email, ntfy, webhook, sms, call',
  ]);
  expect(problems(user('{ call: 0301234 }'))).toEqual([expect.stringContaining('users[0].contact[0].call')]);
  expect(problems(user('{ ntfy: my-topic }'))).toEqual([expect.stringContaining('is not a web address')]);
});

test('incident channels are off unless the file says when, and their names are such as Slack takes', () => {
  const services = 'services: [{ name: Payment API }]';
  const section = (text: string) => `${services}\nincident_channels: ${text}`;
  expect(read(section('{ }')).incident_channels).toEqual({
    when: null,
    name: 'inc-{number}-{service}',
    archiveAfter: null,
    call: null,
    invitesOnCall: false,
  });
  expect(
    read(section('{ when: { urgencies: [LOW, HIGH], services: [payment api] }, name: "war-{number}" }')),
  ).toMatchObject({
    incident_channels: { when: { urgencies: ['HIGH', 'LOW'], services: ['payment api'] }, name: 'war-{number}' },
  });
  const at = 'line 2: incident_channels';
  expect(problems(section('{ when: { services: [Payment AP] } }'))).toEqual([
    `${at}.when.services[0] names the service "Payment AP", which does not exist. Did you mean "Payment API"?`,
  ]);
  expect(problems(section('{ when: {} }'))).toEqual([`${at}.when must say urgencies, services, or both`]);
  expect(problems(section('{ wen: { urgencies: [HIGH] } }'))).toEqual([
    expect.stringContaining('Did you mean "when"?'),
  ]);
  expect(problems(section('{ name: "inc-{service}" }'))).toEqual([expect.stringContaining('must have {number}')]);
  expect(problems(section('{ name: "{number}-{servise}" }'))).toEqual([
    expect.stringContaining('Did you mean "service"?'),
  ]);
  expect(problems(section('{ name: "Inc {number}" }'))).toEqual([expect.stringContaining('must be as Slack lets')]);
  expect(read(section('{ archive_after: 36h }')).incident_channels?.archiveAfter).toBe(36 * 3_600_000);
  expect(read(section('{ archive_after: never }')).incident_channels?.archiveAfter).toBeNull();
  expect(read(section('{ call: jitsi }')).incident_channels?.call).toBe('https://meet.jit.si/{room}');
  expect(read(section('{ call: "https://zoom.us/j/1?n={number}" }')).incident_channels?.call).toContain('{number}');
  for (const wrong of [
    'http://meet.example.com/{room}',
    'zoom',
    'javascript:alert(1)',
    'https://x.example.com/{team}',
  ]) {
    expect(problems(section(`{ call: "${wrong}" }`))).toEqual([expect.stringContaining('call')]);
  }
  expect(problems(section('{ private: true, archive_after: soon }'))).toEqual([
    expect.stringContaining('private must be false'),
    expect.stringContaining('is not a duration'),
  ]);
  expect(problems(section('{ archive_after: 0s }'))).toEqual([expect.stringContaining('archive_after must be')]);
});

test('the file that is promised is understood as it stands, and says the same when it is exported and read again', () => {
  const document = read(PROMISED);
  expect(document.incident_channels).toEqual({
    when: { urgencies: ['HIGH'], services: null },
    name: 'inc-{number}-{service}',
    archiveAfter: 24 * 3_600_000,
    call: null,
    invitesOnCall: false,
  });
  expect(toIncidentChannelsSection(document.incident_channels ?? DEFAULT_INCIDENT_CHANNELS)).toEqual({
    when: { urgencies: ['HIGH'] },
    archive_after: '1d',
  });
});

test('the whole document is understood, and what it leaves out has its default', () => {
  const document = read(`
workspace:
  default_channel: "#incidents"
  urgency_channels: { HIGH: "#Incidents-Critical" }
  subscriptions: [{ channel: C0123456789 }, { channel: "#leads", urgencies: [LOW, HIGH] }]
  notify: { events: { note_added: true } }
  require_mapped_user: true
  sla: { LOW: { resolve: 24h } }
  acknowledge_reminder: 30m
  roles: [Customer liaison]
  status_channels: [{ channel: "#status", urgencies: [HIGH], services: [Payment API] }]
  update_reminder: 30m
users:
  - { name: Jane Doe, email: Jane@Example.com, role: admin, timezone: Europe/Berlin }
  - { name: Bob, email: bob@example.com, active: false }
groups:
  - { name: payments, users: [jane@example.com, BOB@example.com] }
schedules:
  - name: payments-primary
    timezone: Europe/Berlin
    user_group: payments-oncall
    layers:
      - start: 2026-01-05T09:00
        rotation: 12h
        users: [jane@example.com]
        restrictions: [{ weekdays: [fri, mon], from: 18:00, to: 08:00 }]
    overrides:
      - { from: 2026-02-01T09:00, to: 2026-02-02T09:00, user: bob@example.com, replaces: jane@example.com }
escalation_policies:
  - name: payments
    steps:
      - { after: 90s, notify: [schedule:payments-primary, usergroup:sre] }
      - { after: 60m, notify: [user:Bob@example.com, group:payments, channel:#critical] }
services:
  - { name: Payment API, channel: "#payment-alerts", escalation_policy: payments, sla: { HIGH: { acknowledge: 5m } }, acknowledge_reminder: 90m, links: [{ text: Runbook, url: 'https://wiki.example.com/pay' }] }
  - { name: Search }
`);
  expect(document).toEqual({
    workspace: {
      bot: { icon: null, name: null },
      postMortem: { template: null, channel: null },
      card: { fields: null, labels: [] },
      mention: {},
      defaultChannel: '#incidents',
      urgencyChannels: { HIGH: '#incidents-critical' },
      subscriptions: [
        { channel: 'C0123456789', urgencies: null, services: null, labels: null },
        { channel: '#leads', urgencies: ['HIGH', 'LOW'], services: null, labels: null },
      ],
      notify: {
        urgencies: ['HIGH', 'MEDIUM', 'LOW'],
        events: {
          triggered: true,
          acknowledged: true,
          resolved: true,
          escalated: true,
          sla_breached: true,
          note_added: true,
          summary: true,
        },
      },
      requireMappedUser: true,
      sla: { LOW: { resolve: 86_400_000 } },
      acknowledgeReminder: 1_800_000,
      roles: ['Customer liaison'],
      statusChannels: [{ channel: '#status', urgencies: ['HIGH'], services: ['Payment API'] }],
      updateReminder: 1_800_000,
    },
    users: [
      {
        name: 'Jane Doe',
        email: 'jane@example.com',
        slack_email: null,
        role: 'admin',
        timezone: 'Europe/Berlin',
        active: true,
        contact: [],
        quiet_hours: null,
      },
      {
        name: 'Bob',
        email: 'bob@example.com',
        slack_email: null,
        role: 'responder',
        timezone: null,
        active: false,
        contact: [],
        quiet_hours: null,
      },
    ],
    groups: [{ name: 'payments', users: ['jane@example.com', 'bob@example.com'] }],
    schedules: [
      {
        name: 'payments-primary',
        timezone: 'Europe/Berlin',
        user_group: 'payments-oncall',
        hand_off: null,
        layers: [
          {
            start: '2026-01-05T09:00',
            rotation: '12h',
            users: ['jane@example.com'],
            restrictions: [{ weekdays: ['mon', 'fri'], from: '18:00', to: '08:00' }],
          },
        ],
        overrides: [
          { from: '2026-02-01T09:00', to: '2026-02-02T09:00', user: 'bob@example.com', replaces: 'jane@example.com' },
        ],
      },
    ],
    escalation_policies: [
      {
        name: 'payments',
        repeat: 0,
        repeat_after: null,
        urgencies: null,
        steps: [
          { after: '1m30s', notify: ['schedule:payments-primary', 'usergroup:sre'] },
          { after: '1h', notify: ['user:bob@example.com', 'group:payments', 'channel:#critical'] },
        ],
      },
    ],
    services: [
      {
        name: 'Payment API',
        channel: '#payment-alerts',
        channels: [],
        mention: {},
        escalation_policy: 'payments',
        sla: { HIGH: { acknowledge: '5m' } },
        acknowledge_reminder: '1h30m',
        delay: null,
        depends_on: [],
        connection: null,
        shared_with: [],
        resolve_after_silence: null,
        group: null,
        flapping: null,
        links: [{ text: 'Runbook', url: 'https://wiki.example.com/pay' }],
      },
      {
        name: 'Search',
        channel: null,
        channels: [],
        mention: {},
        escalation_policy: null,
        sla: {},
        acknowledge_reminder: null,
        delay: null,
        depends_on: [],
        connection: null,
        shared_with: [],
        resolve_after_silence: null,
        group: null,
        flapping: null,
        links: [],
      },
    ],
  });
});

test('an empty file says nothing', () => {
  expect(read('')).toEqual({});
  expect(read('# only a comment\n')).toEqual({});
});

test('every problem is reported at once, in the order of its lines', () => {
  expect(
    problems(`workspace:
  default_chanel: "#x"
users:
  - { name: A, email: nope }
  - { name: B, email: b@x, role: adminn }
services:
  - name: S
    escalation_policy: nowhere
  - channel: "#x"
`),
  ).toEqual([
    'line 2: workspace.default_chanel is not a known setting. Did you mean "default_channel"?',
    'line 4: users[0].email "nope" is not an e-mail address such as jane@example.com',
    'line 5: users[1].role is "adminn", which is not one of admin, responder, viewer. Did you mean "admin"?',
    'line 8: services[0].escalation_policy names the escalation policy "nowhere", which does not exist.',
    'line 9: services[1].name is missing',
  ]);
});

test.each([
  ['servces: []', 'line 1: servces is not a known setting. Did you mean "services"?'],
  [
    'workspace: { urgency_channels: { high: "#a" } }',
    'line 1: workspace.urgency_channels.high is not a known setting. Did you mean "HIGH"?',
  ],
  [
    'workspace: { notify: { events: { trigered: true } } }',
    'line 1: workspace.notify.events.trigered is not a known setting. Did you mean "triggered"?',
  ],
  [
    'users: [{ name: A, email: a@x, shoe_size: 43 }]',
    'line 1: users[0].shoe_size is not a known setting. Known here: name, email, slack_email, role, timezone, active, contact, quiet_hours.',
  ],
])('an unknown setting is an error that names the nearest one: %s', (yaml, problem) => {
  expect(problems(yaml)).toEqual([problem]);
});

test.each([
  [
    'a channel that YAML took for a comment',
    'workspace:\n  default_channel: #incidents',
    /line 2: .* is empty\. In YAML # begins a comment: put the channel in quotes/,
  ],
  [
    'a channel without #',
    'workspace: { default_channel: incidents }',
    /"incidents" is not a channel.* Did you mean "#incidents"\?/,
  ],
  ['a channel with a space', 'workspace: { default_channel: "#a b" }', /"#a b" is not a channel/],
  ['a section without anything', 'services:', /line 1: services is empty: give it a value, or remove the line/],
  ['a list that is none', 'users: { a: 1 }', /users must be a list, not a mapping/],
  ['a mapping that is none', 'workspace: [a]', /workspace must be a mapping, not a list/],
  ['a number for a text', 'services: [{ name: 12 }]', /services\[0\]\.name must be text, not 12: put it in quotes/],
  ['a text for a yes or no', 'workspace: { require_mapped_user: "no" }', /must be true or false, not "no"/],
  ['an empty name', 'services: [{ name: " " }]', /services\[0\]\.name must not be empty/],
  ['a name of two lines', 'services: [{ name: "a\\nb" }]', /must be one line of readable text/],
  ['a very long name', `services: [{ name: ${'x'.repeat(101)} }]`, /is longer than 100 characters/],
  ['no urgencies', 'workspace: { notify: { urgencies: [] } }', /must name at least one of HIGH, MEDIUM, LOW/],
  [
    'an unknown zone',
    'users: [{ name: A, email: a@x, timezone: Europe/Berln }]',
    /not a time zone.* Did you mean "Europe\/Berlin"\?/,
  ],
  ['a duration in words', policy('after: 5 minutes, notify: [usergroup:a]'), /"5 minutes" is not a duration .* 5m/],
  ['a target of an unknown kind', policy('after: 0s, notify: [team:a]'), /"team:a" is not a target: write user:EMAIL/],
  ['a target channel without #', policy('after: 0s, notify: [channel:a]'), /"a" is not a channel/],
  ['a step that notifies nobody', policy('after: 0s, notify: []'), /steps\[0\]\.notify must notify somebody/],
  [
    'an SLA of no time',
    'services: [{ name: A, sla: { LOW: { resolve: 0s } } }]',
    /sla\.LOW\.resolve must be longer than 0s/,
  ],
  [
    'an SLA without targets',
    'services: [{ name: A, sla: { LOW: {} } }]',
    /sla\.LOW must say acknowledge, resolve, or both/,
  ],
  ['a rotation of unknown length', schedule('start: 2026-01-05T09:00, rotation: weakly'), /"weakly" is not a rotation/],
  [
    'a day that no calendar has',
    schedule('start: 2026-02-30T09:00, rotation: daily'),
    /"2026-02-30T09:00" is not a date and time/,
  ],
  ['two documents', 'users: []\n---\nusers: []', /line 2: .* remove the line with ---/],
  [
    'aliases that stand for aliases',
    [
      'a: &a [1]',
      ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`),
    ].join('\n'),
    /aliases \(\*name\) stand for more than can be read/,
  ],
  ['broken YAML', 'a: [1\nb: 2', /is not valid YAML/],
  ['an alias without an anchor', 'a: *b', /is not valid YAML: Unresolved alias/],
  ['a key twice', 'users: []\nusers: []', /line 2: the file is not valid YAML: Map keys must be unique/],
])('%s is a problem that says what to write', (_what, yaml, expected) => {
  expect(problems(yaml)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
});

function policy(step: string): string {
  return `escalation_policies: [{ name: p, steps: [{ ${step} }] }]`;
}

function schedule(layer: string): string {
  return `{ users: [{ name: A, email: a@x }], schedules: [{ name: s, timezone: UTC, layers: [{ users: [a@x], ${layer} }] }] }`;
}

test('an override has to end after it begins', () => {
  const override = '{ from: 2026-02-01T09:00, to: 2026-02-01T09:00, user: a@x }';
  expect(
    problems(`users: [{ name: A, email: a@x }]\nschedules: [{ name: s, timezone: UTC, overrides: [${override}] }]`),
  ).toEqual(['line 2: schedules[0].overrides[0].to must end after it begins']);
});

test('a policy that repeats needs a delay somewhere', () => {
  const policy = (repeat: number, ...delays: string[]) =>
    `escalation_policies: [{ name: p, repeat: ${repeat}, steps: [${delays.map((after) => `{ after: ${after}, notify: ["channel:#a"] }`).join(', ')}] }]`;
  expect(problems(policy(1, '0s', '0m'))).toEqual([
    'line 1: escalation_policies[0].repeat would page everybody again at once: say `repeat_after: 10m`, or give at least one step a delay, such as `after: 10m`',
  ]);
  const after = policy(1, '0s').replace('repeat: 1', 'repeat: 1, repeat_after: 5m');
  expect([policy(0, '0s', '0s'), policy(1, '0s', '10m'), after].flatMap((yaml) => problems(yaml))).toEqual([]);
});

test('nothing may have the same name or e-mail twice, in whatever case', () => {
  expect(
    problems(`users:
  - { name: A, email: a@x }
  - { name: B, email: A@x }
services:
  - { name: Payment API }
  - { name: payment api }
`),
  ).toEqual([
    'line 3: users[1].email "A@x" is already used on line 2',
    'line 6: services[1].name "payment api" is already used on line 5',
  ]);
});

test('two users may have the same name', () => {
  expect(problems('users: [{ name: A, email: a@x }, { name: A, email: b@x }]')).toEqual([]);
});

test('whoever and whatever is named must exist', () => {
  expect(
    problems(`users: [{ name: A, email: jane@x }]
groups: [{ name: g, users: [jan@x] }]
schedules:
  - name: primary
    timezone: UTC
    layers: [{ start: 2026-01-05T09:00, rotation: daily, users: [bob@y] }]
    overrides: [{ from: 2026-01-05T09:00, to: 2026-01-06T09:00, user: bob@y, replaces: carol@z }]
escalation_policies:
  - { name: p, steps: [{ after: 0s, notify: [user:bob@y, group:h, schedule:primry, usergroup:any, "channel:#any"] }] }
`),
  ).toEqual([
    'line 2: groups[0].users[0] names the user "jan@x", which does not exist. Did you mean "jane@x"?',
    'line 6: schedules[0].layers[0].users[0] names the user "bob@y", which does not exist.',
    'line 7: schedules[0].overrides[0].user names the user "bob@y", which does not exist.',
    'line 7: schedules[0].overrides[0].replaces names the user "carol@z", which does not exist.',
    'line 9: escalation_policies[0].steps[0].notify[0] names the user "bob@y", which does not exist.',
    'line 9: escalation_policies[0].steps[0].notify[1] names the group "h", which does not exist.',
    'line 9: escalation_policies[0].steps[0].notify[2] names the schedule "primry", which does not exist. Did you mean "primary"?',
  ]);
});

test('a section that the file leaves out is looked up in the database', () => {
  const yaml = 'services: [{ name: A, escalation_policy: payments }]';
  expect(problems(yaml, { escalation_policies: ['payments'] })).toEqual([]);
  expect(problems(yaml, { escalation_policies: ['payment'] })).toEqual([
    'line 1: services[0].escalation_policy names the escalation policy "payments", which does not exist. Did you mean "payment"?',
  ]);
  expect(problems(`${yaml}\nescalation_policies: []`, { escalation_policies: ['payments'] })).toHaveLength(1);
});
