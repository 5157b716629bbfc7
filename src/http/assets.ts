import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { packageFile } from '../package-files.ts';

interface Asset {
  /** Changes with the content, so that browsers may keep it for ever. */
  path: string;
  type: string;
  content: Buffer;
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

const { resolve } = createRequire(import.meta.url);

const STYLES = asset('opsknight', 'css', fileURLToPath(packageFile('assets/opsknight.css')));
const ICON = asset('icon', 'svg', fileURLToPath(packageFile('assets/icon.svg')));
const SCRIPT = asset('opsknight', 'js', fileURLToPath(packageFile('assets/opsknight.js')));
const HTMX = asset('htmx', 'js', resolve('htmx.org/dist/htmx.min.js'));

/** Where the pages find what they load; all of it is ours, nothing comes from outside. */
export const ASSETS = { styles: STYLES.path, icon: ICON.path, htmx: HTMX.path, script: SCRIPT.path } as const;

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Serves the files that the pages load. */
export function assetRoutes(): Hono {
  const routes = new Hono();
  for (const { path, type, content } of [STYLES, ICON, HTMX, SCRIPT]) {
    routes.get(path, (c) => c.body(new Uint8Array(content), 200, { 'Content-Type': type, 'Cache-Control': FOR_EVER }));
  }
  return routes;
}

type Extension = keyof typeof TYPES;

function asset(name: string, extension: Extension, file: string): Asset {
  const content = readFileSync(file);
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${name}.${version}.${extension}`, type: TYPES[extension], content };
}
