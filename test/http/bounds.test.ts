import { describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { type Browser, type House, startHouse } from './support.ts';

const TRIGGER = { event_action: 'trigger', title: 'Disk full', dedup_key: 'disk' };

const MAX_ANSWER = 64 * 1024;
const MAX_PAGE = 200_000;
const MEGABYTE = 1024 * 1024;

interface Answer {
  error?: string;
  /** As PagerDuty says it. */
  errors?: string[];
  issues?: { path: string; message: string }[];
  results?: Partial<{ action: string; incident: string; dedup_key: string; error: string; issues: unknown[] }>[];
}

async function answerOf(response: Response): Promise<{ status: number; body: Answer; size: number }> {
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Answer, size: Buffer.byteLength(text) };
}

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const withDetails = (details: string) => `{"event_action":"trigger","title":"t","details":${details}}`;

describe('an answer stays small, whatever is sent', () => {
  test('to five megabytes of components that are no text', async () => {
    const house = await startHouse();
    const components = Array.from({ length: 2 * MEGABYTE }, () => 1);
    const { status, body, size } = await answerOf(await house.sendEvents({ ...TRIGGER, components }));
    expect(status).toBe(400);
    expect(body.issues).toHaveLength(20);
    expect(body.error).toMatch(/The first 20 of/);
    expect(size).toBeLessThan(MAX_ANSWER);
  });

  test.each([
    ['of another type', 7],
    ['full of mistakes', { event_action: '"\\\u0001'.repeat(200), servce: 1, titel: 1, urgncy: 1, detials: 1 }],
    ['for a service that nobody knows', { ...TRIGGER, service: '"\\'.repeat(1_000) }],
  ])('to a thousand events %s', async (_, event) => {
    const house = await startHouse();
    const bad = Array.from({ length: 999 }, () => event);
    const refused = await answerOf(await house.sendEvents([event, ...bad]));
    expect(refused.status).toBe(400);
    expect(refused.body.issues).toHaveLength(20);
    expect(refused.size).toBeLessThan(MAX_ANSWER);

    const mixed = await answerOf(await house.sendEvents([...bad, TRIGGER]));
    expect(mixed.status).toBe(202);
    expect(mixed.body.results).toHaveLength(1_000);
    expect(mixed.body.results?.[0]?.issues?.length).toBeGreaterThan(0);
    expect(mixed.body.results?.flatMap(({ issues }) => issues ?? []).length).toBeLessThanOrEqual(20);
    expect(mixed.body.results?.[500]?.error).toBeDefined();
    expect(mixed.size).toBeLessThan(MAX_ANSWER);
  });

  test('to an event of fifteen thousand fields', async () => {
    const house = await startHouse();
    const fields = Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`titel${index}`, 1]));
    const { status, size } = await answerOf(await house.sendEvents({ event_action: 'trigger', ...fields }));
    expect(status).toBe(400);
    expect(size).toBeLessThan(MAX_ANSWER);
  });

  test.each([
    ['a few letters', (index: number) => `key-${index}`],
    ['letters that take six bytes each', (index: number) => `${index}${'\u0001'.repeat(500)}`],
    ['nothing', () => null],
  ])('to a thousand new incidents whose dedup keys are %s; each is told in its place', async (_, dedupKey) => {
    const house = await startHouse();
    const events = Array.from({ length: 1_000 }, (_, index) => ({ ...TRIGGER, dedup_key: dedupKey(index) }));
    const { status, body, size } = await answerOf(await house.sendEvents(events));
    expect(status).toBe(202);
    expect(body.results?.map(({ incident }) => incident)).toEqual(events.map((_, index) => `INC-${index + 1}`));
    expect(body.results?.[0]?.dedup_key).toBeDefined();
    expect(size).toBeLessThan(MAX_ANSWER);
  });
});

