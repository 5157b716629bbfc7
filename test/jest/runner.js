import hooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';

const require = createRequire(import.meta.url);
const GLOBALS = Symbol.for('jest globals');
const now = () => globalThis[GLOBALS];

/** Jest's own runner (its time limits, hooks and reports), with test files loaded by Node itself: see environment.js. */
export default function runTestFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  Object.assign(runtime, {
    requireInternalModule: requireAfresh,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule(path) {
      now().afterEach(closeWhatIsOpen);
      return import(pathToFileURL(path).href);
    },
    setGlobalsForRuntime(globals) {
      globalThis[GLOBALS] = { ...globals, jest: runtime.jestGlobals.jestObjectFor(testPath) };
    },
  });
  // Node's own source maps know where tests stand; Jest's know only what Jest has compiled.
  delete Error.prepareStackTrace;
  return circus(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
}

/**
 * Jest keeps the tests of a file beside the functions that define them: each file needs its own. Which test runs it keeps in an
 * AsyncLocalStorage, of which one more for each file made every promise slower.
 */
function requireAfresh(path) {
  delete require.cache[path];
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  const { AsyncLocalStorage } = hooks;
  hooks.AsyncLocalStorage = OneAfterTheOther;
  try {
    return require(path);
  } finally {
    hooks.AsyncLocalStorage = AsyncLocalStorage;
  }
}

/** What an AsyncLocalStorage is for tests that never run at the same time. */
class OneAfterTheOther {
  #store;

  async run(store, callback) {
    const outer = this.#store;
    this.#store = store;
    try {
      return await callback();
    } finally {
      this.#store = outer;
    }
  }

  getStore() {
    return this.#store;
  }
}

/** What helpers have opened for a test: see `test/after-this-test.ts`. */
async function closeWhatIsOpen() {
  for (const close of globalThis[Symbol.for('closed after this test')]?.splice(0) ?? []) await close();
}
