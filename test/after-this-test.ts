type Close = () => void | Promise<void>;

const OPEN = Symbol.for('closed after this test');
const open: Close[] = [];
Object.assign(globalThis, { [OPEN]: open });

/**
 * Closes what was opened for the test that runs, after it and before hooks of its file's own. For helpers, which are loaded once
 * for many test files: a hook of Jest's in them would be one of the first of these files alone.
 */
export function afterThisTest(close: Close): void {
  open.push(close);
}
