import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { signatureOf } from '../../src/outside/webhooks/signature.ts';
import { commandsIn, curl, wordsOf } from './shell.ts';
import { startHouse } from './support.ts';

/* What the documentation tells people to paste does what the page says. */

const FOLDER = 'docs/integrations';
const page = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

/** `curl … http://127.0.0.1:3000/api/integrations/x … -d '{…}'` */
const CURL = /curl (-u|-H|"http)[^\n]*(\/api\/integrations\/[\w-]+)[^\n]* -d '(\{[\s\S]*?\})'\n/g;
const EXAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md') && name !== 'webhook.md')
  .flatMap((name) => [...page(name).matchAll(CURL)].map(([, , path = '', body = '']) => ({ name, path, body })));

test('most pages show what is sent', () => {
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBeGreaterThan(8);
});

test.each(EXAMPLES)('the example of $name opens an incident', async ({ path, body }) => {
  const house = await startHouse();
  const response = await house.post(path, body);
  expect([response.status, await response.json()]).toMatchObject([202, { results: [{ action: 'opened' }] }]);
});

test("Zabbix's script sends the parameters of its table", async () => {
  const text = page('zabbix.md');
  const names = [...text.matchAll(/^\| `(\w+)` +\| (`.*`|.*?) +\|$/gm)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('`', ''),
  ]);
  const params = { ...Object.fromEntries(names), event_id: '7', event_value: '1', event_name: 'Disk full' };
  const sent: { url: string; body: string; headers: string[] }[] = [];
  class HttpRequest {
    readonly headers: string[] = [];
    addHeader(header: string) {
      this.headers.push(header);
    }
    post(url: string, body: string) {
      sent.push({ url, body, headers: this.headers });
      return '{}';
    }
    getStatus() {
      return 202;
    }
  }
  const [, script = ''] = /```js\n([\s\S]*?)```/.exec(text) ?? [];
  // Zabbix runs a script as the body of a function.
  expect(runInNewContext(`(function (value) {${script}})(value)`, { HttpRequest, value: JSON.stringify(params) })).toBe(
    'OK',
  );
  const [request] = sent;
  expect(request?.headers).toContain(`Authorization: Bearer ${params['opsknight_key']}`);
  expect(request?.body).not.toContain('opsknight_key');
  const house = await startHouse();
  expect((await house.post('/api/integrations/zabbix', request?.body)).status).toBe(202);
  expect(await house.store.get(1)).toMatchObject({ title: 'Disk full', source: 'Zabbix' });
});

test("Datadog's payload is JSON, with each of its variables", async () => {
  const [, payload = ''] = /```json\n([\s\S]*?)```/.exec(page('datadog.md')) ?? [];
  const filledIn = payload.replaceAll('$EVENT_TITLE', '[Triggered] CPU is high').replaceAll('$ALERT_PRIORITY', 'P3');
  const house = await startHouse();
  expect((await house.post('/api/integrations/datadog', filledIn)).status).toBe(202);
  expect(await house.store.get(1)).toMatchObject({ title: 'CPU is high', urgency: 'MEDIUM' });
});

const SETTINGS = `
users: [{ name: Bob Stone, email: bob@example.com }]
services: [{ name: Payment API }, { name: Search }]
heartbeats: [{ name: nightly-backup, every: 24h }]
templates: [{ name: deploy, message: "{service} {version} {build}" }]
`;

/** Those of the documentation that ask OpsKnight itself, filled in by hand where they say so. */
const PAGES = [
  'alerts.md',
  'api.md',
  'heartbeats.md',
  'maintenance.md',
  'notifications.md',
  ...readdirSync(FOLDER).map((name) => `integrations/${name}`),
];

test('every curl of the documentation is answered as one who pastes it expects', async () => {
  const house = await startHouse();
  await house.applySettings(SETTINGS);
  await house.sendEvents({ event_action: 'trigger', title: 'x', dedup_key: 'of the pages' });
  const variables: Record<string, string> = { KEY: house.key };
  let tried = 0;
  for (const name of PAGES) {
    for (const command of commandsIn(readFileSync(join('docs', name), 'utf8').replaceAll('INC-42', 'INC-1'))) {
      const assigned = /^(\w+)=(.*)$/.exec(command);
      if (assigned) variables[assigned[1] ?? ''] = wordsOf(assigned[2] ?? '', variables).join('');
      const [, line] = /(?:^|&& )curl (.*)$/s.exec(command) ?? [];
      if (line === undefined || !line.includes('127.0.0.1:3000') || line.includes('<')) continue;
      const answer = await curl(wordsOf(line, variables), (url) => url.replace('http://127.0.0.1:3000', house.url));
      const said = await answer.text();
      expect([name, command, answer.status < 300 ? 'well' : `${answer.status} ${said}`]).toEqual([
        name,
        command,
        'well',
      ]);
      variables['REQUEST_ID'] = /"requestId":"([^"]+)"/.exec(said)?.[1] ?? '';
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(25);
});

test('the receiver of docs/webhooks.md believes what is signed, and nothing else', () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? [];
  const receiver = code.replace(/^import (.*) from '(.*)';$/m, 'const $1 = require("$2");');
  const believes = (body: string, header: string) =>
    runInNewContext(`${receiver}; isFromOpsKnight(body, header, 'secret')`, {
      require: createRequire(import.meta.url),
      Buffer,
      body,
      header,
    });
  const now = Date.now();
  expect(believes('{}', signatureOf('{}', 'secret', now))).toBe(true);
  for (const [body, header] of [
    ['{ }', signatureOf('{}', 'secret', now)],
    ['{}', signatureOf('{}', 'other', now)],
    ['{}', signatureOf('{}', 'secret', now - 301_000)],
    ['{}', ''],
  ] as const) {
    expect(believes(body, header)).toBe(false);
  }
});
