import { describe, expect, test } from '@jest/globals';
import { Arrivals } from '../../src/http/arrivals.ts';
import { FailedAttempts } from '../../src/http/pages/failed-attempts.ts';
import type { SlackPerson } from '../../src/http/store.ts';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.ts';
import { HandTurnedClock } from '../hand-turned-clock.ts';
import { type House, redeem, startHouse } from './support.ts';

const open = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(url, {
    method,
    headers: { Accept: 'text/html', 'User-Agent': 'Mozilla/5.0 Firefox', ...headers },
    redirect: 'manual',
  });

const isSignedIn = async ({ sessions, clock }: House, person: SlackPerson) =>
  (await sessions.sessionsOf(person, clock.now())).length > 0;

describe('a sign-in link', () => {
  test('asks first, and signs nobody in by being opened', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const link = await house.links.create(jane, '/incidents');
    for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS', 'GET']) {
      const look = await open(link, {}, method);
      expect(look.headers.get('set-cookie')).toBeNull();
      expect(look.headers.get('referrer-policy')).toBe('no-referrer');
      expect(look.headers.get('cache-control')).toBe('no-store');
      if (method !== 'GET') continue;
      expect(look.status).toBe(200);
      const html = await look.text();
      expect(html).toContain('Continue as @jane');
      expect(html).not.toContain('instead');
    }
    expect(await isSignedIn(house, jane)).toBe(false);
    expect((await redeem(link)).status).toBe(303);
  });

  test('signs the browser in once it is confirmed, and leads to where the person wanted to go', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const response = await redeem(await house.links.create(jane, '/incidents/42?from=slack'));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/incidents/42?from=slack');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const cookie = response.headers.get('set-cookie');
    expect(cookie).toMatch(/^opsknight_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await isSignedIn(house, jane)).toBe(true);
  });

  test('gives a cookie for HTTPS only, where people use HTTPS', async () => {
    const house = await startHouse({ baseUrl: 'https://opsknight.example.com' });
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const cookie = (await redeem(link, { Origin: 'https://opsknight.example.com' })).headers.get('set-cookie');
    expect(cookie).toMatch(/^__Host-opsknight_session=/);
    expect(cookie).toMatch(/Secure/);
  });

  test('works once, and then says so to whoever opens it as well', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    expect((await redeem(link)).status).toBe(303);
    await expectRefusal(await redeem(link));
    await expectRefusal(await open(link));
  });

  test('works once also when it is confirmed twice at the same moment', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const answers = await Promise.all([redeem(link), redeem(link), redeem(link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
  });

  test('works for ten minutes', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const [early, late] = [await house.links.create(jane, '/incidents'), await house.links.create(jane, '/incidents')];
    house.clock.time += 10 * MINUTE - 1;
    expect((await redeem(early)).status).toBe(303);
    house.clock.time += 1;
    await expectRefusal(await open(late));
    await expectRefusal(await redeem(late));
  });

  test('that is forged opens nothing', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    for (const forged of [`${link.slice(0, -1)}_`, `${house.url}/sign-in/forged`, `${house.url}/sign-in/%00`]) {
      await expectRefusal(await open(forged));
      await expectRefusal(await redeem(forged));
    }
  });

  test.each<[string, Record<string, string>]>([
    ['a page of another site', { Origin: 'https://evil.example' }],
    ['a page that hides where it is', { Origin: 'null' }],
    ['another site, as the browser says', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another site, as JSON', { Origin: 'https://evil.example', 'Content-Type': 'application/json' }],
  ])('is not redeemed by a form of %s', async (_, headers) => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const link = await house.links.create(jane, '/incidents');
    const response = await redeem(link, headers);
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await isSignedIn(house, jane)).toBe(false);
    expect((await redeem(link)).status).toBe(303);
  });

  test('of somebody else warns whoever is signed in, and leaves their session alone until it is confirmed', async () => {
    const house = await startHouse();
    const bob = await house.signIn(await house.meet('U2', { displayName: 'bob', email: 'bob@example.com' }));
    const jane = await house.meet('U1');
    const link = await house.links.create(jane, '/incidents');

    const html = await (await open(link, { Cookie: bob.cookie })).text();
    expect(html).toMatch(/signed in as <strong>@bob<\/strong>/);
    expect(html).toContain('Continue as @jane');
    expect((await bob.open('/incidents')).status).toBe(200);

    const cookie = (await redeem(link, { Cookie: bob.cookie })).headers.get('set-cookie')?.split(';')[0];
    expect(cookie).not.toBe(bob.cookie);
    expect((await bob.open('/incidents')).status).toBe(401);
  });

  test('gives the browser a new session, never one that it was handed before', async () => {
    const house = await startHouse();
    const planted = 'opsknight_session=planted-by-somebody';
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const cookie = (await redeem(link, { Cookie: planted })).headers.get('set-cookie') ?? '';
    expect(cookie).not.toContain('planted');
    expect((await open(`${house.url}/incidents`, { Cookie: planted })).status).toBe(401);
  });

  test('can not be guessed at: after twenty failures within a minute the address has to wait', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    for (let guess = 0; guess < 10; guess++) {
      await expectRefusal(await open(`${house.url}/sign-in/guess${guess}`));
      await expectRefusal(await redeem(`${house.url}/sign-in/guess${guess}`));
    }
    house.clock.time += 15 * SECOND;
    for (const answer of [await open(link), await redeem(link)]) {
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toBe('45');
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(await answer.text()).toContain('in 45 seconds');
    }
    house.clock.time += 45 * SECOND;
    expect((await redeem(link)).status).toBe(303);
  });

  test('works also for the thirtieth person who signs in within a minute', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    for (let person = 0; person < 30; person++) {
      expect((await redeem(await house.links.create(jane, '/incidents'))).status).toBe(303);
    }
  });

  test.each(['//evil.example/x', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '\t//evil.example'])(
    'never leads elsewhere: %j',
    async (path) => {
      const house = await startHouse();
      const response = await redeem(await house.links.create(await house.meet('U1'), path));
      expect(response.headers.get('location')).toBe('/incidents');
    },
  );

  test.each([
    ['a guest', { isGuest: true }],
    ['an account that was deactivated meanwhile', { isDeactivated: true }],
    ['somebody of another organisation', { teamId: 'T2' }],
  ])('does not sign in %s', async (_, identity) => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1', identity), '/incidents');
    for (const response of [await open(link), await redeem(link)]) {
      expect(response.status).toBe(403);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  });

  test('leaves no token on disk or in the log', async () => {
    const house = await startHouse();
    const link = await house.links.create(await house.meet('U1'), '/incidents');
    const token = link.slice(link.lastIndexOf('/') + 1);
    house.sessions.createSession = () => Promise.reject(new Error('out of order'));
    expect((await redeem(link)).status).toBe(500);
    expect(house.logLines.join('')).toContain('/sign-in/:token');
    expect(house.logLines.join('')).not.toContain(token);
  });
});

