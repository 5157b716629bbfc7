import { createServer } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { Page } from 'playwright-core';
import type { LocalSlack } from '../../src/index.ts';
import { input, modal, plain } from '../builders.ts';
import { freePort, manifestWith } from '../manifests.ts';
import { Cleanup, clientOf, startBolt, startWith } from '../start.ts';
import { describeInBrowser, openBrowser } from './browser.ts';

describeInBrowser('the page of the local Slack, for apps that bring more', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  async function open(): Promise<Page> {
    const browser = await openBrowser();
    cleanup.add(() => browser.close());
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(15_000);
    return page;
  }

  it('asks whether an app may be installed, and leads back to it with the answer', async () => {
    const port = await freePort();
    const server = createServer((request, response) => response.end(`The app: ${request.url}`));
    server.listen(port, '127.0.0.1');
    cleanup.add(async () => {
      server.closeAllConnections();
      server.close();
    });
    const members = [{ name: 'jane', realName: 'Jane Doe' }];
    const workspaces = [{ name: 'Acme', members, installed: false }];
    const manifest = await manifestWith({ redirects: [`http://127.0.0.1:${port}/back`] });
    const slack = await startWith(cleanup, manifest, { workspaces, page: {} });
    const query = new URLSearchParams({ client_id: slack.credentials.clientId, scope: 'chat:write', state: 's' });
    const link = `${slack.url}/oauth/v2/authorize?${query}`;
    const page = await open();

    await page.goto(link);
    await page.getByText('requesting permission to access the Acme workspace').waitFor();
    await page.getByText('chat:write').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('error=access_denied').waitFor();

    await page.goto(link);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText(/\/back\?code=.+&state=s/).waitFor();

    await page.goto(`${slack.url}/oauth/v2/authorize?client_id=1.1`);
    expect(await page.getByRole('alert').textContent()).toBe('Invalid client_id parameter');
  });

  it('fills menus with what the app answers to somebody who types', async () => {
    const slack: LocalSlack = await startWith(cleanup, await manifestWith({}), { page: {} });
    const picked: unknown[] = [];
    await startBolt(cleanup, slack, (app: App) => {
      app.options('service', async ({ ack, payload }) => {
        const text = { type: 'plain_text' as const, text: `${payload.value} database` };
        await ack({ options: [{ text, value: payload.value }] });
      });
      app.action('service', async ({ ack, action }) => {
        await ack();
        picked.push(action);
        slack.changes.notify();
      });
    });
    const element = {
      type: 'external_select' as const,
      action_id: 'service',
      placeholder: { type: 'plain_text' as const, text: 'Which service?' },
    };
    const blocks = [{ type: 'actions' as const, elements: [element] }];
    await clientOf(slack).chat.postMessage({ channel: '#incidents', text: 'card', blocks });
    const page = await open();
    const { teamId } = slack.workspace();
    await page.goto(`${slack.url}/client/${teamId}/${slack.workspace().channel('incidents').id}?as=jane`);
    await page.getByRole('combobox', { name: 'Which service?' }).click();
    await page.getByRole('searchbox').fill('orders');
    await page.getByRole('option', { name: 'orders database' }).click();
    await slack.changes.waitFor(
      () => (picked.length > 0 ? true : undefined),
      () => 'the app heard nothing',
    );
    expect(picked).toMatchObject([{ type: 'external_select', selected_option: { value: 'orders' } }]);
  });

  it('takes files and stories into modals', async () => {
    const slack: LocalSlack = await startWith(cleanup, await manifestWith({}), { page: {} });
    const values: unknown[] = [];
    const blocks = [
      input({ type: 'rich_text_input', action_id: 'story' }, { label: plain('Story') }),
      input({ type: 'file_input', action_id: 'logs', max_files: 2 }, { label: plain('Logs') }),
    ];
    await startBolt(cleanup, slack, (app: App) => {
      app.shortcut('create_incident', async ({ ack, shortcut, client }) => {
        await ack();
        const view = modal(blocks, { callback_id: 'm' });
        await client.apiCall('views.open', { trigger_id: shortcut.trigger_id, view });
      });
      app.view('m', async ({ ack, view }) => {
        await ack();
        values.push(...Object.values(view.state.values).flatMap((block) => Object.values(block)));
        slack.changes.notify();
      });
    });
    const page = await open();
    await page.goto(`${slack.url}/?as=jane`);
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /Create Incident/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Title' });
    await dialog.getByLabel('Story').fill('It all began at noon');
    const file = { name: 'app.log', mimeType: 'text/plain', buffer: Buffer.from('boom') };
    await dialog.getByLabel('Logs').setInputFiles(file);
    await dialog.getByText('app.log').waitFor();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.waitFor({ state: 'detached' });
    await slack.changes.waitFor(
      () => (values.length === 2 ? true : undefined),
      () => `The app heard ${JSON.stringify(values)}`,
    );
    expect(values).toMatchObject([
      { rich_text_value: { elements: [{ elements: [{ type: 'text', text: 'It all began at noon' }] }] } },
      { files: [{ name: 'app.log', size: 4 }] },
    ]);
  });
});
