import { describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/lib/clock.ts';
import { type House, startHouse } from './support.ts';

const TRIGGER = { event_action: 'trigger', title: 'Database Connection Timeout', dedup_key: 'db-1' };

async function startWithIncident(event: Record<string, unknown> = {}) {
  const house = await startHouse();
  await house.sendEvents({ ...TRIGGER, ...event });
  const jane = await house.signIn(await house.meet('U1'));
  return { house, jane };
}

const stateOf = async (house: House) => (await house.store.get(1))?.state;

describe('the page of an incident', () => {
  test('shows the real host beside a link that reads as another', async () => {
    const { jane } = await startWithIncident({
      description: '[https://bank.example](https://evil.example) https://bank.example@evil.example/x',
      source: 'https://bank.example',
      url: 'https://evil.example/login',
    });
    const html = await jane.read('/incidents/1');
    expect(html).toContain('[<a href="https://bank.example" rel="noreferrer">https://bank.example</a>](<a');
    expect(html).toContain('>https://bank.example@evil.example/x</a> (evil.example)');
    expect(html).toMatch(/<a href="https:\/\/evil\.example\/login"[^>]*>evil\.example<\/a>/);
  });

  test('lists the alerts that it counts: what fires first, each by its key and since when', async () => {
    const house = await startHouse();
    await house.applySettings('services: [{ name: Payment API, group: { within: 1h } }]');
    const jane = await house.signIn(await house.meet('U1'));
    const send = (key: string, event_action = 'trigger') =>
      house.sendEvents({ event_action, title: `<b>${key}`, service: 'Payment API', dedup_key: key });
    const listed = async () =>
      [
        ...(await jane.read('/incidents/1')).matchAll(/<li>&lt;b&gt;[^<]* <code>([^<]*)<\/code><br\/?>(.*?)<\/li>/gs),
      ].map(([, key, rest = '']) => `${key} ${rest.replace(/<[^>]*>/g, '')}`);
    await send('web-0');
    expect(await listed()).toEqual([]);
    house.clock.turn(MINUTE);
    for (const key of ['web-1', 'web-2']) await send(key);
    house.clock.turn(MINUTE);
    await send('web-2', 'resolve');
    expect(await listed()).toEqual([
      'web-1 🔴 Firing, since 1 min ago',
      'web-0 🔴 Firing, since 2 min ago',
      'web-2 ✅ Resolved just now',
    ]);
    await send('web-0', 'resolve');
    house.clock.turn(MINUTE);
    await send('web-0');
    for (let index = 3; index < 40; index++) await send(`web-${index}`);
    const html = await jane.read('/incidents/1');
    expect(html).toContain('1 of 40 alerts resolved');
    expect(html).toContain('and 10 more');
    expect((await listed()).length).toBe(30);
  });

  test('shows its facts, its alerts and its timeline with people and times', async () => {
    const { house, jane } = await startWithIncident({
      description: 'No connection\nfor 30 s',
      service: 'Payment API',
      components: ['db', 'pool'],
      source: 'checkout-host-3',
      url: 'https://monitor.example.com/alerts/7',
      details: { region: 'eu-west' },
    });
    house.clock.time += 5 * MINUTE;
    await house.sendEvents({ ...TRIGGER, title: 'Again', service: 'Payment API' });
    await jane.submit('/incidents/1', '/incidents/1/acknowledge');

    const html = await jane.read('/incidents/1');
    for (const shown of [
      'INC-1',
      'Database Connection Timeout',
      'No connection\nfor 30 s',
      'Payment API',
      'db, pool',
      'checkout-host-3',
      'href="https://monitor.example.com/alerts/7"',
      'eu-west',
      'Alerts received: 2',
      'Triggered by checkout-host-3',
      'from prometheus: Again',
      'Acknowledged by @jane',
      'db-1',
    ]) {
      expect(html).toContain(shown);
    }
  });

  test('shows the links of its alert and of its service, each once, with the real host where a label hides it', async () => {
    const house = await startHouse();
    await house.applySettings(
      'services: [{ name: Payment API, links: [{ text: Runbook, url: "https://wiki.example.com/payments" }] }]\n',
    );
    const links = [
      { text: 'Dashboard', url: 'https://grafana.example.com/d/1' },
      { text: 'https://bank.example', url: 'https://evil.example/' },
      { text: 'Again', url: 'https://wiki.example.com/payments' },
      { text: 'Nasty', url: 'javascript:alert(1)' },
    ];
    await house.sendEvents({ ...TRIGGER, service: 'Payment API', details: { links } });
    const jane = await house.signIn(await house.meet('U1'));
    const section = /<section id="links".*?<\/section>/s.exec(await jane.read('/incidents/1'))?.[0] ?? '';
    expect([...section.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => item?.replace(/<[^>]+>/g, ''))).toEqual([
      'Dashboard',
      'https://bank.example (evil.example)',
      'Again',
    ]);
    expect(section).not.toContain('javascript:');
  });

  test('says how it stands against its SLA', async () => {
    const house = await startHouse();
    await house.applySettings(
      'services: [{ name: Payment API, sla: { MEDIUM: { acknowledge: 10m, resolve: 1h } } }]\n',
    );
    await house.sendEvents({ ...TRIGGER, urgency: 'MEDIUM', service: 'Payment API' });
    const jane = await house.signIn(await house.meet('U1'));
    const sla = async () =>
      [
        ...(/<section id="sla".*?<\/section>/s.exec(await jane.read('/incidents/1'))?.[0] ?? '').matchAll(
          /<dd>(.*?)<\/dd>/gs,
        ),
      ].map(([, words]) => words?.replace(/<[^>]+>/g, ''));
    house.clock.time += 4 * MINUTE;
    expect(await sla()).toEqual(['6 min left, until 14 Jan 2026, 12:10', '56 min left, until 14 Jan 2026, 13:00']);
    await jane.submit('/incidents/1', '/incidents/1/snooze', { for: '30m' });
    expect(await sla()).toEqual(['6 min left when the snooze ends', '56 min left when the snooze ends']);
    await jane.submit('/incidents/1', '/incidents/1/acknowledge');
    expect((await sla())[0]).toBe('Acknowledged in time, 14 Jan 2026, 12:04');
    house.clock.time += HOUR;
    expect((await sla())[1]).toBe('⏱️ Breached: was due 14 Jan 2026, 13:00');
    await house.incidents.execute(1, { type: 'check_sla' }, { kind: 'clock' });
    await house.applySettings('services: [{ name: Payment API }]\n');
    expect(await sla()).toEqual(['⏱️ Breached']);
  });

  test('has no SLA where there is no target', async () => {
    const { jane } = await startWithIncident();
    expect(await jane.read('/incidents/1')).not.toContain('id="sla"');
  });

  test("shows times in the person's own zone", async () => {
    const { jane } = await startWithIncident();
    const html = await jane.read('/incidents/1');
    expect(html).toContain('<time datetime="2026-01-14T11:00:00.000Z"');
    expect(html).toContain('14 Jan 2026, 12:00</time>');
    expect(html).toContain('Times are in Europe/Berlin.');
  });

  test('shows in UTC what a person in no known zone looks at', async () => {
    const { house } = await startWithIncident();
    const stranger = await house.signIn(await house.meet('U2', { email: null, timezone: 'Mars/Olympus' }));
    expect(await stranger.read('/incidents/1')).toContain('14 Jan 2026, 11:00</time>');
  });

  test('escapes every text from outside', async () => {
    const nasty = '<script>alert(1)</script>"\'&<img src=x onerror=alert(2)>';
    const house = await startHouse();
    const { connectionId } = house;
    await house.sendEvents({
      ...TRIGGER,
      title: nasty,
      description: nasty,
      components: [nasty],
      source: nasty,
      dedup_key: nasty,
      url: 'https://example.com/"><script>alert(3)</script>',
      details: { [nasty]: nasty },
    });
    const actor = { kind: 'person', connectionId, slackUserId: 'U9', name: nasty, userId: null } as const;
    await house.incidents.execute(1, { type: 'note', text: nasty }, actor);
    await house.incidents.execute(1, { type: 'resolve', note: nasty }, actor);
    const jane = await house.signIn(await house.meet('U1', { displayName: nasty }));
    for (const path of [
      '/incidents/1',
      '/incidents?status=all',
      `/incidents?q=${encodeURIComponent(nasty)}`,
      '/account/sessions',
    ]) {
      const html = await jane.read(path);
      expect(html).not.toContain('<script>');
      expect(html).not.toContain('<img src=x');
    }
  });

  test('tells how often an alert came again, by the hour', async () => {
    const { house, jane } = await startWithIncident();
    await house.sendEvents(Array.from({ length: 600 }, () => TRIGGER));
    house.clock.time += HOUR;
    await house.sendEvents(TRIGGER);
    const html = await jane.read('/incidents/1');
    expect(html).toContain('Alerts received: 602');
    expect(html).toMatch(/13:00<\/time>: 1<\/li>.*12:00<\/time>: 600<\/li>/s);
    expect(html).not.toContain('from prometheus:');
  });

  test('makes links of the web addresses that people write, without the end of the sentence', async () => {
    const { jane } = await startWithIncident({
      description: 'See https://wiki.example.com/db?a=1&b=2. <javascript:x>',
    });
    const html = await jane.read('/incidents/1');
    expect(html).toContain('<a href="https://wiki.example.com/db?a=1&amp;b=2" rel="noreferrer">');
    expect(html).toContain('. &lt;javascript:x&gt;');
  });

  test('is where a reload leads after a form was refused', async () => {
    const { jane } = await startWithIncident();
    const response = await jane.open('/incidents/1/snooze');
    expect(response.headers.get('location')).toBe('/incidents/1');
  });

  test('links to its messages in Slack', async () => {
    const { house, jane } = await startWithIncident();
    const [head] = await house.deliveries.heads([]);
    const delivery = head ? await house.deliveries.delivery(head.id) : null;
    if (!delivery) throw new Error('nothing is owed to Slack');
    await house.deliveries.finish(delivery, { channelId: 'C1', ts: '1736852400.000200' }, house.clock.now());
    const html = await jane.read('/incidents/1');
    expect(html).toMatch(/href="https:\/\/slack.com\/archives\/C1\/p1736852400000200"[^>]*>\s*#incidents/);
  });

  test('keeps itself up to date, and leaves alone what somebody is filling in', async () => {
    const { jane } = await startWithIncident();
    const html = await jane.read('/incidents/1');
    expect(html).toMatch(/<article id="incident"[^>]*hx-get="\/incidents\/1"[^>]*hx-trigger="every 3s"/);
    const folded = [...html.matchAll(/<details id="([a-z-]+)"[^>]*hx-morph-skip/g)].map(([, id]) => id);
    expect(folded).toEqual(expect.arrayContaining(['resolve', 'snooze', 'note']));
  });

  test.each(['/incidents/2', '/incidents/0', '/incidents/abc', '/incidents/99999999999999999999', '/incidents/1%00'])(
    'is a clear 404 for %s',
    async (path) => {
      const { jane } = await startWithIncident();
      const response = await jane.open(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('No such incident');
    },
  );
});

describe('an incident of a private channel', () => {
  async function startWithHidden() {
    const members = new Set<string>();
    const house = await startHouse({
      viewer: async ({ connectionId, slackUserId }) => ({
        connectionId,
        slackUserId,
        privateChannelIds: members.has(slackUserId) ? ['C1'] : [],
        userId: null,
        isAdmin: false,
      }),
    });
    const channel = { id: 'C1', name: 'incidents', isPrivate: true, isArchived: false, isMember: true, isGone: false };
    await house.connections.saveChannel({ ...channel, connectionId: house.connectionId }, 5);
    await house.sendEvents({ ...TRIGGER, title: 'Top secret' });
    return { house, members, jane: await house.signIn(await house.meet('U1')) };
  }

  test('looks like none to people who are not in it, wherever they look', async () => {
    const { house, jane } = await startWithHidden();
    expect((await jane.open('/incidents/1')).status).toBe(404);
    expect(await jane.read('/incidents')).not.toContain('Top secret');
    expect(await jane.read('/incidents')).toContain('0 open');
    expect((await jane.submit('/incidents', '/incidents/1/acknowledge')).status).toBe(404);
    expect(await stateOf(house)).toEqual({ status: 'OPEN' });
  });

  test('does not say where it is shown to somebody who may not look there', async () => {
    const { house, members, jane } = await startWithHidden();
    const { connectionId, deliveries, clock } = house;
    const [head] = await deliveries.heads([]);
    const card = head ? await deliveries.delivery(head.id) : null;
    if (!card) throw new Error('no card is owed');
    await deliveries.finish(card, { channelId: 'C1', ts: '1.2' }, clock.now());
    const seenWith = (privateChannelIds: string[]) =>
      deliveries.cardsOf(1, { connectionId, slackUserId: 'U1', userId: null, privateChannelIds, isAdmin: false });
    expect(await seenWith(['C1'])).toHaveLength(1);
    expect(await seenWith([])).toHaveLength(0);
    members.add('U1');
    expect(await jane.read('/incidents/1')).toMatch(/archives\/C1\/p12"[^>]*>\s*🔒 incidents\s*</);
  });

  test('stays hidden when its channel is deleted, and is nobody’s to act on by any other way', async () => {
    const { house, jane } = await startWithHidden();
    await house.connections.loseChannel(house.connectionId, 'C1', 'deleted', 5);
    await house.connections.replaceChannels(house.connectionId, [], 6);
    expect((await jane.open('/incidents/1')).status).toBe(404);
    const actor = {
      kind: 'person',
      connectionId: house.connectionId,
      slackUserId: 'U1',
      name: 'jane',
      userId: null,
    } as const;
    expect(await house.incidents.execute(1, { type: 'acknowledge' }, actor)).toEqual({ kind: 'not_found' });
    expect(await stateOf(house)).toEqual({ status: 'OPEN' });
  });

  test('is shown to its members', async () => {
    const { members, jane } = await startWithHidden();
    members.add('U1');
    expect(await jane.read('/incidents/1')).toContain('Top secret');
    expect(await jane.read('/incidents')).toContain('Top secret');
  });
});

describe('from the page, people', () => {
  test('acknowledge, as themselves', async () => {
    const { house, jane } = await startWithIncident();
    const response = await jane.submit('/incidents/1', '/incidents/1/acknowledge');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/incidents/1');
    expect(await stateOf(house)).toMatchObject({
      status: 'ACKNOWLEDGED',
      by: { kind: 'person', slackUserId: 'U1', name: 'jane', userId: expect.any(Number) },
    });
  });

  test('resolve, with a note', async () => {
    const { house, jane } = await startWithIncident();
    await jane.submit('/incidents/1', '/incidents/1/resolve', { note: ' Restarted\r\nthe pool ' });
    expect(await stateOf(house)).toMatchObject({ status: 'RESOLVED', note: 'Restarted\nthe pool' });
    const html = await jane.read('/incidents/1');
    expect(html).toContain('Restarted\nthe pool');
    expect(html).not.toContain('/incidents/1/acknowledge');
    expect(html).not.toContain('/incidents/1/resolve');
    expect(html).not.toContain('/incidents/1/snooze');
  });

  test('reopen what is resolved, wake what is snoozed, and hand back what they have', async () => {
    const { house, jane } = await startWithIncident();
    expect(await jane.read('/incidents/1')).not.toContain('/incidents/1/reopen');
    for (const [action, label] of [
      ['acknowledge', 'Hand it back'],
      ['snooze', 'Wake it up'],
      ['resolve', 'Reopen'],
    ]) {
      await jane.submit('/incidents/1', `/incidents/1/${action}`, { for: '1h', note: '' });
      expect(await jane.read('/incidents/1')).toContain(label);
      expect((await jane.submit('/incidents/1', '/incidents/1/reopen')).status).toBe(303);
      expect(await stateOf(house)).toEqual({ status: 'OPEN' });
    }
    expect(await jane.read('/incidents/1')).toContain('Reopened by @jane');
  });

  test('do not reopen what goes on as a newer incident, and are told which', async () => {
    const { house, jane } = await startWithIncident();
    await jane.submit('/incidents/1', '/incidents/1/resolve', { note: '' });
    await house.sendEvents(TRIGGER);
    const response = await jane.submit('/incidents/1', '/incidents/1/reopen');
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('goes on as INC-2');
  });

  test('undo nothing of what others have edited meanwhile: only what they changed in the form is', async () => {
    const { house, jane } = await startWithIncident();
    const html = await jane.read('/incidents/1');
    const shown = Object.fromEntries(
      [...html.matchAll(/name="(seen-\w+)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const { title } = (await house.store.get(1)) ?? { title: '' };
    const form = { ...shown, title, service: '', description: '' };
    await jane.submit('/incidents/1', '/incidents/1/edit', { ...form, title: 'Disk full' });
    await jane.submit('/incidents/1', '/incidents/1/edit', { ...form, description: 'On db-3' });
    expect(await house.store.get(1)).toMatchObject({ title: 'Disk full', description: 'On db-3' });
    // What was written elsewhere may be longer than the form takes, and holds up nothing else.
    const long = 'x'.repeat(2_000);
    await house.incidents.execute(1, { type: 'edit', title: long }, { kind: 'clock' });
    const [, seen = ''] = /name="seen-title" value="([^"]+)"/.exec(await jane.read('/incidents/1')) ?? [];
    await jane.submit('/incidents/1', '/incidents/1/edit', { 'seen-title': seen, title: long, description: 'On db-4' });
    expect(await house.store.get(1)).toMatchObject({ title: long, description: 'On db-4' });
  });

  test('resolve without a note', async () => {
    const { house, jane } = await startWithIncident();
    await jane.submit('/incidents/1', '/incidents/1/resolve', { note: '' });
    expect(await stateOf(house)).toMatchObject({ status: 'RESOLVED', note: null });
  });

  test('escalate at once, where there is a policy, and start it over', async () => {
    const { house, jane } = await startWithIncident();
    expect(await jane.read('/incidents/1')).not.toContain('/incidents/1/escalate');
    await house.applySettings(`
escalation_policies:
  - { name: payments, steps: [{ notify: ["user:jane@example.com"], after: 0s }, { notify: ["user:vera@example.com"], after: 5m }] }
services: [{ name: Payment API, escalation_policy: payments }]
`);
    await house.sendEvents({ ...TRIGGER, dedup_key: 'db-2', service: 'Payment API' });
    await jane.submit('/incidents/2', '/incidents/2/escalate');
    expect(await jane.read('/incidents/2')).toMatch(/Escalated to step \d by @jane/);
    await jane.submit('/incidents/2', '/incidents/2/restart-escalation');
    expect(await jane.read('/incidents/2')).toContain('Escalation restarted by @jane');
  });

  test('snooze for a while', async () => {
    const { house, jane } = await startWithIncident();
    await jane.submit('/incidents/1', '/incidents/1/snooze', { for: '4h' });
    expect(await stateOf(house)).toMatchObject({ status: 'SNOOZED', until: house.clock.now() + 4 * HOUR });
  });

  test('snooze until a time in their own zone', async () => {
    const { house, jane } = await startWithIncident();
    await jane.submit('/incidents/1', '/incidents/1/snooze', { until: '2026-01-15T09:00' });
    expect(await stateOf(house)).toMatchObject({ status: 'SNOOZED', until: Date.parse('2026-01-15T08:00:00Z') });
    expect(await jane.read('/incidents/1')).toContain('15 Jan 2026, 09:00');
  });

  test.each([
    ['too soon', '2026-01-14T12:00', 409, /between 1 minute and 30 days/i],
    ['too late', '2026-03-14T12:00', 409, /between 1 minute and 30 days/i],
    ['never', '', 400, /Pick a date/],
    ['some day', 'tomorrow', 400, /Pick a date/],
  ])('do not snooze until %s, and are told why', async (_, until, status, words) => {
    const { house, jane } = await startWithIncident();
    const response = await jane.submit('/incidents/1', '/incidents/1/snooze', { until });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(words);
    expect(await stateOf(house)).toEqual({ status: 'OPEN' });
  });

  test('add notes', async () => {
    const { house, jane } = await startWithIncident();
    await jane.submit('/incidents/1', '/incidents/1/note', { note: 'Looking at it' });
    expect(await house.store.timeline(1)).toMatchObject([
      { fact: { kind: 'triggered' } },
      { fact: { kind: 'note_added', text: 'Looking at it' }, actor: { slackUserId: 'U1' } },
    ]);
    expect(await jane.read('/incidents/1')).toContain('Note by @jane');
  });

  test.each([
    ['an empty one', ' ', 409, /The note is empty/],
    ['one that is too long', 'x'.repeat(3_001), 400, /3001 characters; 3000 fit/],
  ])('do not add %s', async (_, note, status, words) => {
    const { house, jane } = await startWithIncident();
    const response = await jane.submit('/incidents/1', '/incidents/1/note', { note });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(words);
    expect(await house.store.timeline(1)).toHaveLength(1);
  });

  test('are told when somebody else was faster', async () => {
    const { house, jane } = await startWithIncident();
    const bob = await house.signIn(await house.meet('U2', { displayName: 'bob', email: null }));
    await bob.submit('/incidents/1', '/incidents/1/acknowledge');
    const response = await jane.submit('/incidents/1', '/incidents/1/acknowledge');
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('already acknowledged by @bob via Slack');
  });

  test('send no more than a form can hold', async () => {
    const { jane } = await startWithIncident();
    const response = await jane.submit('/incidents/1', '/incidents/1/note', { note: 'x'.repeat(100_000) });
    expect(response.status).toBe(413);
  });
});

describe('people who may only look', () => {
  test.each([
    ['a viewer', { email: 'vera@example.com' }, false, /responder/],
    ['somebody unknown, where that is required', { email: 'nobody@example.com' }, true, /opsknight.yml/],
  ])('%s sees no buttons, and is refused in words', async (_, identity, requireMappedUser, words) => {
    const house = await startHouse({ workspaceRules: async () => ({ teamId: 'T1', requireMappedUser }) });
    await house.sendEvents(TRIGGER);
    const vera = await house.signIn(await house.meet('U1', identity));
    const html = await vera.read('/incidents/1');
    expect(html).toContain('Database Connection Timeout');
    expect(html).toMatch(words);
    expect(html).not.toContain('<form');
    for (const action of ['acknowledge', 'resolve', 'snooze', 'reopen', 'note']) {
      const response = await vera.submit('/account/sessions', `/incidents/1/${action}`, { for: '1h', note: 'x' });
      expect(response.status).toBe(403);
      expect(await response.text()).toMatch(words);
    }
    expect(await stateOf(house)).toEqual({ status: 'OPEN' });
  });
});

describe('a form', () => {
  const acknowledge = '/incidents/1/acknowledge';

  test('from another site is refused', async () => {
    const { house, jane } = await startWithIncident();
    const form_token = /name="form_token" value="([^"]+)"/.exec(await jane.read('/incidents/1'))?.[1] ?? '';
    const elsewhere: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of elsewhere) {
      expect((await jane.post(acknowledge, { form_token }, headers)).status).toBe(403);
    }
    expect(await stateOf(house)).toEqual({ status: 'OPEN' });
  });

  test('is taken from the address that people use, also behind a proxy', async () => {
    const house = await startHouse({ baseUrl: 'https://opsknight.example.com' });
    await house.sendEvents(TRIGGER);
    const jane = await house.signIn(await house.meet('U1'));
    const form_token = /name="form_token" value="([^"]+)"/.exec(await jane.read('/incidents/1'))?.[1] ?? '';
    const response = await jane.post(acknowledge, { form_token }, { Origin: 'https://opsknight.example.com' });
    expect(response.status).toBe(303);
  });

  test("without the session's own token, or with that of another session, is refused", async () => {
    const { house, jane } = await startWithIncident();
    const bob = await house.signIn(await house.meet('U2'));
    const theirs = /name="form_token" value="([^"]+)"/.exec(await bob.read('/incidents/1'))?.[1] ?? '';
    for (const fields of [{}, { form_token: '' }, { form_token: 'forged' }, { form_token: theirs }] as Record<
      string,
      string
    >[]) {
      const response = await jane.post(acknowledge, fields, { Origin: house.url });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('Reload the page');
    }
    expect(await stateOf(house)).toEqual({ status: 'OPEN' });
  });

  test('without a session is refused', async () => {
    const { house } = await startWithIncident();
    const response = await fetch(`${house.url}${acknowledge}`, {
      method: 'POST',
      headers: { Origin: house.url, Accept: 'text/html' },
      body: new URLSearchParams({ form_token: 'x' }),
    });
    expect(response.status).toBe(401);
  });
});

