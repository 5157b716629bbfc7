import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/**
 * The process itself instead of a sandbox of its own: modules are loaded once for a worker, by Node, rather than
 * compiled and linked anew for each test file, which cost more than most of the tests.
 */
export default class OwnProcess {
  // What Jest puts here for a file (its console, its way to exit) stays here.
  global = Object.create(globalThis, { process: { value: { ...process }, writable: true } });

  constructor({ projectConfig }) {
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.moduleMocker = new ModuleMocker(globalThis);
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    // See `test/leaks.ts`, where it was loaded.
    const leaks = globalThis[Symbol.for('leaks of this file')]?.() ?? [];
    if (leaks.length > 0) throw new Error(`The log holds secrets:\n${leaks.join('\n')}`);
  }

  exportConditions() {
    return ['workspace-source', 'node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }
}