describe('what would take long to read is not read', () => {
  const many = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, key) => [key, key])));
  const BODIES: [string, string, RegExp][] = [
    ['an object of many names', withDetails(many(300_000)), /an object of more than 20,000 names/],
    [
      'many objects',
      `[${Array.from({ length: 900 }, () => withDetails(many(200))).join()}]`,
      /more than 150,000 names/,
    ],
    ['what is nested a million deep', `${'['.repeat(1_000_000)}`, /nested more than 150,000 deep/],
  ];
  const PATHS = ['/api/events', '/api/integrations/alertmanager', '/v2/enqueue', '/api/incidents'];

  test.each(BODIES)('%s', async (_, sent, message) => {
    const house = await startHouse();
    for (const path of PATHS) {
      const { status, body, size } = await answerOf(await house.post(path, sent));
      expect([path, status, body.error ?? body.errors?.[0]]).toEqual([path, 413, expect.stringMatching(message)]);
      expect(size).toBeLessThan(1_000);
    }
    expect(await house.store.get(1)).toBeNull();
  });

  test('what only looks so in its texts is read', async () => {
    const house = await startHouse();
    const text = `${'{[:,'.repeat(30_000)}${'\\"'.repeat(30_000)}\\`;
    const sent = await answerOf(await house.sendEvents([{ ...TRIGGER, description: text }, TRIGGER]));
    expect(sent.body.results).toHaveLength(2);
  });
});

