import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from 'local-slack';
import { issueKey } from '../../src/keys/issue.ts';
import { OPERATOR } from '../operator.ts';
import { until } from '../until.ts';
import { App, cardsIn, openIncidents } from './app.ts';

const SETTINGS = `
workspace:
  default_channel: "#incidents"
  post_mortem: { channel: "#general" }
users:
  - { name: Jane Doe, email: jane@example.com, role: admin, timezone: Europe/Berlin }
  - { name: Bob Smith, email: bob@example.com, role: responder }
  - { name: Carol Jones, email: carol@example.com, role: viewer }
services:
  - { name: Payroll, channel: "#leads" }
`;

const WANTED = { name: 'wiki', serviceId: null, ruleSet: null, reach: 'organisation', limit: null } as const;

let app: App;
let jane: Person;
let bob: Person;
let carol: Person;
let cards: Awaited<ReturnType<typeof cardsIn>>;

beforeAll(async () => {
  const titles = ['Shop is <down> *now*'];
  const fill = async (_: unknown, file: string) => {
    await openIncidents(file, titles);
    await openIncidents(file, ['Salaries are late'], { service: 'Payroll' });
  };
  app = await App.start(SETTINGS, fill, { isPaced: false });
  [jane, bob, carol] = ['jane', 'bob', 'carol'].map((name) => app.slack.workspace().member(name)) as [
    Person,
    Person,
    Person,
  ];
  cards = await cardsIn(app, titles);
});
afterAll(() => app.stop());

