import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, openBrowser } from '../../packages/local-slack/test/browser/browser.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

describeInBrowser('npm run demo, for somebody who has no Slack', () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opsknight-demo-'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The demo as its own process, once it has said its three lines. */
  async function startDemo(...flags: string[]) {
    const child = spawn(process.execPath, [CLI, 'demo', '--port', '0', '--app-port', '0', ...flags], { cwd: folder });
    let output = '';
    for await (const chunk of child.stdout) {
      output += chunk;
      if (output.trimEnd().split('\n').length >= 3) break;
    }
    const stop = async () => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      return (await ended)[0];
    };
    return { lines: output.trimEnd().split('\n'), stop };
  }

  const open = async (line: string | undefined): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(/http:\S+/.exec(line ?? '')?.[0] ?? '');
    return page;
  };

  it('says where to click, how to send an alert and how to stop; an incident arrives and can be worked', async () => {
    const demo = await startDemo();
    expect(demo.lines).toHaveLength(3);
    expect(demo.lines[1]).toMatch(/curl .*Authorization: Bearer opk_.*\/api\/events/);
    expect(demo.lines[2]).toContain('Ctrl-C');

    const page = await open(demo.lines[0]);
    await page.getByText('Database Connection Timeout').first().waitFor();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).first().click();
    await page.getByRole('button', { name: 'Acknowledged ✓', exact: true }).first().waitFor();

    await page.getByRole('button', { name: /Send an alert/ }).click();
    await page.getByText('Checkout error rate above 5 %').first().waitFor();

    // What is told again is about incidents of its own.
    await page.getByRole('button', { name: 'Tell the story again' }).click();
    const cards = page.getByRole('log', { name: 'Messages' }).getByText('Database Connection Timeout');
    await cards.nth(1).waitFor();
    // The company remembers: what people said, and incidents before the first of the story.
    await page.getByText('Release 4.18 goes out at ten.').waitFor({ state: 'attached' });
    expect(await cards.first().textContent()).toMatch(/INC-[1-9]\d\d/);
    await page.close();
    expect(await demo.stop()).toBe(0);
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('goes on where it was stopped, begins anew with --fresh, and leaves a running one alone', async () => {
    const again = await startDemo();
    const page = await open(again.lines[0]);
    await page.getByRole('button', { name: 'Acknowledged ✓', exact: true }).first().waitFor();
    await page.close();
    await again.stop();

    const fresh = await startDemo('--fresh');
    const empty = await open(fresh.lines[0]);
    await empty.getByText('Database Connection Timeout').first().waitFor();
    expect(await empty.getByRole('button', { name: 'Acknowledged ✓', exact: true }).count()).toBe(0);

    // A second one says that the port is taken, and touches nothing.
    const { port } = new URL(/http:\S+/.exec(fresh.lines[0] ?? '')?.[0] ?? '');
    const second = spawn(process.execPath, [CLI, 'demo', '--port', port, '--fresh'], { cwd: folder });
    const [said] = await once(second.stderr, 'data');
    expect(String(said)).toMatch(/Port \d+ is in use/);
    await empty.reload();
    await empty.getByText('Database Connection Timeout').first().waitFor();
    await empty.close();
    await fresh.stop();
  });
});
