import { type Browser, chromium } from 'playwright-core';
import { describeWith, isProgram } from '../program.ts';

/** The shell first, which is Chromium without windows: a quarter cheaper. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

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

const own = process.env.CHROMIUM_PATH;
const CHROMIUM = own === undefined ? PLACES.find(isProgram) : own;

/** A suite that needs a browser: skipped, with one line that says so, where there is none; but not in CI. */
export function describeInBrowser(name: string, suite: () => void): void {
  const lacking = `No Chromium (looked at ${PLACES.join(', ')}; CHROMIUM_PATH is not set)`;
  const advice = 'no Chromium. Install it, or say where it is with CHROMIUM_PATH.';
  describeWith({ path: CHROMIUM, lacking, advice }, name, suite);
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}
