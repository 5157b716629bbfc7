import { describe, expect, it } from '@jest/globals';
import type { Incident } from '../../../src/incidents/types.ts';
import { HOUR, MINUTE } from '../../../src/lib/clock.ts';
import type { SlaStatus } from '../../../src/oncall/sla.ts';
import { type CardContent, incidentCard } from '../../../src/slack/cards/incident-card.ts';
import { bob, jane, NOW, PAGE_URL, row } from '../fixtures.ts';
import { blocksOf, controlsOf, textsOf } from './reading.ts';

const TRIGGERED = '<!date^1767603480^{ago}|2026-01-05 08:58 UTC>';
const JUST_NOW = '<!date^1767603600^{ago}|2026-01-05 09:00 UTC>';

function card(changes: Partial<Incident> = {}, around: Partial<CardContent> = {}) {
  return incidentCard({ ...row(changes), ...around });
}

/** The card's fields by name. */
function fields(changes: Partial<Incident> = {}, around: Partial<CardContent> = {}): Record<string, string> {
  const all = blocksOf(card(changes, around)).flatMap((block) =>
    block.type === 'section' ? (block.fields ?? []) : [],
  );
  return Object.fromEntries(
    all.map(({ text }) => {
      const [name = '', ...value] = text.split('\n');
      return [name.replaceAll('*', ''), value.join('\n')];
    }),
  );
}

function texts(changes: Partial<Incident> = {}, around: Partial<CardContent> = {}): string {
  return textsOf(blocksOf(card(changes, around))).join('\n');
}

describe('a card', () => {
  it('says the urgency in its first line, then the title, linked to the incident page', () => {
    expect(textsOf(card().blocks ?? [])).toEqual([`🔴 HIGH\n*<${PAGE_URL}|INC-42: Database Connection Timeout>*`]);
  });

  it('has a text that reads well on a phone', () => {
    expect(card().text).toBe('🔴 HIGH INC-42: Database Connection Timeout — Payment API');
    expect(card({ urgency: 'LOW' }, { service: null }).text).toBe('🔵 LOW INC-42: Database Connection Timeout');
    expect(card({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } }).text).toBe(
      '🔴 HIGH INC-42: Database Connection Timeout — Payment API (acknowledged by @jane)',
    );
  });

  it('shows the service, the urgency, the status and since when', () => {
    expect(fields()).toEqual({ Service: 'Payment API', Urgency: '🔴 HIGH', Status: 'Open', Triggered: TRIGGERED });
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
      Components: 'db-3, pool &lt;a&gt;',
      Source: '<https://prom.example/g?a=1&amp;b=2|prometheus>',
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

  it('has a colour bar: red, yellow or blue by urgency, green once resolved', () => {
    const resolved = { state: { status: 'RESOLVED', by: jane, at: NOW, note: null } } as const;
    const colors = [card(), card({ urgency: 'MEDIUM' }), card({ urgency: 'LOW' }), card(resolved)].map(
      ({ attachments }) => attachments?.[0]?.color,
    );
    expect(colors).toEqual(['#d92d20', '#ecb22e', '#2e7cf6', '#2eb67d']);
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

  it('says who has it', () => {
    expect(fields({ state: { status: 'ACKNOWLEDGED', by: jane, at: NOW } })).toMatchObject({
      Status: 'Acknowledged',
      'Acknowledged by': `@jane, ${JUST_NOW}`,
    });
  });

  it('says until when it is snoozed, and keeps its buttons', () => {
    const snoozed = { state: { status: 'SNOOZED', by: jane, at: NOW, until: NOW + HOUR } } as const;
    expect(fields(snoozed)).toMatchObject({
      Status: 'Snoozed until <!date^1767607200^{date_short_pretty} at {time}|2026-01-05 10:00 UTC>',
      'Snoozed by': `@jane, ${JUST_NOW}`,
    });
    expect(controlsOf(blocksOf(card(snoozed)))).toEqual([
      'Acknowledge',
      'Resolve',
      'Snooze',
      'View in OpsKnight',
      'overflow',
    ]);
    expect(textsOf(blocksOf(card(snoozed)))).toContain('Wake it up');
  });

  it('has, once resolved, the link to its page and Reopen, the duration and the resolution', () => {
    const resolved = {
      openedAt: NOW - 72 * MINUTE,
      state: { status: 'RESOLVED', by: bob, at: NOW, note: 'Restarted <pool> & went home' },
    } as const;
    expect(controlsOf(blocksOf(card(resolved)))).toEqual(['View in OpsKnight', 'overflow']);
    expect(textsOf(blocksOf(card(resolved))).filter((text) => /Reopen|Escalate|Hand|Wake/.test(text))).toEqual([
      'Reopen',
    ]);
    expect(textsOf(card(resolved).blocks ?? [])).toEqual([
      `✅ Resolved\n*<${PAGE_URL}|INC-42: Database Connection Timeout>*`,
    ]);
    expect(fields(resolved)).toMatchObject({
      Status: 'Resolved',
      'Resolved by': `@bob via Slack, ${JUST_NOW}`,
      Duration: '1 h 12 min',
    });
    expect(texts(resolved)).toContain('*Resolution*\nRestarted &lt;pool&gt; &amp; went home');
  });

  it('links addresses in the description, and cuts a long one', () => {
    expect(texts({ description: 'See https://wiki.example/a?b&c.' })).toContain(
      'See <https://wiki.example/a?b&amp;c>.',
    );
    expect(texts({ description: 'word '.repeat(1_000) })).toMatch(/word…$/m);
  });

  it('pings no one', () => {
    expect(texts({ title: '<!channel> @here' })).toContain('INC-42: &lt;!channel&gt; @here');
    expect(JSON.stringify(card({ title: '@here' }))).not.toContain('"verbatim":false');
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
  const sla = (acknowledge: SlaStatus | null, resolve: SlaStatus | null) =>
    textsOf(blocksOf(incidentCard({ ...row(), sla: { acknowledge, resolve } }))).find((text) =>
      text.startsWith('*SLA*'),
    );

  it('says what is due, standing still or missed; what was met needs no words', () => {
    const date = '<!date^1767604320^{date_short_pretty} at {time}|2026-01-05 09:12 UTC>';
    expect(sla({ state: 'due', at, remaining: 12 * MINUTE }, null)).toBe(
      `*SLA*\nAcknowledge due <!date^1767604320^{ago}|in 12 min>, ${date}`,
    );
    expect(sla({ state: 'met', at }, { state: 'paused', remaining: 2 * HOUR })).toBe('*SLA*\nResolve paused, 2 h left');
    expect(sla({ state: 'breached', at }, { state: 'met', at })).toBe(`*SLA*\nAcknowledge ⚠️ breached: was due ${date}`);
    expect(sla({ state: 'met', at }, null)).toBeUndefined();
  });
});
