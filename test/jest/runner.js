import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';

const require = createRequire(import.meta.url);

/** Jest's own runner (its time limits, hooks and reports), with test files loaded by Node itself: see environment.js. */
export default function runTestFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  Object.assign(runtime, {
    requireInternalModule: requireAfresh,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(pathToFileURL(path).href),
    setGlobalsForRuntime(globals) {
      globalThis[Symbol.for('jest globals')] = { ...globals, jest: runtime.jestGlobals.jestObjectFor(testPath) };
    },
  });
  // Node's own source maps know where tests stand; Jest's know only what Jest has compiled.
  delete Error.prepareStackTrace;
  return circus(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
}

/** Jest keeps the tests of a file beside the functions that define them: each file needs its own. */
function requireAfresh(path) {
  delete require.cache[path];
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  return require(path);
}
