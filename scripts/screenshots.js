// Takes the pictures of the README from the running demo: `npm run screenshots`. Needs Chromium.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startDemo } from '../dist/demo/demo.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
const SIZE = { width: 1280, height: 860 };

const folder = mkdtempSync(join(tmpdir(), 'opsknight-screenshots-'));
const demo = await startDemo({ fresh: true, dataFolder: folder, slackPort: 3190, appPort: 3191 });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });

try {
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(demo.slackUrl);
  await page.getByRole('link', { name: /payment-alerts/ }).click();
  await page.getByText('Database Connection Timeout').first().waitFor();
  await page
    .getByRole('button', { name: /^Acknowledge/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /^Acknowledged/ })
    .first()
    .waitFor();
  const replies = page.getByText(/\d+ repl(y|ies)/).first();
  await replies.waitFor();
  await replies.click();
  await page.getByText('Acknowledged by @jane').first().waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(IMAGES, 'demo.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(IMAGES, 'demo-dark.png') });
} finally {
  await browser.close();
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
