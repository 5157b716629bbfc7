import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { startHouse } from './support.ts';

/* What docs/integrations tells people to paste does what the page says. */

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
