/** What `@jest/globals` is here: the functions of whichever test file runs now, as helpers are loaded once for many. */
const ofThisFile = (name) =>
  new Proxy(() => {}, {
    apply: (_target, _this, args) => Reflect.apply(now(name), undefined, args),
    get: (_target, key) => now(name)[key],
  });

const now = (name) => globalThis[Symbol.for('jest globals')][name];

export const afterAll = ofThisFile('afterAll');
export const afterEach = ofThisFile('afterEach');
export const beforeAll = ofThisFile('beforeAll');
export const beforeEach = ofThisFile('beforeEach');
export const describe = ofThisFile('describe');
export const expect = ofThisFile('expect');
export const it = ofThisFile('it');
export const jest = ofThisFile('jest');
export const test = ofThisFile('test');
