import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { parse } from 'yaml';
import { MANIFEST } from './start.ts';

interface More {
  scopes?: string[];
  events?: string[];
  redirects?: string[];
  settings?: object;
}

/** The manifest of an app which answers incidents, with more in it. */
export async function manifestWith({ scopes = [], events = [], redirects = [], settings = {} }: More): Promise<object> {
  const manifest = parse(await readFile(MANIFEST, 'utf8'));
  manifest.oauth_config.scopes.bot.push(...scopes);
  manifest.oauth_config.redirect_urls = redirects;
  manifest.settings.event_subscriptions.bot_events.push(...events);
  Object.assign(manifest.settings, settings);
  return manifest;
}

/** A port for an app whose address the local Slack has to know before the app is there. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
