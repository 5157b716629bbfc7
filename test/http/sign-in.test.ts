import { describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/clock.ts';
import { startHouse } from './support.ts';

const open = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(url, {
    method,
    headers: { Accept: 'text/html', 'User-Agent': 'Mozilla/5.0 Firefox', ...headers },
    redirect: 'manual',
  });

describe('a sign-in link', () => {
  test('signs the browser in and leads to where the person wanted to go', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    expect(await house.links.hasSession(jane)).toBe(false);

    const response = await open(await house.links.create(jane, '/incidents/42?from=slack'));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/incidents/42?from=slack');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const cookie = response.headers.get('set-cookie');
    expect(cookie).toMatch(/^opsknight_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await house.links.hasSession(jane)).toBe(true);
  });

  test('gives a cookie for HTTPS only, where people use HTTPS', async () => {
    const house = await startHouse({ baseUrl: 'https://opsknight.example.com' });
    const jane = await house.meet('U1');
    const cookie = (await open(await house.links.create(jane, '/incidents'))).headers.get('set-cookie');
    expect(cookie).toMatch(/^__Host-opsknight_session=/);
    expect(cookie).toMatch(/Secure/);
  });

  test('works once', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    expect((await open(link)).status).toBe(303);
    await expectRefusal(await open(link));
  });

  test('works once also when it is opened twice at the same moment', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const answers = await Promise.all([open(link), open(link), open(link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
  });

  test('works for ten minutes', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const [early, late] = [await house.links.create(jane, '/incidents'), await house.links.create(jane, '/incidents')];
    house.clock.time += 10 * MINUTE - 1;
    expect((await open(early)).status).toBe(303);
    house.clock.time += 1;
    await expectRefusal(await open(late));
  });

  test('that is forged opens nothing', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    await expectRefusal(await open(`${link.slice(0, -1)}_`));
    await expectRefusal(await open(`${house.url}/sign-in/forged`));
  });

  test.each([
    [
      'the robot that draws previews',
      'GET',
      { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
    ],
    ['a browser that loads ahead', 'GET', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['a look at the headers', 'HEAD', {}],
  ])('is not used up by %s', async (_, method, headers) => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const look = await open(link, headers, method);
    expect(look.status).toBe(200);
    expect(look.headers.get('set-cookie')).toBeNull();
    expect((await open(link)).status).toBe(303);
  });

  test.each(['//evil.example/x', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '\t//evil.example'])(
    'never leads elsewhere: %j',
    async (path) => {
      const house = await startHouse();
      const response = await open(await house.links.create(await house.meet('U1'), path));
      expect(response.headers.get('location')).toBe('/incidents');
    },
  );

  test.each([
    ['a guest', { isGuest: true }],
    ['an account that was deactivated meanwhile', { isDeactivated: true }],
    ['somebody of another organisation', { teamId: 'T2' }],
  ])('does not sign in %s', async (_, identity) => {
    const house = await startHouse();
    const response = await open(await house.links.create(await house.meet('U1', identity), '/incidents'));
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('leaves no token on disk or in the log', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const token = link.slice(link.lastIndexOf('/') + 1);
    house.sessions.createSession = () => Promise.reject(new Error('out of order'));
    expect((await open(link)).status).toBe(500);
    expect(house.logLines.join('')).toContain('/sign-in/:token');
    expect(house.logLines.join('')).not.toContain(token);
  });
});

describe('a session', () => {
  test('ends after twelve hours', async () => {
    const house = await startHouse();
    const jane = await house.signIn(await house.meet('U1'));
    house.clock.time += 12 * HOUR - 1;
    expect((await jane.open('/incidents')).status).toBe(200);
    house.clock.time += 1;
    expect((await jane.open('/incidents')).status).toBe(401);
  });

  test.each([
    ['is deactivated', { isDeactivated: true }],
    ['becomes a guest', { isGuest: true }],
  ])('ends at once when the Slack account %s, for good', async (_, identity) => {
    const house = await startHouse();
    const person = await house.meet('U1');
    const jane = await house.signIn(person);
    await house.meet('U1', identity);
    expect((await jane.open('/incidents')).status).toBe(401);
    await house.meet('U1');
    expect((await jane.open('/incidents')).status).toBe(401);
    expect(await house.links.hasSession(person)).toBe(false);
  });

  test('of the same browser takes the place of the one before', async () => {
    const house = await startHouse();
    const person = await house.meet('U1');
    const jane = await house.signIn(person);
    await open(await house.links.create(person, '/incidents'), { Cookie: jane.cookie });
    expect((await jane.open('/incidents')).status).toBe(401);
    expect(await house.sessions.sessionsOf(person, house.clock.now())).toHaveLength(1);
  });
});

describe('without a session', () => {
  test.each(['/incidents', '/incidents/1', '/insights', '/account/sessions'])(
    '%s says how to sign in',
    async (path) => {
      const house = await startHouse();
      await house.sendEvents({ event_action: 'trigger', title: 'secret title' });
      const response = await open(`${house.url}${path}`);
      expect(response.status).toBe(401);
      const html = await response.text();
      expect(html).toContain('View in OpsKnight');
      expect(html).toContain('/opsknight web');
      expect(html).not.toContain('secret title');
    },
  );

  test('a forged cookie is of no use', async () => {
    const house = await startHouse();
    expect((await open(`${house.url}/incidents`, { Cookie: 'opsknight_session=forged' })).status).toBe(401);
  });
});

async function expectRefusal(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  expect(response.headers.get('set-cookie')).toBeNull();
  const html = await response.text();
  expect(html).toContain('View in OpsKnight');
  expect(html).toContain('/opsknight web');
}
