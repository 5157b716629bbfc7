import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MessageHandle, Person } from 'local-slack';
import { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const VIEW = 'View in OpsKnight';

async function incident(title: string): Promise<MessageHandle> {
  await house.trigger(title, { urgency: 'LOW' });
  return house.channel('#payment-alerts').waitForMessage(title);
}

/** Presses View, and takes the personal link out of the answer by pressing that one's button. */
async function linkOf(person: Person, card: MessageHandle): Promise<string> {
  await person.click(card, VIEW);
  const answer = await person.seesEphemeral('This link is yours alone');
  await person.click(answer, answer.visible().buttons[0] ?? '');
  return person.openedUrls.at(-1) ?? '';
}

const browse = (url: string, cookie = '') => fetch(url, { redirect: 'manual', headers: { cookie } });

/** Opens the link, and presses **Continue** on its page. */
const redeem = (link: string) =>
  fetch(link, { method: 'POST', redirect: 'manual', headers: { origin: house.app.url } });

async function signIn(link: string): Promise<string> {
  const question = await browse(link);
  expect(question.status).toBe(200);
  expect(question.headers.get('set-cookie')).toBeNull();
  expect(await question.text()).toContain('Continue as @');
  const answer = await redeem(link);
  expect(answer.status).toBe(303);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  return cookie.split(';')[0] ?? '';
}

describe('pressing View', () => {
  test('opens the page of the incident, which without a session says just that', async () => {
    const card = await incident('Private page');
    const alice = house.person('alice');
    await alice.click(card, VIEW);
    const page = alice.openedUrls.at(-1) ?? '';
    expect(page).toMatch(/\/incidents\/\d+$/);
    const answer = await browse(page);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('Private page');
  });

  test('sends a link that signs in once, and only once', async () => {
    const card = await incident('Seen in the browser');
    const jane = house.person('jane');
    const link = await linkOf(jane, card);
    const cookie = await signIn(link);
    const page = await browse(jane.openedUrls.find((url) => url.includes('/incidents/')) ?? '', cookie);
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('Seen in the browser');
    expect(text).toMatch(/Triggered/i);

    expect((await browse(link)).status).toBe(403);
    expect((await redeem(link)).status).toBe(403);
    expect((await browse(`${link}x`)).status).toBe(403);
    expect((await browse(`${house.app.url}/incidents/99999`, cookie)).status).toBe(404);
  });

  test('sends nothing to somebody who is signed in already', async () => {
    const card = await incident('Already signed in');
    const bob = house.person('bob');
    const cookie = await signIn(await linkOf(bob, card));
    await bob.click(card, VIEW);
    await browse(bob.openedUrls.at(-1) ?? '', cookie);
    await bob.command('#general', '/opsknight help');
    await bob.seesEphemeral('What I can do for you');
    await expect(bob.seesEphemeral('This link is yours alone', { timeoutMs: 1 })).rejects.toThrow();
  });

  test('sends a link also to somebody who is signed in, but not in this browser', async () => {
    const card = await incident('Seen on the phone as well');
    const carol = house.person('carol');
    await signIn(await linkOf(carol, card));
    await carol.click(card, VIEW);
    await browse(carol.openedUrls.at(-1) ?? '');
    await carol.seesEphemeral('This link is yours alone');
  });

  test('tells a guest that the incidents are not for them', async () => {
    await house.send({ event_action: 'trigger', title: 'Looked at by a guest', urgency: 'LOW' });
    const card = await house.channel('#incidents').waitForMessage('Looked at by a guest');
    const guest = house.person('guest');
    await guest.click(card, VIEW);
    await guest.seesEphemeral("Guests can't work on incidents");
  });
});

test('/opsknight web signs in without an incident', async () => {
  const carol = house.person('carol');
  await carol.command('#general', '/opsknight web');
  const answer = await carol.seesEphemeral('Open OpsKnight in your browser');
  await carol.click(answer, 'Open OpsKnight');
  const cookie = await signIn(carol.openedUrls.at(-1) ?? '');
  expect((await browse(`${house.app.url}/incidents`, cookie)).status).toBe(200);
});

test('a session ends with the Slack account', async () => {
  const dora = house.workspace.join({ name: 'dora', realName: 'Dora New', email: 'dora@example.com' });
  await dora.command('#general', '/opsknight web');
  const answer = await dora.seesEphemeral('Open OpsKnight in your browser');
  await dora.click(answer, 'Open OpsKnight');
  const cookie = await signIn(dora.openedUrls.at(-1) ?? '');
  dora.deactivate();
  // The app hears of it a moment after Slack knows.
  let status = 200;
  while (status === 200) status = (await browse(`${house.app.url}/incidents`, cookie)).status;
  expect(status).toBe(401);
});

test('a session ends also with an account of which Slack could not tell at the time', async () => {
  const erin = house.workspace.join({ name: 'erin', realName: 'Erin New', email: 'erin@example.com' });
  await erin.command('#general', '/opsknight web');
  const answer = await erin.seesEphemeral('Open OpsKnight in your browser');
  await erin.click(answer, 'Open OpsKnight');
  const cookie = await signIn(erin.openedUrls.at(-1) ?? '');
  house.slack.faults.outage(true);
  while ((await fetch(`${house.app.url}/readyz`)).ok);
  erin.deactivate();
  house.slack.faults.outage(false);
  await house.app.ready();
  let status = 200;
  while (status === 200) status = (await browse(`${house.app.url}/incidents`, cookie)).status;
  expect(status).toBe(401);
});