describe('the page of an incident that has to do with others', () => {
  test('merges it into another one, leads there, and undoes that', async () => {
    const { house, jane } = await startWithIncident();
    await house.sendEvents({ event_action: 'trigger', title: 'Checkout <slow>', dedup_key: 'checkout' });
    expect(await jane.read('/incidents/1')).toContain('<option value="INC-2">Checkout &lt;slow&gt;</option>');
    await jane.submit('/incidents/1', '/incidents/1/merge', { into: 'INC-2' });
    expect(await stateOf(house)).toMatchObject({ status: 'MERGED', into: 2 });
    const merged = await jane.read('/incidents/1');
    expect(merged).toMatch(/it goes on as <a href="\/incidents\/2">INC-2: Checkout &lt;slow&gt;<\/a>/);
    expect(merged).toContain('Undo merge');
    expect(merged).not.toContain('>Acknowledge<');
    const survivor = await jane.read('/incidents/2');
    expect(survivor).toContain('Merged into it');
    expect(survivor).toContain('INC-1: Triggered by prometheus');
    await jane.submit('/incidents/1', '/incidents/1/undo_merge');
    expect(await stateOf(house)).toMatchObject({ status: 'OPEN' });
    const refused = await jane.submit('/incidents/1', '/incidents/1/merge', { into: 'nothing' });
    expect(refused.status).toBe(400);
  });

  test('links it with another one, and shows the link to both', async () => {
    const { house, jane } = await startWithIncident();
    await house.sendEvents({ event_action: 'trigger', title: 'Checkout', dedup_key: 'checkout' });
    await jane.submit('/incidents/1', '/incidents/1/link', { to: 'inc-2: Checkout' });
    expect(await jane.read('/incidents/2')).toMatch(/Related.*INC-1.*Database Connection Timeout/s);
    await jane.submit('/incidents/2', '/incidents/2/unlink', { from: 'INC-1' });
    expect(await jane.read('/incidents/1')).not.toContain('id="related"');
  });
});
