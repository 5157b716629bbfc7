import { describe, expect, it } from '@jest/globals';
import { linksIn } from '../../../src/incidents/links.ts';
import type { Incident } from '../../../src/incidents/types.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { SlaStatus } from '../../../src/oncall/sla.ts';
import { type CardContent, incidentCard } from '../../../src/slack/cards/incident-card.ts';
import { bob, jane, NOW, PAGE_URL, row } from '../fixtures.ts';
import { blocksOf, controlsOf, textsOf, writtenIn } from './reading.ts';

const TRIGGERED = '<!date^1767603480^{ago}|2026-01-05 08:58 UTC>';
const JUST_NOW = '<!date^1767603600^{ago}|2026-01-05 09:00 UTC>';

function card(changes: Partial<Incident> = {}, around: Partial<CardContent> = {}) {
  return incidentCard({ ...row(changes), ...around });
}

/** The card's details by name. */
function fields(changes: Partial<Incident> = {}, around: Partial<CardContent> = {}): Record<string, string> {
  const [details = ''] = textsOf(card(changes, around).attachments?.[0]?.blocks ?? []);
  const named = details.split(/\n| · /).flatMap((part) => [/^\*(.+)\* (.+)$/.exec(part) ?? []]);
  return Object.fromEntries(named.flatMap(([, name, value]) => (name && value ? [[name, value]] : [])));
}

function texts(changes: Partial<Incident> = {}, around: Partial<CardContent> = {}): string {
  return textsOf(blocksOf(card(changes, around))).join('\n');
}

