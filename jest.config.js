export default {
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['/dist/'],
  // Node loads test files and what they test (`tsx` compiles them), once for each worker: see test/jest/environment.js.
  testEnvironment: '<rootDir>/test/jest/environment.js',
  testRunner: '<rootDir>/test/jest/runner.js',
  testSequencer: '<rootDir>/test/jest/sequencer.js',
  transform: {},
  globalSetup: '<rootDir>/test/e2e/template.ts',
  globalTeardown: '<rootDir>/test/e2e/template-teardown.ts',
  // Only for what hangs: a machine that is busy with other things may take long.
  testTimeout: 300_000 * Math.max(1, Number(process.env.RUNS ?? 1)),
  // Most of them wait for a socket or a clock, not for a processor.
  maxWorkers: 4,
};
