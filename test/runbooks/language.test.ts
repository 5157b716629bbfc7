import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { channelName } from '../../src/runbooks/channel-name.ts';
import { parseSettings } from '../../src/settings/parse.ts';
import { formatProblem } from '../../src/settings/problems.ts';
import { runbookJsonSchema } from '../../src/settings/schema/runbooks/json-schema.ts';
import type { RunbookFacts } from '../../src/settings/schema/runbooks/placeholders.ts';

function read(yaml: string, file?: string) {
  const parsed = parseSettings(yaml, { services: ['Payment API'], schedules: ['payments'] }, file);
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.document.runbooks ?? [];
}

function problems(yaml: string): string[] {
  const parsed = parseSettings(yaml, { services: ['Payment API'], schedules: ['payments'] });
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

/** What the documentation shows, without the indentation that a web page loses when it is copied. */
const COPIED = `- Action Type: Slack
Operation: Create Channel
Name: "incident-[incident.id]"
Description: "Channel for incident [incident.id]"
AddUsers: ["@oncall", "@sre-team"]
- Action Type: Slack
Operation: Send Message
Channel: "#[incident.channel]"
Message: "🚨 [incident.severity] incident detected in [incident.service]"
Blocks:
- Type: section
Text: "*Impact*: [incident.description]"
- Action Type: Slack
Operation: Create Thread
Channel: "#[incident.channel]"
Message: "Updates for incident [incident.id]"
ThreadUpdates: true
`;

test('the documented steps mean the same as they stand, copied without indentation, and in our own spelling', () => {
  const asDocumented = read(readFileSync('examples/runbooks/documented.yml', 'utf8'), 'documented.yml');
  const own = read(`
runbooks:
  - name: documented
    steps:
      - { action: slack.create_channel, name: "incident-[incident.id]", description: "Channel for incident [incident.id]", add_users: ["@oncall", "@sre-team"] }
      - action: slack.send_message
        channel: "#[incident.channel]"
        message: "🚨 [incident.severity] incident detected in [incident.service]"
        blocks: [{ type: section, text: { type: mrkdwn, text: "*Impact*: [incident.description]" } }]
      - { action: slack.create_thread, channel: "#[incident.channel]", message: "Updates for incident [incident.id]", thread_updates: true }
`);
  expect(asDocumented).toEqual(own);
  expect(read(COPIED, 'documented.yml')).toEqual(own);
});

test('a runbook without a trigger is begun by hand, and what is left of one ends with its incident', () => {
  const [byHand, triggered] = read(`
runbooks:
  - { name: by hand, steps: [{ action: add_note, text: "[incident.id]" }] }
  - name: at night
    trigger: { on: [resolved, opened], urgencies: [LOW, HIGH], services: [payment api], between: { from: "22:00", to: "06:00", timezone: Europe/Berlin } }
    steps: [{ action: wait, at_most: 90s, until: acknowledged }]
`);
  expect(byHand).toMatchObject({ trigger: null, when_resolved: 'cancel', max_concurrent: 10 });
  expect(triggered?.trigger).toMatchObject({ on: ['opened', 'resolved'], urgencies: ['HIGH', 'LOW'], labels: null });
  expect(triggered?.steps).toEqual([{ action: 'wait', at_most: '1m30s', until: 'acknowledged' }]);
});

test('every mistake is told in its place, in the words in which it is written', () => {
  const told = problems(`runbooks:
  - name: wrong
    trigger: { on: opend, services: [Payment AP] }
    steps:
      - Action Type: Slack
        Operation: Create Chanel
      - Action Type: Slack
        Operation: Send Message
        Chanel: "#ops"
        Message: "[incident.sevrity]"
      - action: slack.create_channel
        name: "Not For Slack"
        add_users: ["@on call", "schedule:payment"]
      - action: slack.send_message
        channel: ops
        message: Hi
        blocks: [{ Type: secton, Text: "[oncall.name]" }]
      - text: nothing
`);
  expect(told).toEqual([
    expect.stringMatching(/^line 3, column 16: runbooks\[0\]\.trigger\.on.* is "opend".* Did you mean "opened"\?$/),
    expect.stringContaining('names the service "Payment AP", which does not exist. Did you mean "Payment API"?'),
    expect.stringMatching(/^line 6, column 9: .*"Create Chanel".*Did you mean "slack.create_channel"\?$/),
    expect.stringMatching(/^line 7, column 9: .*steps\[1\]\.channel is missing$/),
    expect.stringMatching(/^line 9, column 9: .*\.Chanel is not a known setting\. Did you mean "channel"\?$/),
    expect.stringMatching(/^line 10, column 9: .*\.Message has \[incident\.sevrity\].*"incident\.severity"\?$/),
    expect.stringMatching(/^line 12, column 9: .*\.name must be as Slack lets/),
    expect.stringMatching(/^line 13, column 21: .*"@on call" is nobody/),
    expect.stringContaining('names the schedule "payment", which does not exist. Did you mean "payments"?'),
    expect.stringMatching(/^line 15, column 9: .*"ops" is not a channel/),
    expect.stringMatching(/^line 17, column 18: .*\[oncall\.name\].*"oncall\.names"\?$/),
    expect.stringMatching(/^line 17, column 20: .*"secton".*Did you mean "section"\?$/),
    expect.stringMatching(/^line 18, column 9: .*must say what it does/),
  ]);
});

test('every example is right, and editors know all that runbooks can say', () => {
  const files = readdirSync('examples/runbooks');
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect(read(readFileSync(`examples/runbooks/${file}`, 'utf8'), file)).not.toEqual([]);
  expect(JSON.stringify(runbookJsonSchema())).toContain('slack.create_thread');
});

test.each([
  ['🔥🔥', 'inc-7'],
  ['<!channel> is *down*', 'channel-is-down'],
  ['-_-', 'inc-7'],
])('a channel is called as Slack lets channels be called, whatever the title: %s', (title, name) => {
  const facts = { 'incident.title': title, 'incident.number': 'INC-7' } as RunbookFacts;
  expect(channelName('#[incident.title]', facts)).toBe(name);
});