describe('a card', () => {
  it('says urgency and state in its first line, then the title, linked to the incident page', () => {
    expect(textsOf(card().blocks ?? [])).toEqual([
      `🔴 HIGH · Open\n*<${PAGE_URL}|INC-42: Database Connection Timeout>*`,
    ]);
  });

  it('has a text that reads well on a phone', () => {
    expect(card().text).toBe('🔴 HIGH INC-42: Database Connection Timeout — Payment API');
    expect(card({ urgency: 'LOW' }, { service: null }).text).toBe('🔵 LOW INC-42: Database Connection Timeout');
    expect(card({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } }).text).toBe(
      '🔴 HIGH · Acknowledged by @jane: INC-42: Database Connection Timeout — Payment API',
    );
  });

  it('shows the service, and since when; urgency and status are said once, in the first line', () => {
    expect(fields()).toEqual({ Service: 'Payment API', Triggered: TRIGGERED });
  });

  it('shows components, the source linked to the monitor, and how many alerts there were', () => {
    expect(
      fields({
        components: ['db-3', 'pool <a>'],
        source: 'prometheus',
        url: 'https://prom.example/g?a=1&b=2',
        alertCount: 12,
      }),
    ).toMatchObject({
      Components: 'db-3, pool <a>',
      Source: '<https://prom.example/g?a=1&b=2|prometheus>',
      Alerts: '12',
    });
  });

  it('shows a source whose address is no web page as text', () => {
    expect(fields({ source: 'nagios', url: 'javascript:alert(1)' })).toMatchObject({ Source: 'nagios' });
    expect(fields({ url: 'ftp://files.example' })).not.toHaveProperty('Source');
  });

  it('shows the real host beside a source, or an address in the description, that reads as another', () => {
    expect(fields({ source: 'https://bank.example', url: 'https://evil.example/login' })).toMatchObject({
      Source: '<https://evil.example/login|https://bank.example> (evil.example)',
    });
    expect(fields({ source: 'prom.example', url: 'https://prom.example/g' })).toMatchObject({
      Source: '<https://prom.example/g|prom.example>',
    });
    expect(texts({ description: '[https://bank.example](https://evil.example)' })).toContain(
      '[<https://bank.example>](<https://evil.example>)',
    );
    expect(texts({ description: 'https://bank.example@evil.example/x' })).toContain(
      '<https://bank.example@evil.example/x> (evil.example)',
    );
  });

  it('says which person opened it', () => {
    expect(fields({ openedBy: bob })).toMatchObject({ Triggered: `${TRIGGERED} by @bob via Slack` });
  });

  it('has a colour bar: red, yellow or blue by urgency, calmer once somebody has it or it sleeps, green once resolved', () => {
    const resolved = { state: { status: 'RESOLVED', by: jane, at: NOW, note: null } } as const;
    const held = { state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } } as const;
    const asleep = { state: { status: 'SNOOZED', by: jane, at: NOW, until: NOW + HOUR } } as const;
    const colors = [
      card(),
      card({ urgency: 'MEDIUM' }),
      card({ urgency: 'LOW' }),
      card(held),
      card(asleep),
      card(resolved),
    ];
    expect(colors.map(({ attachments }) => attachments?.[0]?.color)).toEqual([
      ...['#d92d20', '#ecb22e', '#2e7cf6'],
      ...['#e8a29d', '#e8a29d', '#2eb67d'],
    ]);
  });

  it('offers Acknowledge, Resolve, Snooze and View', () => {
    expect(controlsOf(blocksOf(card()))).toEqual(['Acknowledge', 'Resolve', 'Snooze', 'View in OpsKnight', 'overflow']);
    expect(blocksOf(card()).at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        { action_id: 'ack_incident', value: '42', style: 'primary' },
        { action_id: 'resolve_incident', value: '42' },
        {
          action_id: 'snooze_incident',
          options: [
            { text: { text: '15 minutes' }, value: '42:15m' },
            { text: { text: '30 minutes' }, value: '42:30m' },
            { text: { text: '1 hour' }, value: '42:1h' },
            { text: { text: '4 hours' }, value: '42:4h' },
            { text: { text: 'Custom…' }, value: '42:custom' },
          ],
        },
        { action_id: 'view_incident', value: '42', url: PAGE_URL },
        { action_id: 'more_incident' },
      ],
    });
  });

  it('says Acknowledged ✓ once somebody has it, on a button that still answers', () => {
    const acknowledged = card({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } });
    expect(controlsOf(blocksOf(acknowledged))).toEqual([
      ...['Acknowledged ✓', 'Resolve', 'Snooze', 'View in OpsKnight'],
      'overflow',
    ]);
    expect(blocksOf(acknowledged).at(-1)).toMatchObject({
      elements: [{ action_id: 'ack_incident', value: '42' }, {}, {}, {}, { action_id: 'more_incident' }],
    });
  });

  it('says who has it, and since when', () => {
    const held = { state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } } as const;
    expect(texts(held)).toContain('🔴 HIGH · Acknowledged by @jane\n');
    expect(fields(held)).toMatchObject({ Acknowledged: JUST_NOW });
  });

  it('says until when it is snoozed, and keeps its buttons', () => {
    const snoozed = { state: { status: 'SNOOZED', by: jane, at: NOW, until: NOW + HOUR } } as const;
    expect(texts(snoozed)).toContain(
      '💤 Snoozed <!date^1767607200^until {date_short_pretty} at {time}|until 2026-01-05 10:00 UTC> · 🔴 HIGH\n',
    );
    expect(fields(snoozed)).toMatchObject({ Snoozed: `${JUST_NOW} by @jane` });
    expect(controlsOf(blocksOf(card(snoozed)))).toEqual([
      'Acknowledge',
      'Resolve',
      'Snooze',
      'View in OpsKnight',
      'overflow',
    ]);
    expect(textsOf(blocksOf(card(snoozed)))).toContain('Wake it up');
  });

  it('is short once resolved: who, when, how long it took, the resolution, the link to its page and Reopen', () => {
    const resolved = {
      openedAt: NOW - 72 * MINUTE,
      state: { status: 'RESOLVED', by: bob, at: NOW, note: 'Restarted <pool> & went home' },
    } as const;
    expect(controlsOf(blocksOf(card(resolved)))).toEqual(['View in OpsKnight', 'overflow']);
    expect(textsOf(blocksOf(card(resolved))).filter((text) => /Reopen|Escalate|Hand|Wake/.test(text))).toEqual([
      'Reopen',
    ]);
    expect(textsOf(card(resolved).blocks ?? [])).toEqual([
      `✅ Resolved by @bob via Slack after 1 h 12 min\n*<${PAGE_URL}|INC-42: Database Connection Timeout>*`,
    ]);
    expect(textsOf(card(resolved).attachments?.[0]?.blocks ?? []).slice(0, 2)).toEqual([
      'Payment API · HIGH · <!date^1767599280^triggered {date_short_pretty} at {time}|triggered 2026-01-05 07:48 UTC> · <!date^1767603600^resolved {date_short_pretty} at {time}|resolved 2026-01-05 09:00 UTC>',
      '*Resolution* Restarted <pool> & went home',
    ]);
    expect(texts({ ...resolved, description: 'It was long.' })).not.toContain('It was long.');
  });

  it('links addresses in the description, and cuts a long one', () => {
    expect(texts({ description: 'See https://wiki.example/a?b&c.' })).toContain('See <https://wiki.example/a?b&c>.');
    expect(texts({ description: 'word '.repeat(1_000) })).toMatch(/word…$/m);
  });

  it('pings no one', () => {
    const nobody = card({ title: '<!channel> @here <@U1>' });
    expect(textsOf(nobody.blocks ?? [])[0]).toContain('INC-42: <!channel> @here <@U1>');
    expect(nobody.text).toContain('INC-42: &lt;!channel&gt; @here &lt;@U1&gt;');
    expect(JSON.stringify(nobody)).not.toMatch(/mrkdwn|"user"|broadcast/);
  });

  it("leaves can't as can't", () => {
    expect(texts({ title: "can't connect" })).toContain("INC-42: can't connect");
  });

  it('says so when it comes late, or in another channel than it was meant for', () => {
    expect(texts({}, { lateBy: 12 * MINUTE, reroutedFrom: '#payment-alerts' })).toContain(
      "↪️ Meant for #payment-alerts, where OpsKnight can't post.\n(delayed by 12 min)",
    );
  });

  it('has a title even when the alert has none to show', () => {
    expect(card({ title: '\u0000 \n' }).text).toBe('🔴 HIGH INC-42: Untitled — Payment API');
  });
});