/** Somebody's browser on the page of a post-mortem. */
async function browserOf(person: Person, number: number) {
  const cookie = await app.signIn(person);
  const path = `/incidents/${number}/postmortem`;
  const get = (rest = '') => fetch(`${app.url}${path}${rest}`, { headers: { cookie } });
  let token = '';
  return {
    get,
    async html() {
      const response = await get();
      const html = await response.text();
      token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? token;
      return html;
    },
    async send(name: string, fields: Record<string, string>) {
      const response = await fetch(`${app.url}${path}/${name}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, origin: app.url },
        body: new URLSearchParams({ form_token: token, ...fields }),
      });
      return { status: response.status, html: await response.text() };
    },
  };
}

/** What the form would send of every part, as the page shows it. */
function fieldsIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of html.matchAll(/name="(seen-\d+)" value="([^"]*)"/g)) fields[name] = value;
  for (const [, name = '', value = ''] of html.matchAll(/name="(part-\d+)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
    fields[name] = value
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&');
  }
  return fields;
}

/** The field of the part with this heading. */
function partOf(html: string, heading: string): string {
  return new RegExp(`for="(part-\\d+)">${heading}<`).exec(html)?.[1] ?? '';
}

test('the command makes it of the timeline, once; what came from outside shows as it is', async () => {
  const { card, key } = cards('Shop is <down> *now*');
  await jane.click(card, 'Acknowledge');
  await card.waitForReply('Acknowledged by @jane');
  await bob.command('#general', `/opsknight note ${key} the <cache> was _full_`);
  await bob.seesEphemeral(`Your note is in the timeline of ${key}`);
  await jane.command('#general', `/opsknight resolve ${key}`);
  await card.waitForReply('Resolved by @jane');
  await jane.command('#general', `/opsknight postmortem ${key}`);
  await jane.seesEphemeral(`The post-mortem of ${key} is there to be written.`);
  const browser = await browserOf(jane, 1);
  const html = await browser.html();
  expect(html).toContain('<h1>INC-1: Shop is &lt;down&gt; *now*</h1>');
  expect(html).toMatch(
    /<strong>\d{4}-\d\d-\d\d \d\d:\d\d Europe\/Berlin<\/strong> Note by @bob: the &lt;cache&gt; was _full_/,
  );
  for (const heading of ['Impact', 'Timeline', 'Causes', 'What went well', 'Lessons', 'Action items']) {
    expect(html).toContain(`<h2>${heading}</h2>`);
  }
  await bob.command('#general', `/opsknight postmortem ${key}`);
  await bob.seesEphemeral(`The post-mortem of ${key} is there to be written.`);
  expect(app.rows('post_mortems')).toEqual({ post_mortems: 1 });
});

test('two people write at once: parts that one of them has touched are both kept, of the same one neither is lost', async () => {
  const [janes, bobs] = [await browserOf(jane, 1), await browserOf(bob, 1)];
  const html = await janes.html();
  await bobs.html();
  const [lessons, causes] = [partOf(html, 'Lessons'), partOf(html, 'Causes')];
  expect((await janes.send('edit', { ...fieldsIn(html), [lessons]: 'Restores are *tested* monthly.' })).status).toBe(
    303,
  );
  expect((await bobs.send('edit', { ...fieldsIn(html), [causes]: 'A full cache.' })).status).toBe(303);
  const refused = await bobs.send('edit', { ...fieldsIn(html), [lessons]: 'Caches <b>fill</b>.' });
  expect(refused.status).toBe(409);
  expect(refused.html).toContain('somebody else has changed the same part meanwhile');
  expect(refused.html).toContain('Restores are *tested* monthly.</pre>');
  expect(refused.html).toContain('Caches &lt;b&gt;fill&lt;/b&gt;.</textarea>');
  expect((await bobs.send('edit', fieldsIn(refused.html))).status).toBe(303);
  const now = await janes.html();
  expect(now).toContain('Caches &lt;b&gt;fill&lt;/b&gt;.');
  expect(now).toContain('A full cache.');
});

test('it is reviewed, then published to a channel, one message for one press; what is edited is a draft again', async () => {
  const browser = await browserOf(jane, 1);
  const html = await browser.html();
  const version = () => /name="version" value="(\d+)"/;
  const draft = version().exec(html)?.[1] ?? '';
  const early = await browser.send('publish', { version: draft, channel: '#general' });
  expect(early).toMatchObject({ status: 409, html: expect.stringContaining('mark it as reviewed first') });
  expect((await browser.send('review', { version: draft })).status).toBe(303);
  const reviewed = await browser.html();
  expect(reviewed).toContain('name="channel" value="#general"');
  const asked = { version: version().exec(reviewed)?.[1] ?? '', channel: '#general' };
  expect((await browser.send('publish', asked)).status).toBe(303);
  expect((await browser.send('publish', asked)).status).toBe(409);
  const general = app.slack.workspace().channel('#general');
  const said = await general.waitForMessage('Post-mortem of INC-1');
  expect(said.visible().text).toBe('📄 Post-mortem of INC-1, published by @jane: Shop is <down> *now*');
  expect(await browser.html()).toContain('Published');
  expect(general.messages().filter((one) => one.visible().text.includes('Post-mortem of INC-1'))).toHaveLength(1);
  const after = await browser.html();
  await browser.send('edit', { ...fieldsIn(after), [partOf(after, 'Impact')]: 'Nobody could buy.' });
  expect(await browser.html()).toContain('Draft');
});

test('it is downloaded, and told by the API, as Markdown; the list finds it by what is written in it', async () => {
  const browser = await browserOf(bob, 1);
  const download = await browser.get('/download');
  expect(download.headers.get('content-disposition')).toContain('post-mortem-INC-1.md');
  const markdown = await download.text();
  expect(markdown).toContain('# INC-1: Shop is \\<down\\> \\*now\\*');
  expect(markdown).toContain('## Impact\n\nNobody could buy.\n');
  const issued = await app.withStorage(({ keys }) => issueKey(keys, WANTED, { at: Date.now(), by: OPERATOR }));
  if (issued.kind !== 'issued') throw new Error('no key was made');
  const authorization = `Bearer ${issued.secret}`;
  const answer = await fetch(`${app.url}/api/incidents/INC-1/postmortem`, { headers: { authorization } });
  expect(await answer.json()).toMatchObject({ incident: 'INC-1', state: 'draft', markdown });
  const cookie = await app.signIn(bob);
  const list = async (q: string) => (await fetch(`${app.url}/post-mortems?q=${q}`, { headers: { cookie } })).text();
  expect(await list('nobody+buy')).toContain('INC-1: Shop is &lt;down&gt;');
  expect(await list('unheard')).toContain('None has all of these words.');
});

test('what is private stays so: nobody else finds it, and no other channel hears of it', async () => {
  const leads = app.slack.workspace().channel('#leads');
  leads.add(jane);
  await leads.waitForMessage('Salaries are late');
  await jane.command('#general', '/opsknight postmortem INC-2');
  await jane.seesEphemeral('The post-mortem of INC-2 is there to be written.');
  const others = await browserOf(bob, 2);
  for (const path of ['', '/download']) expect((await others.get(path)).status).toBe(404);
  await others.html();
  const token = { version: '1' };
  await (await browserOf(bob, 1)).html();
  expect((await others.send('review', token)).status).not.toBe(303);
  await bob.command('#general', '/opsknight postmortem INC-2');
  await bob.seesEphemeral('There is no INC-2');
  const cookie = await app.signIn(bob);
  expect(await (await fetch(`${app.url}/post-mortems`, { headers: { cookie } })).text()).not.toContain('Salaries');
  const own = await browserOf(jane, 2);
  await own.html();
  expect((await own.send('review', { version: '1' })).status).toBe(303);
  expect((await own.send('publish', { version: '2', channel: '#general' })).status).toBe(303);
  await until(async () => (await own.html()).includes('It was not published: the incident is private'));
  const general = app.slack.workspace().channel('#general');
  expect(general.messages().filter((one) => one.visible().text.includes('INC-2'))).toEqual([]);
});

test('whoever may only look reads it, and finds nothing to change it with', async () => {
  const browser = await browserOf(carol, 1);
  const html = await browser.html();
  expect(html).toContain('<h2>Lessons</h2>');
  expect(html).not.toContain('<summary>Edit</summary>');
  await carol.command('#general', '/opsknight postmortem INC-1');
  await carol.seesEphemeral('You may look at incidents, but not change them');
});
