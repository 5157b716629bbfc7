// Takes the pictures of docs/screenshots.md and the README from the running demo: `npm run screenshots`. Needs Chromium, and
// a font with colored emoji (Debian: fonts-noto-color-emoji). A scene that can't be taken is named at the end; its old
// pictures stay. `npm run screenshots -- demo storm` takes these alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startDemo } from '../../dist/demo/demo.js';
import { markdownOf } from './page.js';
import { SCENES } from './scenes.js';
import { Stage } from './stage.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'opsknight-screenshots-'));
const demo = await startDemo({ fresh: true, dataFolder: folder, slackPort: 3190, appPort: 3191 });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
const failures = [];
const wanted = process.argv.slice(2);
const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

try {
  const stage = new Stage(demo, browser, join(DOCS, 'images'));
  await stage.open();
  for (const { name, take } of scenes) {
    try {
      await take(stage, name);
      process.stdout.write(`${name}\n`);
    } catch (error) {
      failures.push(name);
      process.stderr.write(`${name}: ${error}\n`);
      await stage.tidyUp();
    }
  }
  writeFileSync(join(DOCS, 'screenshots.md'), markdownOf(SCENES));
} finally {
  await browser.close();
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) process.stderr.write(`Not taken: ${failures.join(', ')}\n`);
process.exit(failures.length > 0 ? 1 : 0);