describe('the ⋯ menu', () => {
  const offered = (changes: Partial<Incident>) =>
    JSON.stringify(card(changes)).match(/Escalate now|Restart escalation|Hand it back/g) ?? [];

  it('offers only what is possible', () => {
    const policy = { name: 'payments', repeat: 0, repeatAfter: null, urgencies: null, steps: [] };
    const escalation = { cycle: 0, step: 1, policy, isHeld: false, reached: [] };
    const held = { by: jane, at: NOW };
    expect(offered({ escalation: null })).toEqual([]);
    expect(offered({ escalation })).toEqual(['Escalate now', 'Restart escalation']);
    expect(offered({ escalation, state: { status: 'ACKNOWLEDGED', ...held } })).toEqual([
      'Escalate now',
      'Hand it back',
    ]);
    expect(offered({ escalation: null, state: { status: 'ACKNOWLEDGED', ...held } })).toEqual(['Hand it back']);
    expect(offered({ escalation, state: { status: 'SNOOZED', until: NOW, ...held } })).toEqual([]);
  });
});

describe('SLA on the card', () => {
  const at = NOW + 12 * MINUTE;
  const sla = (acknowledge: SlaStatus | null, resolve: SlaStatus | null, changes: Partial<Incident> = {}) =>
    texts(changes, { sla: { acknowledge, resolve } })
      .split('\n')
      .find((line) => line.includes('SLA'));
  const due = (remaining: number): SlaStatus => ({ state: 'due', at: NOW + remaining, remaining });
  const by = '<!date^1767604320^by {date_short_pretty} at {time}|by 2026-01-05 09:12 UTC>';

  it('is a line when it matters: due soon, or missed', () => {
    expect(sla(due(12 * MINUTE), due(20 * MINUTE))).toBe(
      '⏱️ SLA: to be acknowledged <!date^1767604320^{ago}|in 12 min>',
    );
    expect(sla({ state: 'breached', at }, null)).toBe(`⚠️ SLA breached: was to be acknowledged ${by}`);
    expect(sla({ state: 'met', at }, { state: 'breached', at })).toBe(`⚠️ SLA breached: was to be resolved ${by}`);
  });

  it('is none when there is time, the clock stands still, or what was late is done', () => {
    expect(sla(due(2 * HOUR), due(3 * HOUR))).toBeUndefined();
    expect(sla({ state: 'met', at }, { state: 'paused', remaining: MINUTE })).toBeUndefined();
    expect(sla({ state: 'breached', at }, null, { firstAcknowledgedAt: NOW })).toBeUndefined();
    const resolved = { status: 'RESOLVED', by: jane, at: NOW, note: null } as const;
    expect(sla(null, { state: 'breached', at }, { state: resolved })).toBeUndefined();
  });
});

