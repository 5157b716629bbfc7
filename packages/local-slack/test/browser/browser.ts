import { accessSync, constants } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing but the page that is tested: no sandbox (containers lack it), no calls home. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const own = process.env.CHROMIUM_PATH;
const CHROMIUM = own === undefined ? PLACES.find(isThere) : own;

/** A suite that needs a browser: skipped, with one line that says so, where there is none; but not in CI. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (CHROMIUM !== undefined) {
    describe(name, suite);
    return;
  }
  if (process.env.CI === 'true')
    throw new Error(`No Chromium (looked at ${PLACES.join(', ')}; CHROMIUM_PATH is not set)`);
  process.stderr.write(`Skipped “${name}”: no Chromium. Install it, or say where it is with CHROMIUM_PATH.\n`);
  describe.skip(name, suite);
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}
