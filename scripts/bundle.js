#!/usr/bin/env node
// Makes few files of the many that `dist/cli.js` loads, its libraries among them: finding and opening nearly a thousand modules
// was most of what a start cost. What a command loads only when it needs it stays in a file of its own.
//   npm run build
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

for (const file of readdirSync('dist')) if (file.startsWith('chunk-')) rmSync(`dist/${file}`);

await build({
  entryPoints: ['dist/cli.js'],
  outdir: 'dist',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  // Beside cli.js: `packageFile` counts on it.
  chunkNames: 'chunk-[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  // A library with a binary of its own; and the demo, which starts seldom and brings the local Slack with its files.
  external: ['better-sqlite3', './dist/cli/demo.js'],
  // For the libraries that are CommonJS.
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`,
  },
  logLevel: 'warning',
});