describe('text from outside', () => {
  const ODD = [
    'Cert for *.acme.com expires',
    '__init__',
    '*/5 * * * *',
    ':fire:',
    '`rm -rf` ~now~',
    'a | b & <c>',
    '_x_ *y*',
  ];

  it.each(ODD)('is shown as it is written: %s', (text) => {
    const all = card(
      {
        title: text,
        description: text,
        components: [text],
        source: text,
        url: 'https://prom.example',
        openedBy: { ...bob, name: text },
      },
      { service: { name: text }, links: [{ text, url: 'https://wiki.example/runbook' }] },
    );
    const shown = writtenIn(blocksOf(all));
    expect(shown.split(text).length - 1).toBe(7);
    expect(JSON.stringify(all)).not.toContain('mrkdwn');
  });

  it('does not turn the reading direction of its neighbours', () => {
    expect(texts({ title: 'שרת נפל 42' })).toContain('INC-42: \u2068שרת נפל 42\u2069');
  });
});

describe('links and pictures', () => {
  const lineOf = (links: { text: string; url: string }[]) =>
    texts({}, { links })
      .split('\n')
      .find((line) => line.startsWith('🔗'));

  it('are a line of links, each address once, with the real host beside a label that reads as another', () => {
    expect(
      lineOf([
        { text: 'Runbook', url: 'https://wiki.example/pay' },
        { text: 'The same', url: 'https://wiki.example/pay' },
        { text: 'bank.example', url: 'https://evil.example/x' },
        { text: 'Nowhere', url: 'javascript:alert(1)' },
      ]),
    ).toBe('🔗 <https://wiki.example/pay|Runbook> · <https://evil.example/x|bank.example> (evil.example)');
    expect(lineOf([])).toBeUndefined();
  });

  it('come with the alert in its details, whatever else is in there', () => {
    const links = [
      { text: 'Runbook', url: 'https://wiki.example/pay' },
      { url: 'https://a.example' },
      'x',
      { text: 'y' },
    ];
    expect(linksIn({ links, images: 'none' })).toEqual({
      links: [
        { text: 'Runbook', url: 'https://wiki.example/pay' },
        { text: 'https://a.example', url: 'https://a.example' },
      ],
      images: [],
    });
    expect(linksIn(null)).toEqual({ links: [], images: [] });
  });

  it('show a picture that is public, while the incident is open', () => {
    const imageUrl = 'https://graphs.example.com/cpu.png';
    expect(card({}, { imageUrl }).attachments?.[1]?.image_url).toBe(imageUrl);
    expect(card({}, { imageUrl: 'https://10.0.0.5/cpu.png' }).attachments).toHaveLength(1);
    const resolved = { status: 'RESOLVED', by: jane, at: NOW, note: null } as const;
    expect(card({ state: resolved }, { imageUrl }).attachments).toHaveLength(1);
  });
});
