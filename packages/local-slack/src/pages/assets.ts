import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** `src/pages` and `dist/pages` are two folders below the root of the package. */
const folder = new URL('../../assets/', import.meta.url);
const { resolve } = createRequire(import.meta.url);

const FILES = new Map([
  ...readdirSync(folder).map((name) => [name, fileURLToPath(new URL(name, folder))] as const),
  ['htmx.js', resolve('htmx.org/dist/htmx.min.js')],
  ['hx-ws.js', resolve('htmx.org/dist/ext/hx-ws.min.js')],
]);

const CONTENT = new Map([...FILES].map(([name, file]) => [name, readFileSync(file)]));

/** All files have one version, since scripts load each other by relative address. */
const version = createHash('sha256')
  .update(Buffer.concat([...CONTENT.values()]))
  .digest('hex')
  .slice(0, 12);
const base = `/assets/local-slack/${version}`;

/** In this order: what comes later may refine what was said before. */
const STYLES = [
  'base',
  'controls',
  'popups',
  'frame',
  'sidebar',
  'messages',
  'blocks',
  'composer',
  'inspector',
  'overlays',
  'details',
];

/** Where the page finds what it loads; all of it is ours, nothing comes from outside. */
export const ASSETS = {
  styles: STYLES.map((name) => `${base}/${name}.css`),
  /** htmx, then its extension. */
  htmx: [`${base}/htmx.js`, `${base}/hx-ws.js`],
  module: `${base}/main.js`,
  icon: `${base}/app-icon.svg`,
} as const;

const FOR_EVER = 'public, max-age=31536000, immutable';

/** @param appIcon An SVG file: the face of the app's bot, instead of one that any app may have. */
export function assetRoutes(appIcon?: string): Hono {
  const icon = appIcon === undefined ? undefined : readFileSync(appIcon);
  const routes = new Hono();
  routes.get(`${base}/:name`, (c) => {
    const name = c.req.param('name');
    const content = name === 'app-icon.svg' && icon ? icon : CONTENT.get(name);
    const type = TYPES[extname(name)];
    if (!content || !type) return c.notFound();
    return c.body(new Uint8Array(content), 200, { 'Content-Type': type, 'Cache-Control': FOR_EVER });
  });
  return routes;
}