test('over all addresses, failures are counted as well, and each minute anew, also when the clock is set back', () => {
  const clock = new HandTurnedClock(1_000_000);
  const failed = new FailedAttempts(clock);
  for (let failure = 0; failure < 200; failure++) failed.count(`10.0.0.${failure}`);
  expect(failed.wait('10.1.1.1')).toBe(60);
  clock.time -= HOUR;
  expect(failed.wait('10.1.1.1')).toBeNull();
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
    expect(await isSignedIn(house, person)).toBe(false);
  });

  test('of the same browser takes the place of the one before', async () => {
    const house = await startHouse();
    const person = await house.meet('U1');
    const jane = await house.signIn(person);
    await redeem(await house.links.create(person, '/incidents'), { Cookie: jane.cookie });
    expect((await jane.open('/incidents')).status).toBe(401);
    expect(await house.sessions.sessionsOf(person, house.clock.now())).toHaveLength(1);
  });
});

describe('whoever presses View', () => {
  const PATH = '/incidents/42';

  test('needs a link when they are signed in nowhere', async () => {
    const house = await startHouse();
    expect(await house.links.isNeeded(await house.meet('U1'), PATH)).toBe(true);
  });

  test('needs none where the page opens in a browser in which they are signed in, whoever else looks at it', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const laptop = await house.signIn(jane);
    await laptop.open(PATH);
    await open(`${house.url}${PATH}`);
    expect(await house.links.isNeeded(jane, PATH)).toBe(false);
  });

  test('needs one on the phone, also while the laptop is signed in and shows the same page', async () => {
    const house = await startHouse();
    const jane = await house.meet('U1');
    const laptop = await house.signIn(jane);
    await open(`${house.url}${PATH}`, { Cookie: laptop.cookie, 'HX-Request': 'true' });
    await open(`${house.url}${PATH}`);
    expect(await house.links.isNeeded(jane, PATH)).toBe(true);
    expect(await house.links.isNeeded(jane, '/incidents/43')).toBe(false);
  });

  test('causes no link by what strangers open, and what they open is forgotten', async () => {
    const stopwatch = { elapsed: () => elapsed };
    let elapsed = 0;
    const arrivals = new Arrivals(stopwatch, async () => {});
    const jane = { connectionId: 1, slackUserId: 'U1' };
    arrivals.note(PATH, null);
    expect(await arrivals.isLockedOut(PATH, jane)).toBe(true);
    elapsed += 10 * SECOND;
    expect(await arrivals.isLockedOut(PATH, jane)).toBe(false);
    for (let number = 0; number <= 1_000; number++) arrivals.note(`/incidents/${number}`, null);
    expect(await arrivals.isLockedOut('/incidents/0', jane)).toBe(false);
    expect(await arrivals.isLockedOut('/incidents/1', jane)).toBe(true);
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

  test('the page of an incident says that pressing View has sent a link, and waits for it to be used in this browser', async () => {
    const house = await startHouse();
    const html = await (await open(`${house.url}/incidents/42?before=7`)).text();
    expect(html).toMatch(/I(&#39;|')ve sent you a link in Slack/);
    expect(html).toContain('href="slack://open"');
    expect(html).toContain('hx-get="/sign-in?to=%2Fincidents%2F42%3Fbefore%3D7"');

    const waiting = `${house.url}/sign-in?to=%2Fincidents%2F42`;
    const ask = (cookie = '') => open(waiting, { 'HX-Request': 'true', Cookie: cookie });
    const jane = await house.signIn(await house.meet('U1'));
    for (const cookie of ['', 'opsknight_session=forged']) {
      const answer = await ask(cookie);
      expect([answer.status, answer.headers.get('hx-redirect')]).toEqual([204, null]);
    }
    const answer = await ask(jane.cookie);
    expect([answer.status, answer.headers.get('hx-redirect')]).toEqual([204, '/incidents/42']);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'the page that waits never goes on to %j',
    async (to) => {
      const house = await startHouse();
      const jane = await house.signIn(await house.meet('U1'));
      const path = `/sign-in?to=${encodeURIComponent(to)}`;
      expect((await jane.open(path)).headers.get('location')).toBe('/incidents');
      const answer = await open(`${house.url}${path}`, { 'HX-Request': 'true', Cookie: jane.cookie });
      expect(answer.headers.get('hx-redirect')).toBe('/incidents');
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