describe('of details only so much is kept', () => {
  test.each([
    ['nested 4,000 deep', nested(4_000)],
    ['of 200,000 values', JSON.stringify({ list: Array.from({ length: 200_000 }, () => 0) })],
    ['of a megabyte', JSON.stringify({ text: '"<&>'.repeat(MEGABYTE / 4) })],
    ['of 15,000 keys', JSON.stringify(Object.fromEntries(Array.from({ length: 15_000 }, (_, key) => [key, key])))],
  ])('%s', async (_, details) => {
    const house = await startHouse();
    expect((await house.sendEvents(withDetails(details))).status).toBe(202);
    const kept = (await house.store.get(1))?.details;
    expect(JSON.stringify(kept).length).toBeLessThan(10_000);
    expect(kept).toMatchObject({ note: expect.any(String), beginning: expect.stringContaining('…') });
  });

  test('what is small enough stays as it was, prototype keys and all', async () => {
    const house = await startHouse();
    const details = '{"__proto__":{"polluted":true},"constructor":1,"list":[1,null,{}]}';
    await house.sendEvents(withDetails(details));
    expect(JSON.stringify((await house.store.get(1))?.details)).toBe(details);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('the page of an incident stays small', () => {
  const QUOTES = '"'.repeat(16_384);
  const LINKS = 'http://a '.repeat(1_820);

  test.each([
    ['quotation marks', QUOTES],
    ['addresses', LINKS],
    ['letters of three bytes', '語'.repeat(16_384)],
  ])('with everything full of %s', async (_, text) => {
    const { house, jane } = await startWithJane();
    const components = Array.from({ length: 50 }, (_, index) => index + text.slice(0, 250));
    const details = Object.fromEntries(components.map((name) => [name, text.slice(0, 1_000)]));
    await house.sendEvents({
      ...TRIGGER,
      title: text,
      description: text,
      components,
      source: text,
      details,
      dedup_key: text,
    });
    await house.sendEvents({ ...TRIGGER, title: text.slice(1), dedup_key: text });
    const actor = await actorOf(house);
    for (let note = 0; note < 30; note++) {
      await house.incidents.execute(1, { type: 'note', text: text.slice(0, 3_000) }, actor);
    }
    await house.incidents.execute(1, { type: 'resolve', note: text.slice(0, 3_000) }, actor);
    for (const path of ['/incidents/1', '/incidents?status=all']) await expectSmallPage(jane, path);
  });

  test('whatever an older version has stored', async () => {
    const { house, jane } = await startWithJane();
    await house.sendEvents(TRIGGER);
    const huge = '<&">'.repeat(MEGABYTE / 4);
    const database = new Sqlite(house.databaseUrl.slice('file:'.length));
    database
      .prepare('update incidents set title = ?, description = ?, source = ?, url = ?, dedup_key = ?, components = ?')
      .run(
        huge,
        huge,
        huge,
        `https://a.example/${huge}`,
        huge,
        JSON.stringify(Array.from({ length: 100 }, () => huge.slice(0, 10_000))),
      );
    database.prepare('update incidents set details = ?').run(nested(4_000));
    database.prepare("update timeline_events set fact = json_object('kind', 'note_added', 'text', ?)").run(huge);
    database.close();
    await expectSmallPage(jane, '/incidents/1');
    await expectSmallPage(jane, '/incidents?status=all');
  });
});

describe('a timeline of any length', () => {
  test('shows its newest entries and its beginning, and the others on list pages', async () => {
    const { house, jane } = await startWithJane();
    await house.sendEvents(TRIGGER);
    const actor = await actorOf(house);
    await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        house.incidents.execute(1, { type: 'note', text: `n-${index}.` }, actor),
      ),
    );
    const seen = new Set<string>();
    let path: string | undefined = '/incidents/1';
    let pages = 0;
    while (path !== undefined) {
      const html = await jane.read(path);
      expect(html).toContain('Triggered by prometheus');
      for (const [note] of html.matchAll(/n-\d+\./g)) seen.add(note);
      if (++pages === 1) expect(html).toContain('70 older entries');
      else expect(html).toContain('Newest entries');
      path = /href="(\/incidents\/1\?before=\d+)#timeline"/.exec(html)?.[1];
    }
    expect(seen.size).toBe(120);
    expect(pages).toBe(3);
  });

  test('takes no more rows for a hundred repeats of an alert than for one', async () => {
    const { house } = await startWithJane();
    await house.sendEvents([TRIGGER, TRIGGER]);
    await house.sendEvents(Array.from({ length: 100 }, () => TRIGGER));
    expect(await house.store.timeline(1)).toHaveLength(1);
    expect(await house.store.repeats(1)).toMatchObject({ hours: [{ count: 101 }] });
  });

  test.each(['0', '-1', 'x', '9'.repeat(30), '1%00', ''])(
    'has no list page before %j, so shows the first',
    async (before) => {
      const { house, jane } = await startWithJane();
      await house.sendEvents(TRIGGER);
      const response = await jane.open(`/incidents/1?before=${before}`);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('Triggered by');
    },
  );
});

describe('a form that only claims to be one', () => {
  test.each([
    '/incidents/1/acknowledge',
    '/incidents/1/resolve',
    '/incidents/1/snooze',
    '/incidents/1/note',
    '/account/sessions/1/end',
    '/account/sessions/end-all',
  ])('is refused in words by %s', async (path) => {
    const { house, jane } = await startWithJane();
    await house.sendEvents(TRIGGER);
    const bodies = [
      ['multipart/form-data; boundary=x', '--x\r\nnot a part'],
      ['multipart/form-data', '--x--'],
      ['multipart/form-data; boundary=', ''],
    ] as const;
    for (const [type, body] of bodies) {
      const response = await fetch(`${house.url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': type, Accept: 'text/html', Cookie: jane.cookie, Origin: house.url },
        body,
      });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('nothing was changed');
    }
    expect((await house.store.get(1))?.state.status).toBe('OPEN');
  });
});

async function startWithJane() {
  const house = await startHouse();
  return { house, jane: await house.signIn(await house.meet('U1')) };
}

async function actorOf({ connectionId }: House) {
  return { kind: 'person', connectionId, slackUserId: 'U1', name: 'jane', userId: null } as const;
}

async function expectSmallPage(jane: Browser, path: string): Promise<void> {
  const response = await jane.open(path);
  expect(response.status).toBe(200);
  expect(Buffer.byteLength(await response.text())).toBeLessThan(MAX_PAGE);
}
