// Keeps the packages of every platform in package-lock.json: `npm run lock-platforms`, after each `npm install`.
//
// Biome, SWC, TypeScript, esbuild and others come as a package per platform. `npm install` writes only those that it could get
// into the lock file, which are often this machine's alone, and `npm ci` on another platform then lacks its own. Whatever a
// package of the lock names in `optionalDependencies` is put back: as it was in the last commit, else as the registry of this machine
// describes it, else as its predecessor was, without a checksum. With `--check` nothing is written; exit code 1 when something lacks.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
/** What the lock says of a package for one platform. */
const FIELDS = ['os', 'cpu', 'libc', 'engines', 'license'];

const isCheck = process.argv.includes('--check');
const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const missing = platformPackages(lock).filter(
  ({ path, name, version }) => !isLocked(lock.packages, path, name, version),
);
// An address would tie everybody to the registry of whoever wrote the file last. That of a workspace is a folder of ours.
const addressed = Object.keys(lock.packages).filter(
  (path) => 'resolved' in lock.packages[path] && !lock.packages[path].link,
);

if (isCheck) {
  for (const { path, name, version } of missing) process.stderr.write(`${path} lacks ${name}@${version}\n`);
  for (const path of addressed) process.stderr.write(`${path} has the address of a registry\n`);
  if (missing.length + addressed.length > 0) {
    process.stderr.write('Run: npm run lock-platforms\n');
    process.exit(1);
  }
} else {
  const committed = lastCommitted();
  for (const wanted of missing) putBack(wanted, committed);
  for (const path of addressed) delete lock.packages[path].resolved;
  const inOrder = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
  process.stdout.write(`${missing.length} packages of other platforms put back into ${FILE}.\n`);
}

/** Every package that another one of the lock wants on some platform. Their versions are exact; ranges are npm's own business. */
function platformPackages({ packages }) {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([, version]) => /^\d/.test(version))
      .map(([name, version]) => ({ path, name, version, isDev: parent.dev === true })),
  );
}

function isLocked(packages, path, name, version) {
  const entry = packages[find(packages, path, name)];
  return entry?.version === version && entry.optional === true;
}

/** Where it is found, as Node looks for it: below the parent, beside it, or further up. */
function find(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in packages || folder === '') return place;
  }
}

/** Where it was; else at the top, unless another version stands there. */
function putBack({ path, name, version, isDev }, committed) {
  const before = find(committed, path, name);
  const top = lock.packages[`node_modules/${name}`];
  const elsewhere = top && top.version !== version ? `${path}/node_modules/${name}` : `node_modules/${name}`;
  const place = committed[before] ? before : elsewhere;
  lock.packages[place] =
    committed[before]?.version === version ? committed[before] : newEntry(name, version, isDev, committed[before]);
}

function newEntry(name, version, isDev, before) {
  const { integrity, ...facts } = describe(name, version) ?? { ...before, integrity: undefined };
  const known = FIELDS.filter((field) => facts[field] !== undefined).map((field) => [field, facts[field]]);
  return {
    version,
    ...(integrity && { integrity }),
    ...(isDev && { dev: true }),
    optional: true,
    ...Object.fromEntries(known),
  };
}

/** What the registry knows of it; null when it does not serve it. */
function describe(name, version) {
  try {
    const fields = [...FIELDS, 'dist.integrity'];
    const answer = JSON.parse(run('npm', ['view', `${name}@${version}`, ...fields, '--json']));
    return { ...answer, integrity: answer['dist.integrity'] };
  } catch {
    return null;
  }
}

function lastCommitted() {
  try {
    return JSON.parse(run('git', ['show', `HEAD:./${FILE}`])).packages;
  } catch {
    return {};
  }
}

function run(command, args) {
  return execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
}
