import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../../src/lib/clock.ts';
import { startHouse } from './support.ts';

describe('the list of incidents', () => {
  async function startWithIncidents() {
    const house = await startHouse();
    for (const event of [
      { title: 'Disk full', urgency: 'LOW', service: 'Büro', dedup_key: 'a' },
      { title: 'Payments fail', urgency: 'HIGH', service: 'Payment API', dedup_key: 'b' },
      { title: '100% of_queue', urgency: 'MEDIUM', dedup_key: 'c' },
      { title: 'Over long ago', urgency: 'HIGH', dedup_key: 'd' },
    ]) {
      await house.sendEvents({ event_action: 'trigger', ...event });
    }
    await house.sendEvents({ event_action: 'resolve', dedup_key: 'd' });
    await house.sendEvents({ event_action: 'acknowledge', dedup_key: 'c' });
    const jane = await house.signIn(await house.meet('U1'));
    /** The titles on the page, in order. */
    const titles = async (query: string) =>
      [...(await jane.read(`/incidents${query}`)).matchAll(/<span class="key">INC-\d+<\/span> ([^<]+)<\/a>/g)].map(
        ([, title]) => title,
      );
    return { house, jane, titles };
  }

  test('shows what is not resolved, the most urgent first', async () => {
    const { jane, titles } = await startWithIncidents();
    expect(await titles('')).toEqual(['Payments fail', '100% of_queue', 'Disk full']);
    const html = await jane.read('/incidents');
    expect(html).toContain('2 open · 1 acknowledged · 0 snoozed');
    expect(html).toContain('acknowledged by prometheus');
    expect(html).toContain('<title>(2) Incidents · OpsKnight</title>');
  });

  test.each([
    ['?status=RESOLVED', ['Over long ago']],
    ['?status=ACKNOWLEDGED', ['100% of_queue']],
    ['?status=all', ['Over long ago', '100% of_queue', 'Payments fail', 'Disk full']],
    ['?urgency=LOW', ['Disk full']],
    ['?urgency=HIGH&status=all', ['Over long ago', 'Payments fail']],
    ['?service=1', ['Payments fail']],
    ['?q=disk', ['Disk full']],
    ['?q=full+DISK', ['Disk full']],
    ['?q=%25', ['100% of_queue']],
    ['?q=inc-2', ['Payments fail']],
    ['?q=nothing+like+it', []],
    ['?status=nonsense&urgency=&service=x&page=-1&q=', ['Payments fail', '100% of_queue', 'Disk full']],
    ['?status=OPEN&status=ACKNOWLEDGED', ['Payments fail', 'Disk full']],
  ])('is narrowed down by %s', async (query, expected) => {
    const { titles } = await startWithIncidents();
    expect(await titles(query)).toEqual(expected);
  });

  test('is paged', async () => {
    const { house, jane, titles } = await startWithIncidents();
    await house.sendEvents(Array.from({ length: 60 }, (_, index) => ({ event_action: 'trigger', title: `t${index}` })));
    /** Follows **Next** from page to page. */
    const leaf = async (query: string) => {
      const seen: (string | undefined)[][] = [];
      for (let next: string | undefined = query; next !== undefined; ) {
        seen.push(await titles(next));
        const html = await jane.read(`/incidents${next}`);
        next = /rel="next" href="\/incidents([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
        expect(html.includes('First page')).toBe(seen.length > 1);
      }
      return seen;
    };
    const parts = await leaf('');
    expect(parts.map((part) => part.length)).toEqual([50, 13]);
    expect(new Set(parts.flat()).size).toBe(63);
    expect((await leaf('?status=all&q=t')).map((part) => part.length)).toEqual([50, 11]);
    expect((await leaf('?status=RESOLVED')).map((part) => part.length)).toEqual([1]);
    expect(await jane.read('/incidents?after=LOW-SNOOZED-99')).toContain('The list ends here');
    for (const nonsense of ['x', '7', '-1', 'LOW-RESOLVED-9', 'HIGH-OPEN-', '99999999999999999999']) {
      expect(await titles(`?after=${nonsense}`)).toHaveLength(50);
    }
  });

  test('shows what is mine, and counts what matches the filter', async () => {
    const { jane, titles } = await startWithIncidents();
    expect(await titles('?mine=yes')).toEqual([]);
    await jane.submit('/incidents/1', '/incidents/1/acknowledge');
    expect(await titles('?mine=yes')).toEqual(['Disk full']);
    expect(await jane.read('/incidents?mine=yes')).toContain('0 open · 1 acknowledged · 0 snoozed');
    expect(await jane.read('/incidents?mine=yes&urgency=HIGH')).toContain('0 open · 0 acknowledged · 0 snoozed');
    expect(await jane.read('/incidents?urgency=HIGH&status=RESOLVED')).toContain('1 open · 0 acknowledged · 0 snoozed');
    await jane.submit('/incidents/1', '/incidents/1/resolve');
    expect(await titles('?mine=yes')).toEqual([]);
    expect(await jane.read('/incidents?mine=yes')).toContain('href="/incidents?status=all&amp;mine=yes"');
    expect(await titles('?mine=yes&status=all')).toEqual(['Disk full']);
  });

  test('keeps what is not over up to date, under the same filter; what is over stays as it is', async () => {
    const { jane } = await startWithIncidents();
    expect(await jane.read('/incidents?urgency=HIGH')).toMatch(
      /<div id="list" hx-get="\/incidents\?urgency=HIGH" hx-trigger="every 3s"/,
    );
    expect(await jane.read('/incidents?status=RESOLVED')).not.toContain('hx-trigger');
  });

  test('makes a page that keeps itself up to date say so when its session has ended', async () => {
    const { house, jane } = await startWithIncidents();
    house.clock.time += DAY;
    const response = await jane.open('/incidents');
    expect(response.status).toBe(401);
    expect(response.headers.get('hx-refresh')).toBe('true');
  });

  test('says so when nothing is open', async () => {
    const house = await startHouse();
    const jane = await house.signIn(await house.meet('U1'));
    expect(await jane.read('/incidents')).toContain('all quiet');
    expect(await jane.read('/incidents?q=x')).toContain('No incident matches');
  });
});

describe('several incidents at once', () => {
  const LIST = '/incidents?urgency=HIGH';
  async function startWithFour(changes: Parameters<typeof startHouse>[0] = {}) {
    const house = await startHouse(changes);
    await house.sendEvents(
      ['a', 'b', 'c', 'd'].map((title) => ({ event_action: 'trigger', urgency: 'HIGH', title, dedup_key: title })),
    );
    const jane = await house.signIn(await house.meet('U1'));
    const send = (fields: [string, string][]) => jane.submit(LIST, '/incidents/bulk', [...fields, ['back', LIST]]);
    const statuses = async () =>
      Promise.all([1, 2, 3, 4].map(async (number) => (await house.store.get(number))?.state.status));
    /** What the answer says of each, by its title. */
    const outcomes = async (response: Response) =>
      [...(await response.text()).matchAll(/<li class="row-card[^>]*>(.*?)<\/li>/gs)].map(([, words]) =>
        words
          ?.replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
    return { house, jane, send, statuses, outcomes };
  }

  test('are acknowledged, and each says what came of it', async () => {
    const { house, send, statuses, outcomes } = await startWithFour();
    await house.sendEvents({ event_action: 'acknowledge', dedup_key: 'b' });
    const response = await send([
      ['number', '1'],
      ['number', '2'],
      ['number', '77'],
      ['number', '1'],
      ['action', 'acknowledge'],
    ]);
    expect(response.status).toBe(200);
    expect(await outcomes(response.clone())).toEqual([
      'INC-1: a ✅ Now acknowledged.',
      'INC-2: b INC-2 was already acknowledged by prometheus just now. It is in good hands.',
      'INC-77 Not changed: there is no such incident, or it belongs to a private channel that you aren&#39;t in.',
    ]);
    const html = await response.text();
    expect(html).toContain('1 of 3 incidents acknowledged');
    expect(html).toContain(`href="${LIST}"`);
    expect(await statuses()).toEqual(['ACKNOWLEDGED', 'ACKNOWLEDGED', 'OPEN', 'OPEN']);
  });

  test('are resolved with one note', async () => {
    const { house, send, statuses } = await startWithFour();
    const response = await send([
      ['number', '1'],
      ['number', '3'],
      ['note', 'Failed over'],
      ['action', 'resolve'],
    ]);
    expect(await response.text()).toContain('2 incidents resolved');
    expect(await statuses()).toEqual(['RESOLVED', 'OPEN', 'RESOLVED', 'OPEN']);
    for (const number of [1, 3]) expect((await house.store.get(number))?.state).toMatchObject({ note: 'Failed over' });
  });

  test.each<[string, [string, string][], string]>([
    ['nothing is ticked', [['action', 'resolve']], 'No incident was ticked'],
    ['it does not say what is to be done', [['number', '1']], 'what is to be done'],
    [
      'the note is too long',
      [
        ['number', '1'],
        ['action', 'resolve'],
        ['note', 'x'.repeat(3_001)],
      ],
      '3000 fit',
    ],
    [
      'there are too many',
      [...Array.from({ length: 51 }, (_, n): [string, string] => ['number', `${n + 1}`]), ['action', 'resolve']],
      'at most 50',
    ],
    [
      'the numbers are none',
      [
        ['number', 'x'],
        ['number', '0'],
        ['action', 'resolve'],
      ],
      'No incident was ticked',
    ],
  ])('are left alone when %s, and the list says so', async (_, fields, words) => {
    const { send, statuses } = await startWithFour();
    const response = await send(fields);
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain(words);
    expect(html).toContain('name="back" value="/incidents?urgency=HIGH"');
    expect(await statuses()).toEqual(['OPEN', 'OPEN', 'OPEN', 'OPEN']);
  });

  test('are worked on by those who may, from a page of their own session, and never lead elsewhere', async () => {
    const { house, jane, send, statuses } = await startWithFour();
    const vera = await house.signIn(await house.meet('U2', { displayName: 'vera', email: 'vera@example.com' }));
    expect(await vera.read('/incidents')).not.toContain('type="checkbox" id="choose-');
    const fields = { number: '1', action: 'resolve' };
    expect((await vera.submit('/account/sessions', '/incidents/bulk', fields)).status).toBe(403);
    expect((await jane.post('/incidents/bulk', fields, { Origin: house.url })).status).toBe(403);
    expect((await jane.post('/incidents/bulk', fields, { Origin: 'https://evil.example' })).status).toBe(403);
    expect(await statuses()).toEqual(['OPEN', 'OPEN', 'OPEN', 'OPEN']);
    const response = await jane.submit(LIST, '/incidents/bulk', { ...fields, back: 'https://evil.example/' });
    expect(await response.text()).not.toContain('evil.example');
    expect((await send([])).status).toBe(400);
    expect((await jane.open('/incidents/bulk')).headers.get('location')).toBe('/incidents');
  });

  test('of a private channel are as if there were none', async () => {
    const { house, send, statuses, outcomes } = await startWithFour({
      viewer: async (person) => ({ ...person, userId: null, privateChannelIds: [], isAdmin: false }),
    });
    await house.makePrivate('Payment API');
    await house.sendEvents({ event_action: 'trigger', title: 'Top secret', service: 'Payment API' });
    const response = await send([
      ['number', '5'],
      ['number', '99'],
      ['action', 'acknowledge'],
    ]);
    const [hidden, missing] = await outcomes(response);
    expect(hidden?.replace('INC-5', '')).toBe(missing?.replace('INC-99', ''));
    expect((await house.store.get(5))?.state.status).toBe('OPEN');
    expect(await statuses()).toEqual(['OPEN', 'OPEN', 'OPEN', 'OPEN']);
  });
});

describe('insights', () => {
  async function startWithHistory() {
    const house = await startHouse();
    const report = async (title: string, urgency: string, service: string, minutes: number) => {
      await house.sendEvents({ event_action: 'trigger', title, urgency, service, dedup_key: title });
      house.clock.time += minutes * MINUTE;
      await house.sendEvents({ event_action: 'acknowledge', dedup_key: title });
      house.clock.time += HOUR;
      await house.sendEvents({ event_action: 'resolve', dedup_key: title });
    };
    await report('a', 'HIGH', 'Payment API', 10);
    house.clock.time += 7 * DAY;
    await report('b', 'LOW', 'Büro', 20);
    await house.sendEvents({ event_action: 'trigger', title: 'still open', urgency: 'HIGH', service: 'Büro' });
    return { house, jane: await house.signIn(await house.meet('U1')) };
  }

  test('say how many incidents there were, and how long people took', async () => {
    const { jane } = await startWithHistory();
    const html = await jane.read('/insights');
    expect(html).toMatch(/Mean time to acknowledge<\/dt>.*?15 min/s);
    expect(html).toMatch(/Mean time to resolve<\/dt>.*?1 h 15 min/s);
    expect(html).toMatch(/SLA kept<\/dt>.*?<span class="number">–/s);
    const row = (name: string) =>
      new RegExp(`<th scope="row">${name}</th>(?<cells>.*?)</tr>`, 's')
        .exec(html)
        ?.groups?.cells?.replace(/<[^>]+>/g, ' ')
        .trim()
        .split(/\s{2,}/);
    const times = (acknowledge: string, resolve: string) => [...Array(3).fill(acknowledge), ...Array(3).fill(resolve)];
    expect(row('12 Jan')).toEqual(['1', '1', '0', '0', ...times('10 min', '1 h 10 min'), '–', '0', '0']);
    expect(row('19 Jan')).toEqual(['2', '1', '0', '1', ...times('20 min', '1 h 20 min'), '–', '0', '0']);
    expect(row('5 Jan')).toEqual(['0', '0', '0', '0', ...times('–', '–'), '–', '0', '0']);
    expect(row('Büro')).toEqual(['2', '1', '0', '1', ...times('20 min', '1 h 20 min'), '–', '0', '0']);
    expect(row('Payment API')).toEqual(['1', '1', '0', '0', ...times('10 min', '1 h 10 min'), '–', '0', '0']);
  });

  test.each([
    ['range=24h', '2', '20 min', 24],
    ['range=7d', '2', '20 min', 7],
    ['range=30d', '3', '15 min', 30],
    ['range=90d&service=2', '2', '20 min', 14],
    ['range=90d&service=none', '0', '–', 14],
    ['range=custom&from=2026-01-14&to=2026-01-16', '1', '10 min', 3],
    ['range=nonsense&service=x', '3', '15 min', 14],
  ])('look back on %s', async (query, incidents, mean, parts) => {
    const { jane } = await startWithHistory();
    const html = await jane.read(`/insights?${query}`);
    expect(/Incidents<\/dt><dd><span class="number">(\d+)/.exec(html)?.[1]).toBe(incidents);
    expect(/Mean time to acknowledge<\/dt><dd><span class="number">([^<]+)/.exec(html)?.[1]).toBe(mean);
    const table = /<table>.*?<\/table>/s.exec(html)?.[0] ?? '';
    expect(table.match(/<th scope="row">/g)).toHaveLength(parts);
    expect(html.includes('By service')).toBe(!query.includes('service=2') && !query.includes('service=none'));
    for (const [, path] of html.matchAll(/src="(\/insights\/[^"]+)"/g)) {
      expect((await jane.open(path?.replaceAll('&amp;', '&') ?? '')).status).toBe(200);
    }
  });

  test('count an incident of a private channel only for those who may see it', async () => {
    const house = await startHouse({
      viewer: async (person) => ({
        ...person,
        privateChannelIds: person.slackUserId === 'UIN' ? ['G1'] : [],
        userId: null,
        isAdmin: false,
      }),
    });
    await house.makePrivate('Payment API');
    await house.sendEvents({ event_action: 'trigger', title: 'Top secret', urgency: 'HIGH', service: 'Payment API' });
    await house.sendEvents({ event_action: 'trigger', title: 'Known', urgency: 'HIGH', service: 'Büro' });
    const count = async (slackUserId: string, query: string) => {
      const html = await (await house.signIn(await house.meet(slackUserId))).read(`/insights${query}`);
      return /Incidents<\/dt><dd><span class="number">(\d+)/.exec(html)?.[1];
    };
    expect([await count('UIN', ''), await count('UOUT', '')]).toEqual(['2', '1']);
    expect([await count('UIN', '?service=1'), await count('UOUT', '?service=1')]).toEqual(['1', '0']);
  });

  test('lead from each count to its incidents', async () => {
    const { jane } = await startWithHistory();
    const html = await jane.read('/insights');
    const links = [...html.matchAll(/<a href="(\/incidents\?[^"]+)">(?:[^<]*? )?(\d+)<\/a>/g)];
    expect(links.length).toBeGreaterThan(8);
    for (const [, path = '', count] of links) {
      const list = await jane.read(path.replaceAll('&amp;', '&'));
      expect(list.match(/<li id="incident-/g) ?? []).toHaveLength(Number(count));
      expect(list).toContain('At any time');
    }
  });

  test('say what is wrong with a span that can not be shown, and show another', async () => {
    const { jane } = await startWithHistory();
    const response = await jane.open('/insights?range=custom&from=2026-02-01&to=2026-01-01');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('The last day is before the first. These are the last 90 days.');
    expect((await jane.open('/insights/mtta-light.svg?range=custom&from=x')).status).toBe(200);
  });

  test('count what is undecided apart from what was kept and missed', async () => {
    const house = await startHouse();
    await house.applySettings('services: [{ name: Payment API, sla: { HIGH: { acknowledge: 5m, resolve: 1h } } }]\n');
    const event = (title: string) => ({
      event_action: 'trigger',
      urgency: 'HIGH',
      service: 'Payment API',
      title,
      dedup_key: title,
    });
    await house.sendEvents(['kept', 'missed', 'undecided'].map(event));
    await house.sendEvents({ event_action: 'resolve', dedup_key: 'kept' });
    await house.sendEvents({ event_action: 'acknowledge', dedup_key: 'undecided' });
    house.clock.time += 10 * MINUTE;
    await house.incidents.execute(2, { type: 'check_sla' }, { kind: 'clock' });
    const jane = await house.signIn(await house.meet('U1'));
    const html = await jane.read('/insights?range=24h');
    expect(html).toMatch(/SLA kept<\/dt>.*?<span class="number">50 %/s);
    expect(html).toContain('1 kept · 1 breached · 1 undecided');
  });

  test('draw charts as SVG on the server, in light and dark, with words beside them', async () => {
    const { jane } = await startWithHistory();
    const html = await jane.read('/insights');
    const charts = [...html.matchAll(/(?:src|srcset)="(\/insights\/[^"]+)"/g)].map(
      ([, path]) => path?.replaceAll('&amp;', '&') ?? '',
    );
    expect(charts).toHaveLength(8);
    for (const chart of charts) {
      const response = await jane.open(chart);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('image/svg+xml');
      expect(await response.text()).toMatch(/^<svg .*19 Jan.*<\/svg>$/s);
    }
    expect(html.match(/<img [^>]*alt="Bar chart: [^"]+The numbers are in the tables below\."/g)).toHaveLength(4);
  });

  test('have something to say before anything happened', async () => {
    const house = await startHouse();
    const jane = await house.signIn(await house.meet('U1'));
    expect(await jane.read('/insights')).toMatch(/Incidents<\/dt>.*?0/s);
    expect((await jane.open('/insights/mttr-dark.svg')).status).toBe(200);
  });

  test('are counted at most once a minute', async () => {
    const { house, jane } = await startWithHistory();
    const count = async () => /Incidents<\/dt><dd><span class="number">(\d+)/.exec(await jane.read('/insights'))?.[1];
    expect(await count()).toBe('3');
    await house.sendEvents({ event_action: 'trigger', title: 'one more' });
    expect(await count()).toBe('3');
    house.clock.time += MINUTE;
    expect(await count()).toBe('4');
  });
});

describe('sessions', () => {
  test('are listed for their owner, and ended one by one', async () => {
    const house = await startHouse();
    const person = await house.meet('U1');
    const laptop = await house.signIn(person);
    const phone = await house.signIn(person);
    const html = await laptop.read('/account/sessions');
    const ids = [...html.matchAll(/action="\/account\/sessions\/(\d+)\/end"/g)].map(([, id]) => id);
    expect(ids).toEqual(['2', '1']);
    expect(html).toContain('This browser');

    const response = await laptop.submit('/account/sessions', '/account/sessions/2/end');
    expect(response.status).toBe(303);
    expect((await phone.open('/incidents')).status).toBe(401);
    expect((await laptop.open('/incidents')).status).toBe(200);
  });

  test('of others can not be ended', async () => {
    const house = await startHouse();
    const jane = await house.signIn(await house.meet('U1'));
    const bob = await house.signIn(await house.meet('U2'));
    await bob.submit('/account/sessions', '/account/sessions/1/end');
    expect((await jane.open('/incidents')).status).toBe(200);
  });

  test('end with the cookie when people sign out here', async () => {
    const house = await startHouse();
    const jane = await house.signIn(await house.meet('U1'));
    const response = await jane.submit('/account/sessions', '/account/sessions/1/end');
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toMatch(/^opsknight_session=; Max-Age=0/);
    expect(await response.text()).toContain('Signed out');
    expect((await jane.open('/incidents')).status).toBe(401);
  });

  test('all end when people sign out everywhere', async () => {
    const house = await startHouse();
    const person = await house.meet('U1');
    const [laptop, phone] = [await house.signIn(person), await house.signIn(person)];
    await laptop.submit('/account/sessions', '/account/sessions/end-all');
    expect((await laptop.open('/incidents')).status).toBe(401);
    expect((await phone.open('/incidents')).status).toBe(401);
  });

  test('are ended by forms of their own pages only', async () => {
    const house = await startHouse();
    const jane = await house.signIn(await house.meet('U1'));
    const response = await jane.post('/account/sessions/end-all', {}, { Origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect((await jane.open('/incidents')).status).toBe(200);
  });
});
